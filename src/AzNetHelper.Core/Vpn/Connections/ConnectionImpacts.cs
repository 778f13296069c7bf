using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>What one kind of write of a connection does to those who use the network.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The write.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected and for how long; {who} stands for the two ends.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record ConnectionImpact(string Id, string Write, Impact Kind, string Says, string Source);

/// <summary>The table of impacts of writes of VNet-to-VNet connections and their keys.</summary>
public static class ConnectionImpacts
{
    internal static ConnectionImpact Bgp { get; } = new("BgpChanged", "BGP of a connection is switched", Impact.Interrupts,
        "The tunnel between {who} is built anew, which takes up to a few minutes, and routes come and go.", "vpn-gateway-bgp-overview");

    internal static ConnectionImpact Policy { get; } = new("PolicyChanged", "a connection is given another IPsec/IKE policy", Impact.Interrupts,
        "The tunnel between {who} is down until both connections have the policy, which takes some minutes.",
        "vpn-gateway-ipsecikepolicy-rm-powershell; recorded-behaviour 5.5");

    internal static ConnectionImpact Key { get; } = new("KeyChanged", "a connection is given another shared key", Impact.Interrupts,
        "The tunnel between {who} is down until both ends have the new key, and is then negotiated anew.", "vpn-gateway-vpn-faq");

    internal static ConnectionImpact DeviceKey { get; } = new("DeviceKeyChanged", "a connection to a site is given another shared key", Impact.Interrupts,
        "The tunnel between {who} is down until the device has the new key too.", "vpn-gateway-vpn-faq");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<ConnectionImpact> All { get; } =
    [
        new("None", "a connection is made, its routing weight is changed, one that failed is written again", Impact.None, string.Empty,
            "vpn-gateway-howto-vnet-vnet-resource-manager-portal"),
        Bgp, Policy, Key, DeviceKey,
    ];

    internal static ImpactStatement Say(IEnumerable<ConnectionImpact> rows, string who) => rows.ToArray() is { Length: > 0 } some
        ? new(some.Max(r => r.Kind), string.Join(' ', some.Select(r => r.Says.Replace("{who}", who, StringComparison.Ordinal)))) : ImpactStatement.None;
}
