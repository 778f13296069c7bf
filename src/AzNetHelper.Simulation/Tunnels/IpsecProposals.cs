using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>What a connection offers: its custom policy, or the defaults of a route-based gateway.</summary>
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

    private static readonly IpsecProposal[] Defaults =
    [
        .. from ike in DefaultIke
           from ipsec in DefaultIpsec
           select new IpsecProposal(ike.Encryption, ike.Integrity, "DHGroup2", ipsec.Encryption, ipsec.Integrity, "None"),
    ];

    // One group under several names (azure-network-rules 4.4: DHGroup14 = DHGroup2048, PFS2048).
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DHGroup14"] = "DHGroup2048",
        ["PFS14"] = "PFS2048",
    };

    /// <summary>What a connection offers and accepts.</summary>
    public static IReadOnlyList<IpsecProposal> Of(JsonObject? connection) =>
        connection.Objects("ipsecPolicies").Select(Read).ToArray() is { Length: > 0 } custom ? custom : Defaults;

    public static IReadOnlyList<IpsecProposal> Of(OnPremisesDevice device) => device.Proposals.IsDefaultOrEmpty ? [] : device.Proposals;

    /// <summary>True when one proposal is on both lists; an empty list takes anything.</summary>
    public static bool Meet(IReadOnlyList<IpsecProposal> left, IReadOnlyList<IpsecProposal> right) =>
        left.Count == 0 || right.Count == 0 || left.Select(Normal).Intersect(right.Select(Normal)).Any();

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
