using System.Globalization;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about FastPath (azure-network-rules 6, "FastPath").</summary>
internal static class FastPathChecks
{
    public static IEnumerable<Finding> Possible(CircuitConnectionLayout layout) =>
        layout is { Request.FastPath: true, Gateway: { } gateway } && layout.Existing?.BypassesGateway is not true && GatewayCapacity.HasFastPath(gateway) is false
            ? [new(gateway.Id, string.Create(CultureInfo.InvariantCulture, $"{gateway.Name} ({gateway.Sku}) has no FastPath: that takes "
                + $"{string.Join(", ", ExpressRouteSku.All.Where(s => s.HasFastPath && s.Name != ExpressRouteScale.Sku).Select(s => s.Name))}, or {ExpressRouteScale.Sku} with at least "
                + $"{ExpressRouteSku.FastPathUnits} scale units. Give the gateway another size first (New-ExpressRouteGateway), or leave -FastPath out."), string.Empty)
                { Kind = FailureKind.InvalidArgument }]
            : [];

    public static IEnumerable<Finding> Limits(CircuitConnectionLayout layout) =>
        layout is { Request.FastPath: true } && layout.Existing?.BypassesGateway is not true
            ? [new(layout.Request.Gateway, layout.Circuit is { Port: not null }
                ? "FastPath sends packets from on-premises straight to machines of the VNet and, on a port of its own, of VNets peered with it in the same region, by their route tables "
                    + "and in part to private endpoints. Load balancers, firewalls and resolvers in these are reached through the gateway."
                : "FastPath of a provider's circuit sends IPv4 packets from on-premises straight to machines of the gateway's own VNet. Whoever is in a peered VNet, IPv6, load balancers of "
                    + "peered VNets and private endpoints are reached through the gateway as before, and route tables of GatewaySubnet do not see what passes it by.",
                string.Empty) { Tells = NoticeSeverity.Information }]
            : [];
}
