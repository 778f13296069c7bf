using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing.Checks;

/// <summary>Rules about interfaces that forward, and about connections with BGP.</summary>
internal static class DeviceChecks
{
    public static IEnumerable<Finding> NoInterface(RoutingScene scene) =>
        from id in scene.Requests.OfType<ForwardingWish>().Select(w => w.NetworkInterface).Distinct().Except(scene.Interfaces.Select(i => i.Id))
        select new Finding(id, $"There is no network interface {id}, or you may not read it.", string.Empty) { Kind = FailureKind.ObjectNotFound };

    public static IEnumerable<Finding> NoConnection(RoutingScene scene) =>
        from id in scene.Requests.OfType<BgpWish>().Select(w => w.Connection).Distinct()
        where scene.Connection(id) is null
        select new Finding(id, $"There is no connection {id}, or you may not read it.", string.Empty) { Kind = FailureKind.ObjectNotFound };

    public static IEnumerable<Finding> OneEnded(RoutingScene scene) =>
        from id in scene.Requests.OfType<BgpWish>().Select(w => w.Connection).Distinct()
        let half = scene.Connection(id)
        where half is not null && (half.Kind != ConnectionKind.Vnet2Vnet || DeviceChanges.OtherHalf(scene.Topology, half) is null)
        select new Finding(id, half.Kind != ConnectionKind.Vnet2Vnet
            ? $"'{half.Name}' is no VNet-to-VNet connection; BGP with a site is set at both of its ends."
            : $"The connection '{half.Name}' has no half at {half.OtherGateway?.Name ?? "the other end"}, or it was not read.", string.Empty);

    public static IEnumerable<Finding> NoBgp(RoutingScene scene) =>
        from pair in scene.Connections
        from end in new[] { pair.One.Gateway, pair.Other.Gateway }
        let gateway = scene.Gateway(end)
        let why = gateway is null ? "was not read"
            : gateway.IsBasic ? "has the SKU Basic, which knows no BGP"
            : string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase) ? "is policy-based, which knows no BGP"
            : null
        where why is not null
        select new Finding(end ?? pair.One.Id, $"BGP is not possible between {pair.One.Gateway?.Name} and {pair.Other.Gateway?.Name}: "
            + $"{end?.Name} {why}.", string.Empty);

    public static IEnumerable<Finding> SameAsn(RoutingScene scene) =>
        from pair in scene.Connections
        let one = scene.Gateway(pair.One.Gateway)
        let other = scene.Gateway(pair.Other.Gateway)
        where one is not null && other is not null && one.Asn == other.Asn
        select new Finding(one.Id, string.Create(CultureInfo.InvariantCulture,
            $"{one.Name} and {other.Name} have the same ASN ({one.Asn}), so BGP takes nothing from the other. Give one of them another ASN."),
            string.Empty);
}
