using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AzNetHelper.PointToSite;

/// <summary>What point-to-site allows, as data (azure-network-rules 5; arm-protocol 1.4).</summary>
public static class P2SRules
{
    public const string OpenVpn = "OpenVPN";
    public const string IkeV2 = "IkeV2";
    public const string Sstp = "SSTP";

    public const string Certificate = "Certificate";
    public const string Radius = "Radius";
    public const string Aad = "AAD";

    /// <summary>How many root certificates a gateway takes (point-to-site-certificate-gateway).</summary>
    public const int MostRoots = 20;

    /// <summary>How many client certificates a gateway refuses at most (azure-subscription-service-limits).</summary>
    public const int MostRevoked = 300;

    /// <summary>The longest prefix of a pool, by whether the gateway is active-active (point-to-site-about; vpn-gateway-vpn-faq).</summary>
    public static ImmutableArray<(bool IsActiveActive, int Longest)> Pools { get; } = [(false, 29), (true, 28)];

    /// <summary>Since when SSTP cannot be enabled, and when it ends (azure-network-rules, correction 3).</summary>
    public static DateOnly SstpClosed { get; } = new(2026, 3, 31);

    public static DateOnly SstpEnds { get; } = new(2027, 3, 31);

    /// <summary>
    /// Which protocols go together, and with which kinds of sign-in (point-to-site-about). <c>OpenVPN</c> alone takes any of them together;
    /// the others take what stands here.
    /// </summary>
    public static ImmutableArray<P2SCombination> Combinations { get; } =
    [
        new([OpenVpn], [[Certificate], [Radius], [Aad], [Certificate, Radius], [Certificate, Aad], [Radius, Aad], [Certificate, Radius, Aad]]),
        new([IkeV2], [[Certificate], [Radius]]),
        new([IkeV2, OpenVpn], [[Certificate], [Radius], [Aad, Certificate], [Aad, Radius]]),
        new([Sstp], [[Certificate], [Radius]]),
        new([IkeV2, Sstp], [[Certificate], [Radius]]),
    ];

    /// <summary>
    /// What a gateway offers where nothing else is said: OpenVPN and IKEv2 where these take the kinds of sign-in, else OpenVPN, which takes
    /// any. People who sign in by Entra ID have the Azure VPN Client, which speaks OpenVPN alone.
    /// </summary>
    public static ImmutableArray<string> UsualProtocols(ImmutableArray<string> authentication)
    {
        ImmutableArray<string> both = [OpenVpn, IkeV2];
        return authentication.IsEmpty || (!authentication.Contains(Aad, StringComparer.OrdinalIgnoreCase) && P2SCombination.Of(both)!.Takes(authentication)) ? both : [OpenVpn];
    }

    /// <summary>The application that Microsoft has registered for the Azure VPN Client (point-to-site-entra-gateway).</summary>
    public const string MicrosoftApplication = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8";

    /// <summary>The application of the public cloud that every tenant had to register by hand; it ends on 2028-03-31.</summary>
    public const string OldApplication = "41b23e61-6c1e-4545-b367-cd054e0ed4b4";

    public static DateOnly OldApplicationEnds { get; } = new(2028, 3, 31);

    /// <summary>Where a tenant signs in, which the gateway is told with the tenant's id and a slash at the end.</summary>
    public const string PublicSignIn = "https://login.microsoftonline.com/";

    /// <summary>Who issues the tokens of a tenant, likewise.</summary>
    public const string TokenIssuer = "https://sts.windows.net/";

    /// <summary>The scores of RADIUS servers; the higher is asked first. As the portal offers them; the schema says no limit.</summary>
    public static (int Least, int Most) RadiusScores { get; } = (1, 30);

    /// <summary>How a protocol or a kind of sign-in is spelt; as it is where it is not known.</summary>
    public static string Spelt(string name) => Spelling.GetValueOrDefault(name, name);

    private static FrozenDictionary<string, string> Spelling { get; } =
        new[] { OpenVpn, IkeV2, Sstp, Certificate, Radius, Aad }.ToFrozenDictionary(n => n, StringComparer.OrdinalIgnoreCase);

    /// <summary>The longest prefix of a pool.</summary>
    public static int LongestPool(bool isActiveActive) => Pools.Single(p => p.IsActiveActive == isActiveActive).Longest;
}

/// <summary>Protocols that a gateway offers together, and the kinds of sign-in that go with them.</summary>
/// <param name="Protocols">The protocols.</param>
/// <param name="Authentication">Each kind, or kinds together.</param>
public sealed record P2SCombination(ImmutableArray<string> Protocols, ImmutableArray<ImmutableArray<string>> Authentication)
{
    /// <summary>The row of some protocols; null where they do not go together.</summary>
    public static P2SCombination? Of(IEnumerable<string> protocols)
    {
        var wanted = protocols.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return P2SRules.Combinations.FirstOrDefault(c => wanted.SetEquals(c.Protocols));
    }

    public bool Takes(IEnumerable<string> authentication)
    {
        var wanted = authentication.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Authentication.Any(a => wanted.SetEquals(a));
    }

    public string AuthenticationText => string.Join("; ", Authentication.Select(a => string.Join(" and ", a)));
}
