using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>What one kind of change of point-to-site does to people.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The change.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected; {connected} stands for how many clients are connected, {what} for what is written.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record P2SConfigurationImpact(string Id, string Write, Impact Kind, string Says, string Source)
{
    internal string Of(string connected, string what) =>
        Says.Replace("{connected}", connected, StringComparison.Ordinal).Replace("{what}", what, StringComparison.Ordinal);
}

/// <summary>The table of impacts of point-to-site: docs/point-to-site.md shows it.</summary>
public static class P2SConfigurationImpacts
{
    private const string About = "point-to-site-about";

    internal static P2SConfigurationImpact Pool { get; } = new("PoolChanged", "the address pool changes", Impact.CutsOff,
        "Clients lose their connection ({connected}), and every profile is to be made anew: its addresses are those of the old pool.", "point-to-site-certificate-gateway");

    internal static P2SConfigurationImpact Protocol { get; } = new("ProtocolChanged", "the protocols change", Impact.CutsOff,
        "Clients lose their connection ({connected}). Profiles of a protocol that goes are useless ({what}), and the others are to be made anew.", About);

    internal static P2SConfigurationImpact Authentication { get; } = new("AuthenticationChanged", "the kinds of sign-in change", Impact.CutsOff,
        "Clients lose their connection ({connected}). Who signs in another way than {what} gets in no more, and every profile is to be made anew.", About);

    internal static P2SConfigurationImpact Entra { get; } = new("EntraChanged", "tenant, audience or issuer change", Impact.CutsOff,
        "Clients that sign in by Entra ID ({connected} in all) get in no more with the profiles that they have.", "point-to-site-entra-gateway");

    internal static P2SConfigurationImpact RootRemoved { get; } = new("RootRemoved", "a root certificate is removed", Impact.CutsOff,
        "Every client that {what} has issued gets in no more ({connected} of any root). Their profiles are useless; those of other roots go on.",
        "point-to-site-certificate-gateway");

    internal static P2SConfigurationImpact RadiusChanged { get; } = new("RadiusChanged", "RADIUS servers or their secrets change", Impact.Interrupts,
        "Clients that sign in by RADIUS ({connected} in all) are asked by {what} from then on; whom it does not know gets in no more.", "point-to-site-radius-gateway");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<P2SConfigurationImpact> All { get; } =
    [
        new("None", "clients are configured for the first time, a root is added or takes over, custom routes change", Impact.None, string.Empty, About),
        Pool, Protocol, Authentication, Entra, RootRemoved, RadiusChanged,
        new("AddressMade", VpnGatewayImpacts.AddressMade.Write, VpnGatewayImpacts.AddressMade.Kind, VpnGatewayImpacts.AddressMade.Says, VpnGatewayImpacts.AddressMade.Source),
    ];

    internal static ImpactStatement Of(P2SConfigurationLayout layout)
    {
        if (layout.IsNew)
        {
            return ImpactStatement.None;
        }

        var connected = Connected(layout.Clients);
        var lost = (layout.There?.Protocols ?? []).Where(p => !P2SConfigurationLayout.Has(layout.Protocols, p)).ToArray();
        (P2SConfigurationImpact Row, string What)[] rows =
        [
            .. layout.HasPoolChange ? [(Pool, string.Empty)] : Array.Empty<(P2SConfigurationImpact, string)>(),
            .. layout.HasProtocolChange ? [(Protocol, lost.Length == 0 ? "none goes" : string.Join(", ", lost))] : Array.Empty<(P2SConfigurationImpact, string)>(),
            .. layout.HasAuthenticationChange ? [(Authentication, string.Join(" or ", layout.Authentication))] : Array.Empty<(P2SConfigurationImpact, string)>(),
            .. layout.HasEntraChange && !layout.HasAuthenticationChange ? [(Entra, string.Empty)] : Array.Empty<(P2SConfigurationImpact, string)>(),
            .. layout.Roots.Removed.IsEmpty ? Array.Empty<(P2SConfigurationImpact, string)>()
                : [(RootRemoved, string.Join(" or ", layout.Roots.Removed.Select(r => r.Name)))],
            .. layout is { HasRadiusChange: true, RadiusServers.IsEmpty: false } ? [(RadiusChanged, string.Join(", ", layout.RadiusServers))] : Array.Empty<(P2SConfigurationImpact, string)>(),
        ];
        return rows.Length == 0 ? ImpactStatement.None
            : new(rows.Max(r => r.Row.Kind), string.Join(' ', rows.Select(r => r.Row.Of(connected, r.What))));
    }

    internal static string Connected(ConnectedClients clients) => clients.Count switch
    {
        null => "how many are connected is not known",
        1 => "1 is connected now",
        var count => string.Create(CultureInfo.InvariantCulture, $"{count} are connected now"),
    };
}
