using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>What one kind of write of a site does to those who use the network.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The write.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected and for how long; {who} stands for the two ends, {prefix} for what is lost.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record SiteImpact(string Id, string Write, Impact Kind, string Says, string Source);

/// <summary>The table of impacts of writes of sites and their connections.</summary>
public static class SiteImpacts
{
    private const string Bgp = "vpn-gateway-bgp-overview";

    internal static SiteImpact PrefixesLost { get; } = new("PrefixesLost", "prefixes of a site are taken away", Impact.CutsOff,
        "Nothing of {prefix} is reached through the tunnel between {who} any more, unless BGP announces it.", "vpn-gateway-modify-local-network-gateway");

    internal static SiteImpact Rebuilt { get; } = new("TunnelRebuilt", "BGP, the policy or the traffic selectors of a connection change", Impact.Interrupts,
        "The tunnel between {who} is built anew, and stays down until the device has the same.", "vpn-gateway-ipsecikepolicy-rm-powershell; recorded-behaviour 5.5");

    internal static SiteImpact SessionMoved { get; } = new("SessionMoved", "the ASN or an address of a BGP session changes", Impact.Interrupts,
        "The BGP session between {who} ends, and its routes go, until the device has the same.", Bgp);

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<SiteImpact> All { get; } =
    [
        new("None", "a site or a connection is made, prefixes are added, the mode or the dead peer time changes", Impact.None, string.Empty,
            "vpn-gateway-modify-local-network-gateway"),
        PrefixesLost, Rebuilt, SessionMoved,
    ];

    internal static ImpactStatement Say(IReadOnlyCollection<SiteImpact> rows, string who, string prefix = "") => rows.Count == 0 ? ImpactStatement.None
        : new(rows.Max(r => r.Kind), string.Join(' ', rows.Distinct().Select(r => r.Says
            .Replace("{who}", who, StringComparison.Ordinal).Replace("{prefix}", prefix, StringComparison.Ordinal))));
}
