using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Peering;

/// <summary>What a lender of routes is.</summary>
internal enum LenderKind
{
    Vpn,
    BasicVpn,
    ExpressRoute,
    RouteServer,

    /// <summary>A gateway that stands in GatewaySubnet and could not be read.</summary>
    Unread,
}

/// <summary>A gateway or a Route Server in a VNet.</summary>
internal sealed record Lender(ResourceId Id, LenderKind Kind, ProvisioningState State)
{
    public bool CanLend => Kind is not (LenderKind.BasicVpn or LenderKind.Unread);

    public bool IsBusy => State is ProvisioningState.Updating or ProvisioningState.Creating;

    /// <summary>What it is, as a noun.</summary>
    public string Noun => Kind == LenderKind.RouteServer ? "Route Server" : "gateway";
}

/// <summary>
/// Who lends routes in each VNet: VPN and ExpressRoute gateways, and Route Servers (virtualHubs of kind RouteServer, found by
/// their ip configurations or by what RouteServerSubnet points at).
/// </summary>
internal sealed class Lenders
{
    private readonly Topology _topology;
    private readonly Dictionary<ResourceId, Lender> _routeServers = [];
    private readonly Dictionary<ResourceId, ResourceId> _placedIn = [];

    public Lenders(Topology topology)
    {
        _topology = topology;
        foreach (var document in topology.Documents.Where(d => d.Id.IsType(ResourceTypes.VirtualHub)))
        {
            using var json = JsonDocument.Parse(document.Json);
            if (string.Equals(json.RootElement.Text("kind"), "RouteServer", StringComparison.OrdinalIgnoreCase))
            {
                var p = json.RootElement.Object("properties");
                _routeServers[document.Id] = new(document.Id, LenderKind.RouteServer,
                    p.Enumeration("provisioningState", ProvisioningState.Succeeded, ProvisioningState.Unknown));
                Place(document.Id, p.Items("ipConfigurations"));
            }
        }

        foreach (var document in topology.Documents.Where(d => d.Id.IsType($"{ResourceTypes.VirtualHub}/ipConfigurations")))
        {
            using var json = JsonDocument.Parse(document.Json);
            Place(document.Id.Parent!, [json.RootElement]);
        }
    }

    /// <summary>What lends, or would lend, in a VNet.</summary>
    public ImmutableArray<Lender> Of(VirtualNetwork network)
    {
        var gateways = _topology.GatewaysOf(network.Id).Where(g => g.Kind is GatewayKind.Vpn or GatewayKind.ExpressRoute)
            .Select(g => new Lender(g.Id,
                g.IsBasic ? LenderKind.BasicVpn : g.Kind == GatewayKind.Vpn ? LenderKind.Vpn : LenderKind.ExpressRoute, g.ProvisioningState));
        var unread = Shape.GatewaysIn(network).Where(g => _topology.Document(g) is null)
            .Select(g => new Lender(g, LenderKind.Unread, ProvisioningState.Unknown));
        var servers = Shape.RouteServersIn(network)
            .Select(s => _routeServers.GetValueOrDefault(s) ?? new(s, LenderKind.RouteServer, ProvisioningState.Succeeded))
            .Concat(_routeServers.Values.Where(s => _placedIn.GetValueOrDefault(s.Id) == network.Id));
        return [.. gateways.Concat(unread).Concat(servers).DistinctBy(l => l.Id).OrderBy(l => l.Id)];
    }

    private void Place(ResourceId server, IEnumerable<JsonElement> configurations)
    {
        if (configurations.Select(c => c.Object("properties").Id("subnet")).FirstOrDefault(s => s is not null)?.Parent is { } network)
        {
            _placedIn[server] = network;
        }
    }
}
