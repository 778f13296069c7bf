using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>
/// An ExpressRoute gateway advertises the prefixes of its VNet and of every VNet that uses it. Above the limit its connection
/// drops, for everyone.
/// </summary>
internal static class PrefixLimitCheck
{
    public static IEnumerable<Finding> Find(Scene scene) =>
        from pair in scene.Pairs
        where pair.Writes
        from gateway in pair.Gateways
        where gateway.User.Target.UseRemoteGateways && (gateway.User.StartsUsingGateway || pair.JoinsSpaces)
        group gateway by gateway.Lender.Network.Id into users
        let lender = users.First().Lender.Network
        where scene.Lenders.Of(lender).Any(l => l.Kind == LenderKind.ExpressRoute)
        from finding in Count(scene, lender)
        select finding;

    private static IEnumerable<Finding> Count(Scene scene, VirtualNetwork lender)
    {
        var (sure, maybe) = Advertised(scene, lender);
        foreach (var (version, limit, isIPv6) in new[]
        {
            ("IPv4", PeeringLimits.AdvertisedIPv4Prefixes, false), ("IPv6", PeeringLimits.AdvertisedIPv6Prefixes, true),
        })
        {
            var count = sure.Count(p => p.IsIPv6 == isIPv6);
            var possible = maybe.Count(p => p.IsIPv6 == isIPv6);
            var doubt = possible == 0 ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $" (and up to {possible} of VNets that could not be read)");
            if (count > limit)
            {
                yield return new(lender.Id, string.Create(CultureInfo.InvariantCulture,
                    $"{lender.Name} and the VNets that use its ExpressRoute gateway would have {count} {version} prefixes{doubt}; more than "
                    + $"{limit} make the connection drop, for everyone. Summarise them (summarizedGatewayPrefixes of {lender.Name}), or "
                    + $"leave VNets out."), string.Empty) { Kind = FailureKind.LimitsExceeded };
            }
            else if (count + possible >= limit * PeeringLimits.WarnFrom)
            {
                yield return new(lender.Id, string.Create(CultureInfo.InvariantCulture,
                    $"{lender.Name} and the VNets that use its ExpressRoute gateway will have {count} {version} prefixes{doubt}; above {limit} "
                    + $"the connection drops, for everyone."), string.Empty) { Tells = NoticeSeverity.Warning };
            }
        }
    }

    private static (ImmutableArray<IPPrefix> Sure, ImmutableArray<IPPrefix> Maybe) Advertised(Scene scene, VirtualNetwork lender)
    {
        if (scene.Facts.Routes.GetValueOrDefault(lender.Id) is { Summaries: { IsEmpty: false } summaries })
        {
            return ([.. lender.AddressSpace, .. summaries], []);
        }

        var planned = scene.Pairs.SelectMany(p => p.Gateways).Where(g => g.Lender.Network.Id == lender.Id).ToArray();
        var others = lender.Peerings.Where(h => h.AllowGatewayTransit && planned.All(p => p.User.Network.Id != h.RemoteVNet))
            .Select(h => (Half: h, Uses: scene.Topology.VirtualNetwork(h.RemoteVNet) is { } remote
                ? remote.PeeringTo(lender.Id)?.UseRemoteGateways ?? false : (bool?)null)).ToArray();
        return (
            [
                .. lender.AddressSpace,
                .. planned.Where(p => p.User.Target.UseRemoteGateways).SelectMany(p => p.User.Network.AddressSpace),
                .. others.Where(o => o.Uses == true).SelectMany(o => Listed(o.Half)),
            ],
            [.. others.Where(o => o.Uses is null).SelectMany(o => Listed(o.Half))]);
    }

    private static ImmutableArray<IPPrefix> Listed(PeeringHalf half) => half.RemoteAddressSpace ?? half.RemoteVirtualNetworkAddressSpace ?? [];
}
