using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// What resources outside the VNets say about them: Virtual WAN connections and Route Servers. Both are virtualHubs,
/// read from their documents, whose children may stand inside or apart.
/// </summary>
internal sealed class Attachments
{
    private const string Hubs = "Microsoft.Network/virtualHubs";
    private const string HubConnections = "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections";
    private const string HubPeers = "Microsoft.Network/virtualHubs/bgpConnections";
    private const string HubConfigurations = "Microsoft.Network/virtualHubs/ipConfigurations";

    private readonly HashSet<ResourceId> _virtualWan = [];
    private readonly Dictionary<ResourceId, bool> _routeServers = [];
    private readonly Dictionary<ResourceId, ResourceId> _branchToBranch = [];
    private readonly HashSet<ResourceId> _exchanging = [];
    private readonly HashSet<ResourceId> _withPeers;

    public Attachments(Topology topology)
    {
        var routeServers = new Dictionary<ResourceId, bool>();
        var documents = topology.Documents
            .Where(d => d.Id.TypeNames is [var first, ..] && first.Equals("virtualHubs", StringComparison.OrdinalIgnoreCase)).ToArray();
        _withPeers = [.. documents.Where(d => d.Id.IsType(HubPeers)).Select(d => d.Id.Parent!)];
        foreach (var document in documents)
        {
            using var json = JsonDocument.Parse(document.Json);
            Read(document.Id, json.RootElement, routeServers);
        }

        foreach (var network in topology.VirtualNetworks)
        {
            ReadPointers(network, routeServers);
        }
    }

    /// <summary>True when a Virtual WAN hub is connected to the VNet.</summary>
    public bool IsOnVirtualWan(ResourceId network) => _virtualWan.Contains(network);

    public bool HasRouteServer(ResourceId network) => _routeServers.ContainsKey(network);

    /// <summary>True unless it is known that nothing announces routes to the VNet's Route Server.</summary>
    public bool MayHaveRouteServerPeers(ResourceId network) => _routeServers.GetValueOrDefault(network);

    /// <summary>
    /// The Route Server of the VNet that lets its gateways learn from each other; null when none does.
    /// </summary>
    public ResourceId? BranchToBranch(ResourceId network) => _branchToBranch.GetValueOrDefault(network);

    private void Read(ResourceId id, JsonElement root, Dictionary<ResourceId, bool> routeServers)
    {
        var p = root.Object("properties");
        if (id.IsType(Hubs))
        {
            if (string.Equals(root.Text("kind"), "RouteServer", StringComparison.OrdinalIgnoreCase))
            {
                // Only an empty list says that there is no peer; a list that is absent says nothing.
                var peersKnownNone = p.ValueKind == JsonValueKind.Object
                    && p.TryGetProperty("bgpConnections", out var peers)
                    && peers.ValueKind == JsonValueKind.Array && peers.GetArrayLength() == 0
                    && !_withPeers.Contains(id);
                routeServers[id] = !peersKnownNone;
                if (p.Flag("allowBranchToBranchTraffic"))
                {
                    _exchanging.Add(id);
                }

                foreach (var configuration in p.Items("ipConfigurations"))
                {
                    Place(id, configuration.Object("properties").Id("subnet"), !peersKnownNone);
                }
            }

            foreach (var connection in p.Items("virtualNetworkConnections"))
            {
                Connect(connection.Object("properties").Id("remoteVirtualNetwork"));
            }
        }
        else if (id.IsType(HubConnections))
        {
            Connect(p.Id("remoteVirtualNetwork"));
        }
        else if (id.IsType(HubConfigurations))
        {
            Place(id.Parent!, p.Id("subnet"), mayHavePeers: !routeServers.TryGetValue(id.Parent!, out var may) || may);
        }
    }

    private void ReadPointers(VirtualNetwork network, Dictionary<ResourceId, bool> routeServers)
    {
        if (network.Peerings.Any(h => h.Owner == PeeringOwner.VirtualWan))
        {
            _virtualWan.Add(network.Id);
        }

        foreach (var subnet in network.Subnets
            .Where(s => s.Name.Equals(ReservedSubnets.RouteServer, StringComparison.OrdinalIgnoreCase)))
        {
            var hub = subnet.IPConfigurations.Select(c => c.Parent).FirstOrDefault(h => h?.IsType(Hubs) == true);
            if (hub is not null)
            {
                Place(hub, subnet.Id, !routeServers.TryGetValue(hub, out var may) || may);
            }
        }
    }

    private void Connect(ResourceId? network)
    {
        if (network is not null)
        {
            _virtualWan.Add(network);
        }
    }

    private void Place(ResourceId hub, ResourceId? subnet, bool mayHavePeers)
    {
        if (subnet?.Parent is { } network)
        {
            if (_exchanging.Contains(hub))
            {
                _branchToBranch[network] = hub;
            }

            _routeServers[network] = mayHavePeers && (!_routeServers.TryGetValue(network, out var before) || before);
        }
    }
}
