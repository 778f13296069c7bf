using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a connection of a gateway to a circuit (azure-network-rules 6).</summary>
internal sealed class CircuitConnectionRules(Cloud cloud)
{
    // New-AzVirtualNetworkGatewayConnection, -RoutingWeight.
    private const int HeaviestWeight = 32000;

    public ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var properties = made.Object("properties")!;
        if (!CircuitShape.Is(made) || CircuitShape.GatewayOf(made) is not { } gatewayId || CircuitShape.CircuitOf(made) is not { } circuitId
            || cloud.Estate.Find(gatewayId) is not { } gateway)
        {
            return null;
        }

        if (!CircuitGateway.Is(gateway))
        {
            return VpnErrors.WrongGateway.With(write.Id, gatewayId, "it is not an ExpressRoute gateway");
        }

        if (CircuitShape.CircuitOf(write.Existing) is { } old && old != circuitId)
        {
            return VpnErrors.CannotChange.With("peer", write.Id, old, circuitId);
        }

        var weight = properties.Number("routingWeight") ?? 0;
        return weight is < 0 or > HeaviestWeight ? CircuitErrors.InvalidWeight.With(write.Id, weight, HeaviestWeight)
            : (properties.Flag("expressRouteGatewayBypass") ?? false) && !CircuitGateway.HasFastPath(gateway)
                ? CircuitErrors.NoFastPath.With(write.Id, gatewayId, gateway.Object("properties").Object("sku").Text("name"))
            : CheckGateway(write, gatewayId, gateway, circuitId)
                ?? (cloud.Estate.Find(circuitId) is { } circuit ? CheckCircuit(write, circuitId, circuit, gateway) : null);
    }

    private ArmError? CheckGateway(ResourceWrite write, ResourceId gatewayId, JsonObject gateway, ResourceId circuitId)
    {
        var others = cloud.Estate.OfKind(ResourceKind.Connection).Where(c => c.Key != write.Id && CircuitShape.Is(c.Value)
            && CircuitShape.GatewayOf(c.Value) == gatewayId).ToArray();
        if (others.FirstOrDefault(c => CircuitShape.CircuitOf(c.Value) == circuitId) is { Key: { } second })
        {
            return CircuitErrors.SecondConnection.With(gatewayId, circuitId, second);
        }

        if (write.Existing is not null)
        {
            return null;
        }

        var most = CircuitGateway.Sku(gateway)?.CircuitsOf(CircuitGateway.Units(gateway));
        var location = CircuitShape.Location(cloud.Estate.Find(circuitId));
        var near = others.Count(c => location is not null
            && Json.Same(CircuitShape.Location(cloud.Estate.Find(CircuitShape.CircuitOf(c.Value)!)), location));
        return others.Length >= most ? CircuitErrors.TooManyCircuits.With(gatewayId, others.Length, most, write.Id)
            : near >= CircuitCounts.OfOneLocation
                ? CircuitErrors.TooManyOfLocation.With(gatewayId, near, CircuitCounts.OfOneLocation, location, write.Id)
            : null;
    }

    private ArmError? CheckCircuit(ResourceWrite write, ResourceId id, JsonObject circuit, JsonObject gateway)
    {
        if (CheckKey(write, id, circuit) is { } refused)
        {
            return refused;
        }

        // An update of a connection that is there asks for nothing new.
        if (write.Existing is not null)
        {
            return null;
        }

        var links = CircuitShape.Connections(cloud, id).Count(c => c.Key != write.Id);
        var region = Documents.NormalLocation(gateway.Text("location"));
        return circuit.State() is "Failed" ? ConcurrencyErrors.NotProvisioned.With(id, write.Id, "Failed", "PutExpressRouteCircuitOperation")
            : !CircuitShape.IsUsable(circuit) ? CircuitErrors.NotProvisioned.With(write.Id, id, CircuitShape.ProviderState(circuit))
            : !CircuitShape.IsOn(CircuitShape.Peering(circuit, CircuitShape.PrivatePeering)) ? CircuitErrors.NoPrivatePeering.With(write.Id, id)
            : CircuitLinks.MostOf(CircuitShape.Tier(circuit), CircuitShape.Megabits(circuit)) is { } most && links >= most
                ? CircuitErrors.TooManyLinks.With(id, links, most, write.Id)
            : PeeringLocation.Reaches(CircuitShape.Tier(circuit), CircuitShape.Location(circuit), region) is false
                ? CircuitErrors.OutOfReach.With(write.Id, id, CircuitShape.Tier(circuit), CircuitShape.Location(circuit), region)
            : null;
    }

    // Another subscription is let in by an authorization, once (expressroute-howto-linkvnet-arm).
    private static ArmError? CheckKey(ResourceWrite write, ResourceId id, JsonObject circuit)
    {
        if (write.SentProperties.Text("authorizationKey") is not { Length: > 0 } key)
        {
            return Json.Same(write.Id.SubscriptionId, id.SubscriptionId) || write.Existing is not null
                ? null : CircuitErrors.KeyNeeded.With(write.Id, id);
        }

        var authorization = CircuitKeys.Find(circuit, key).Object("properties");
        return authorization is null ? CircuitErrors.WrongKey.With(write.Id, id)
            : authorization.Text("connectionResourceUri") is { Length: > 0 } user && !Json.Same(user, write.Id.ToString())
                ? CircuitErrors.KeyInUse.With(write.Id, user)
            : null;
    }
}
