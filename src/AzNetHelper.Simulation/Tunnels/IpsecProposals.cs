using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>What one end offers when it opens a tunnel, and what it takes when the other one does.</summary>
internal sealed record IpsecOffers(IReadOnlyList<IpsecProposal> AsInitiator, IReadOnlyList<IpsecProposal> AsResponder);

/// <summary>What a connection offers and takes: its custom policy, or the defaults of its gateway.</summary>
internal static class IpsecProposals
{
    // azure-network-rules 4.4, defaults of route-based gateways (V7).
    private static readonly (string Encryption, string Integrity)[] DefaultIke =
    [
        ("AES256", "SHA1"), ("AES256", "SHA256"), ("AES128", "SHA1"), ("AES128", "SHA256"), ("DES3", "SHA1"), ("DES3", "SHA256"),
    ];

    private static readonly (string Encryption, string Integrity)[] DefaultIpsec =
    [
        ("GCMAES256", "GCMAES256"), ("AES256", "SHA1"), ("DES3", "SHA1"), ("AES256", "SHA256"), ("AES128", "SHA1"), ("DES3", "SHA256"),
    ];

    // What it takes from a device goes further: PFS with several groups (about-vpn-devices, offers as responder; DES is left out).
    private static readonly (string Encryption, string Integrity, string[] Groups)[] Answered =
    [
        ("AES256", "SHA1", ["PFS1", "PFS2", "PFS2048", "PFS24"]), ("AES128", "SHA1", ["PFS1", "PFS2", "PFS2048"]),
        ("DES3", "SHA1", ["PFS1", "PFS2", "PFS2048"]), ("DES3", "SHA256", ["PFS2"]),
        ("AES256", "SHA256", ["PFS1", "PFS2", "PFS2048", "PFS24"]), ("AES128", "SHA256", ["None", "PFS1", "PFS2", "PFS2048"]),
    ];

    private static readonly IpsecOffers Defaults = Offers(DefaultIke, [.. DefaultIpsec.Select(p => (p.Encryption, p.Integrity, "None"))],
        [.. from answer in Answered from pfs in answer.Groups select (answer.Encryption, answer.Integrity, pfs)]);

    // Policy-based gateways offer and take the same, with neither GCM nor PFS (about-vpn-devices).
    private static readonly IpsecOffers PolicyBased = Offers(
        [("AES256", "SHA256"), ("AES256", "SHA1"), ("AES128", "SHA1"), ("DES3", "SHA1")],
        [("AES256", "SHA256", "None"), ("AES256", "SHA1", "None"), ("AES128", "SHA1", "None"), ("DES3", "SHA1", "None")], []);

    // One group under several names (azure-network-rules 4.4: DHGroup14 = DHGroup2048, PFS2048).
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DHGroup14"] = "DHGroup2048",
        ["PFS14"] = "PFS2048",
    };

    /// <summary>What a connection of a gateway offers, and what it takes.</summary>
    public static IpsecOffers Of(JsonObject? connection, JsonObject? gateway) =>
        connection.Objects("ipsecPolicies").Select(Read).ToArray() is { Length: > 0 } custom ? new(custom, custom)
        : GatewayShape.IsPolicyBased(gateway) ? PolicyBased : Defaults;

    public static IReadOnlyList<IpsecProposal> Of(OnPremisesDevice device) => device.Proposals.IsDefaultOrEmpty ? [] : device.Proposals;

    /// <summary>True when one proposal is on both lists; an empty list takes anything.</summary>
    public static bool Meet(IReadOnlyList<IpsecProposal> left, IReadOnlyList<IpsecProposal> right) =>
        left.Count == 0 || right.Count == 0 || left.Select(Normal).Intersect(right.Select(Normal)).Any();

    private static IpsecOffers Offers((string Encryption, string Integrity)[] phase1, (string Encryption, string Integrity, string Pfs)[] offered,
        (string Encryption, string Integrity, string Pfs)[] taken)
    {
        IpsecProposal[] initiates = [.. All(offered)];
        return new(initiates, [.. initiates, .. All(taken)]);

        IEnumerable<IpsecProposal> All((string Encryption, string Integrity, string Pfs)[] phase2) =>
            from ike in phase1
            from ipsec in phase2
            select new IpsecProposal(ike.Encryption, ike.Integrity, "DHGroup2", ipsec.Encryption, ipsec.Integrity, ipsec.Pfs);
    }

    private static IpsecProposal Read(JsonObject policy)
    {
        return new(Member("ikeEncryption"), Member("ikeIntegrity"), Member("dhGroup"), Member("ipsecEncryption"),
            Member("ipsecIntegrity"), Member("pfsGroup"));

        string Member(string name) => policy.Text(name) ?? string.Empty;
    }

    private static IpsecProposal Normal(IpsecProposal proposal)
    {
        return new(Name(proposal.IkeEncryption), Name(proposal.IkeIntegrity), Name(proposal.DhGroup), Name(proposal.IpsecEncryption),
            Name(proposal.IpsecIntegrity), Name(proposal.PfsGroup));

        static string Name(string text) => Names.GetValueOrDefault(text, text).ToUpperInvariant();
    }
}
