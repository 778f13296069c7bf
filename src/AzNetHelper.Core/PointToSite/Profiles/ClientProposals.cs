using System.Collections.Immutable;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// What profiles of IKEv2 offer: the strongest of what a gateway takes from its clients (azure-network-rules 5.2; about-vpn-devices has
/// another list, for sites). No group for IPsec: the gateway offers none when it renews an association.
/// </summary>
internal static class ClientProposals
{
    public static ImmutableArray<IkeProposal> Ike { get; } =
    [
        new("GCMAES256", "SHA384", "ECP384"), new("GCMAES256", "SHA256", "ECP256"), new("AES256", "SHA384", "DHGroup14"),
        new("AES256", "SHA256", "DHGroup14"), new("AES256", "SHA256", "DHGroup2"),
    ];

    public static ImmutableArray<IpsecProposal> Ipsec { get; } =
        [new("GCMAES256", "GCMAES256", "None"), new("AES256", "SHA256", "None"), new("AES256", "SHA1", "None")];

    /// <summary>The lists in strongSwan's words (docs.strongswan.org, "IKEv2 Cipher Suites").</summary>
    public static string StrongSwanIke(string separator) => string.Join(separator, Ike.Select(p => p.Encryption == "GCMAES256"
        ? $"aes256gcm16-prf{Word(p.Integrity)}-{Word(p.Group)}" : $"{Word(p.Encryption)}-{Word(p.Integrity)}-{Word(p.Group)}"));

    public static string StrongSwanEsp(string separator) => string.Join(separator, Ipsec.Select(p => p.Encryption == "GCMAES256"
        ? "aes256gcm16" : $"{Word(p.Encryption)}-{Word(p.Integrity)}"));

    private static string Word(string name) => name switch
    {
        "DHGroup2" => "modp1024",
        "DHGroup14" => "modp2048",
        _ => name.ToLowerInvariant(),
    };
}
