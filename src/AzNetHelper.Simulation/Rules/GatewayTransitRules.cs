using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Who may lend and use a gateway over a peering.</summary>
internal sealed class GatewayTransitRules(Cloud cloud)
{
    private const string Hubs = "Microsoft.Network/virtualHubs";

    public ArmError? Check(PeeringWrite write)
    {
        var other = cloud.Peerings.OtherHalf(write.Local, write.Remote);
        if (!write.Flag("useRemoteGateways"))
        {
            return !write.Flag("allowGatewayTransit") && other is { } user
                && (user.Half.Object("properties").Flag("useRemoteGateways") ?? false)
                && user.Half.Object("properties").Text("peeringState") is not "Disconnected"
                    ? PeeringErrors.TransitInUse.With(write.Id, user.Id)
                    : null;
        }

        if (write.Flag("allowGatewayTransit"))
        {
            return PeeringErrors.BothGatewayFlags.With(write.Id);
        }

        if (Of(write.Local).Any() || HasRouteServer(write.Local))
        {
            return PeeringErrors.OwnGateway.With(write.Id, write.Local);
        }

        var second = cloud.Peerings.HalvesOf(write.Local)
            .FirstOrDefault(h => h.Id != write.Id && (h.Half.Object("properties").Flag("useRemoteGateways") ?? false));
        if (second.Half is not null)
        {
            return PeeringErrors.SecondRemoteGateways.With(write.Id, second.Id);
        }

        // A gateway that is still being built does not count, and doNotVerifyRemoteGateways does not help
        // (Azure/terraform-azurerm-lz-vending#398).
        if (!Usable(write.Remote).Any() && !HasRouteServer(write.Remote))
        {
            return PeeringErrors.RemoteHasNoGateways.With(write.Id, write.Remote);
        }

        return other is { } lender && !(lender.Half.Object("properties").Flag("allowGatewayTransit") ?? false)
            ? PeeringErrors.RemoteTransitOff.With(write.Id)
            : null;
    }

    /// <summary>The gateways whose subnet lies in a VNet.</summary>
    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> Of(ResourceId network) =>
        cloud.Estate.OfKind(ResourceKind.Gateway)
        .Where(g => Subnets(g.Value).Any(s => s.Parent == network));

    /// <summary>
    /// Those that lend themselves: built once, and not on their way out. A Basic one is accepted too (recorded), although it
    /// knows no gateway transit.
    /// </summary>
    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> Usable(ResourceId network) =>
        Of(network).Where(g => g.Value.State() is null or "Succeeded");

    /// <summary>
    /// A Route Server lends routes as a gateway does. It is only loaded: a virtualHubs resource of kind RouteServer that
    /// RouteServerSubnet points at, or whose ip configuration lies in the VNet.
    /// </summary>
    public bool HasRouteServer(ResourceId network) => cloud.Estate.Resources
        .Where(r => r.Key.IsType(Hubs) && Json.Same(r.Value.Text("kind"), "RouteServer"))
        .Any(r => r.Value.Object("properties").Objects("ipConfigurations")
                .Any(c => InNetwork(c.Object("properties").Reference("subnet"), network))
            || Estate.Children(cloud.Estate.Find(network) ?? [], "subnets").Where(s => Json.Same(s.Text("name"), "RouteServerSubnet"))
                .SelectMany(s => s.Object("properties").Objects("ipConfigurations"))
                .Any(c => ResourceId.TryParse(c.Text("id"), out var id) && id.IsWithin(r.Key)));

    private static bool InNetwork(string? subnet, ResourceId network) =>
        ResourceId.TryParse(subnet, out var id) && id.IsWithin(network);

    public static IEnumerable<ResourceId> Subnets(JsonObject gateway) =>
        gateway.Object("properties").Objects("ipConfigurations")
        .Select(c => ResourceId.TryParse(c.Object("properties").Reference("subnet"), out var id) ? id : null)
        .OfType<ResourceId>();
}
