using System.Collections.Immutable;

namespace AzNetHelper.Vpn;

/// <summary>An IKE proposal in Azure's names.</summary>
public sealed record IkeProposal(string Encryption, string Integrity, string Group);

/// <summary>An IPsec proposal in Azure's names; the group is <c>None</c> without perfect forward secrecy.</summary>
public sealed record IpsecProposal(string Encryption, string Integrity, string Group);

/// <summary>
/// What a gateway offers and accepts where a connection has no policy of its own (about-vpn-devices, "IPsec/IKE parameters";
/// azure-network-rules 4.4). 3DES stands last, and no device needs it: what has AES alone is offered.
/// </summary>
internal static class AzureProposals
{
    /// <summary>Seconds of a main mode association, which no policy changes.</summary>
    public const int IkeLifeTimeSeconds = 28_800;

    /// <summary>Kilobytes of a quick mode association.</summary>
    public const int SADataSizeKilobytes = 102_400_000;

    /// <summary>Seconds of a quick mode association of a route-based gateway.</summary>
    public const int SALifeTimeSeconds = 27_000;

    /// <summary>The same of a policy-based one.</summary>
    public const int PolicyBasedSALifeTimeSeconds = 3_600;

    /// <summary>Seconds until a silent peer is gone, where the connection says none.</summary>
    public const int DpdTimeoutSeconds = 45;

    public static ImmutableArray<IkeProposal> Ike { get; } =
    [
        new("AES256", "SHA256", "DHGroup2"), new("AES256", "SHA1", "DHGroup2"),
        new("AES128", "SHA256", "DHGroup2"), new("AES128", "SHA1", "DHGroup2"),
        new("DES3", "SHA256", "DHGroup2"), new("DES3", "SHA1", "DHGroup2"),
    ];

    public static ImmutableArray<IkeProposal> PolicyBasedIke { get; } =
        [new("AES256", "SHA256", "DHGroup2"), new("AES256", "SHA1", "DHGroup2"), new("AES128", "SHA1", "DHGroup2")];

    // As initiator the gateway offers no group, so a device that wants one cannot renew what the gateway has made.
    public static ImmutableArray<IpsecProposal> Ipsec { get; } =
    [
        new("GCMAES256", "GCMAES256", "None"), new("AES256", "SHA256", "None"), new("AES256", "SHA1", "None"), new("AES128", "SHA1", "None"),
        new("DES3", "SHA256", "None"), new("DES3", "SHA1", "None"),
    ];

    public static ImmutableArray<IpsecProposal> PolicyBasedIpsec { get; } =
        [new("AES256", "SHA256", "None"), new("AES256", "SHA1", "None"), new("AES128", "SHA1", "None")];

    /// <summary>True when a gateway without a policy offers what a policy wants.</summary>
    public static bool Offer(IpsecPolicy policy)
    {
        var wanted = policy.Canonical();
        return Ike.Contains(new(wanted.IkeEncryption, wanted.IkeIntegrity, wanted.DhGroup))
            && Ipsec.Contains(new(wanted.IpsecEncryption, wanted.IpsecIntegrity, wanted.PfsGroup));
    }
}
