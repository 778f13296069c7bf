using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.ExpressRoute;

/// <summary>A wanted connection laid over gateway, circuit and networks as they are. The planner writes what it says, the checks look at it.</summary>
internal sealed class CircuitConnectionLayout
{
    private const int HashLength = 8;
    private readonly Lazy<ImmutableArray<RouteMove>> _moves;
    private readonly Lazy<ImmutableArray<IPPrefix>> _told;
    private readonly Lazy<ImmutableArray<IPPrefix>> _egress;
    private readonly Lazy<ImmutableArray<SharedPrefixes>> _shared;

    public CircuitConnectionLayout(Topology topology, ExpressRouteConnectionRequest request, CircuitSurroundings surroundings)
    {
        (Topology, Request, Surroundings) = (topology, request, surroundings);
        Gateway = topology.Gateways.FirstOrDefault(g => g.Id == request.Gateway);
        Circuit = topology.Circuits.FirstOrDefault(c => c.Id == request.Circuit);
        Network = Gateway?.VirtualNetwork is { } id ? topology.VirtualNetwork(id) : null;
        Existing = topology.Connections.Where(c => c.Kind == ConnectionKind.ExpressRoute && c.Gateway == request.Gateway && c.Circuit == request.Circuit)
            .OrderBy(c => c.Id).FirstOrDefault();
        Id = Existing?.Id ?? NewId(request);
        Users = Network is null ? [] :
        [
            .. topology.VirtualNetworks.Where(n => n.Peerings.Any(h => h is { UseRemoteGateways: true, State: PeeringState.Connected } && h.RemoteVNet == Network.Id)
                && Network.PeeringTo(n.Id) is { AllowGatewayTransit: true }).OrderBy(n => n.Id),
        ];
        Announced = topology.ExpressRoutePrefixes.TryGetValue(request.Circuit, out var known) ? known : null;
        Authorization = IsWritten && !ShowsKey ? CircuitAuthorizationPlan.For(request, Circuit, Id) : new(AuthorizationKind.None);
        _told = new(() => Gateway is null || new Estate(topology).Gateway(Gateway.Id) is not { } node ? [] : [.. Learning.Networks(node).Distinct().Order()]);
        _egress = new(() => EgressPrefixes.Of(Announced ?? []));
        _shared = new(() => SharedPrefixes.Of(this));
        _moves = new(() => Network is null || Gateway is null || Announced is null ? [] : RouteMoves.To(this));
    }

    public Topology Topology { get; }

    public ExpressRouteConnectionRequest Request { get; }

    public CircuitSurroundings Surroundings { get; }

    public VirtualNetworkGateway? Gateway { get; }

    /// <summary>The circuit; null where it does not exist, or may not be read.</summary>
    public ExpressRouteCircuit? Circuit { get; }

    /// <summary>The VNet that the gateway sits in.</summary>
    public VirtualNetwork? Network { get; }

    /// <summary>The VNets that use the gateway.</summary>
    public ImmutableArray<VirtualNetwork> Users { get; }

    /// <summary>The connection of the two as it is; null where it is to be made.</summary>
    public GatewayConnection? Existing { get; }

    /// <summary>The connection, there or to be made.</summary>
    public ResourceId Id { get; }

    /// <summary>What the circuit announces; null where that is not known.</summary>
    public ImmutableArray<IPPrefix>? Announced { get; }

    /// <summary>What lets the gateway in.</summary>
    public CircuitAuthorizationPlan Authorization { get; }

    /// <summary>True where the connection is made, or written again after its last write failed.</summary>
    public bool IsMade => Existing is null || Existing.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled;

    /// <summary>True where the two are in different subscriptions.</summary>
    public bool IsElsewhere => !string.Equals(Request.Circuit.SubscriptionId, Request.Gateway.SubscriptionId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The members that are asked for and differ from those of the connection that is there.</summary>
    public bool Differs => Existing is { } there
        && ((Request.RoutingWeight is { } weight && weight != there.RoutingWeight) || (Request.FastPath is { } fast && fast != there.BypassesGateway));

    /// <summary>Other circuits that the gateway is linked with.</summary>
    public IEnumerable<GatewayConnection> Others => Topology.Connections.Where(c =>
        c.Kind == ConnectionKind.ExpressRoute && c.Gateway == Request.Gateway && c.Circuit is not null && c.Circuit != Request.Circuit);

    /// <summary>Connections of other gateways with the circuit, as far as they are known.</summary>
    public IEnumerable<ResourceId> Links => Topology.Connections.Where(c => c.Circuit == Request.Circuit).Select(c => c.Id)
        .Concat(Surroundings.Connections).Concat((Circuit?.Authorizations ?? []).Select(a => a.Connection).OfType<ResourceId>())
        .Where(id => id != Id).Distinct();

    /// <summary>What the gateway announces to the circuit: its VNet and those that use it.</summary>
    public ImmutableArray<IPPrefix> Told => _told.Value;

    /// <summary>What takes the circuit from now on, and how it went before.</summary>
    public ImmutableArray<RouteMove> Moves => _moves.Value;

    /// <summary>What the circuit announces that takes all Internet traffic: a default route, or parts that make one. None where it does not.</summary>
    public ImmutableArray<IPPrefix> Egress => _egress.Value;

    /// <summary>What the circuit announces that other circuits of the gateway lead to already.</summary>
    public ImmutableArray<SharedPrefixes> Shared => _shared.Value;

    /// <summary>True where a connection is made and not all is known that the circuit announces: a default route may be among it.</summary>
    public bool IsBlind => IsMade && (Announced is null || Surroundings.UnreadRoutes is not null);

    private bool IsWritten => IsMade || Differs;

    // Older api-versions tell the key of an authorization in clear (recorded-behaviour 6.2): a write sends it back as it is.
    private bool ShowsKey => Existing is not null && !IsMade && Topology.Document(Existing.Id) is { } document
        && JsonBody.At(JsonBody.Parse(document.Json), "properties.authorizationKey") is not null;

    private static ResourceId NewId(ExpressRouteConnectionRequest request)
    {
        var name = request.Name ?? Fit($"{request.Gateway.Name}-to-{request.Circuit.Name}", request.Circuit);
        return ResourceId.ForResource(request.Gateway.SubscriptionId, request.ResourceGroupName ?? request.Gateway.ResourceGroup!, ResourceTypes.Connection,
            ResourceId.IsSegment(name) ? name : "unnamed");
    }

    private static string Fit(string name, ResourceId circuit) => name.Length <= NetworkName.MaxLength ? name
        : $"{name[..(NetworkName.MaxLength - HashLength - 1)].TrimEnd('-', '.', '_')}-" + Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(circuit.ToString().ToLowerInvariant())))[..HashLength].ToLowerInvariant();
}
