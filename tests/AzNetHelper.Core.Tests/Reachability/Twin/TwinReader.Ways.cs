using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Circuits, appliances and Route Servers.</summary>
internal sealed partial class TwinReader
{
    private void Circuits(Topology topology)
    {
        // A circuit may be known by its prefixes alone: what is absent counts as yes.
        var prefixes = new List<(ResourceId Circuit, IPPrefix Prefix)>();
        var told = new HashSet<ResourceId>();
        foreach (var extra in topology.Extras.Where(e => Same(e.Type, "AzNetHelper/expressRoutePrefixes")))
        {
            var p = Properties(JsonNode.Parse(extra.Json.Span)!.AsObject());
            told.Add(Ref(p, "circuit")!);
            prefixes.AddRange(Texts(p, "addressPrefixes").Select(x => (Ref(p, "circuit")!, IPPrefix.Parse(x))));
        }

        var documents = Of("expressRouteCircuits").ToList();
        foreach (var id in documents.Select(d => d.Id).Concat(told)
            .Concat(Connections.Select(c => c.Circuit).OfType<ResourceId>()).Distinct().Order())
        {
            Sites.Add(new(id, IsCircuit: true)
            {
                Prefixes = [.. prefixes.Where(p => p.Circuit == id).Select(p => p.Prefix).Distinct()],
                IsTold = told.Contains(id),
                Works = documents.FirstOrDefault(d => d.Id == id).Json is not { } json || Carries(id, json),
            });
        }
    }

    private bool Carries(ResourceId id, JsonObject json)
    {
        var p = Properties(json);
        var peerings = Children(id, json, "peerings");
        return Yes(p, "circuitProvisioningState", "Enabled")
            && Yes(p, "serviceProviderProvisioningState", "Provisioned")
            && ((peerings.Count == 0 && !p.ContainsKey("peerings")) || peerings.Exists(c =>
                Same(Text(c.Properties, "peeringType") ?? c.Name, "AzurePrivatePeering")
                && Yes(c.Properties, "state", "Enabled")));

        static bool Yes(JsonObject of, string member, string value) => Text(of, member) is not { } told
            || Same(told, value);
    }

    // In the order in which one address would be looked up: firewall, load balancer, interface.
    private void Appliances()
    {
        foreach (var (type, member) in new[]
        {
            ("azureFirewalls", "ipConfigurations"), ("loadBalancers", "frontendIPConfigurations"),
            ("networkInterfaces", "ipConfigurations"),
        })
        {
            foreach (var (id, json) in Of(type))
            {
                var configurations = Objects(Properties(json), member).Select(Properties).ToList();

                // Of a firewall's configurations only the first names the subnet.
                var first = configurations.Select(c => Ref(c, "subnet")).FirstOrDefault(s => s is not null);
                foreach (var c in configurations)
                {
                    if (Text(c, "privateIPAddress") is { Length: > 0 } address
                        && (Ref(c, "subnet") ?? first) is { } subnet)
                    {
                        // Choice: two interfaces of one machine are one appliance.
                        Known.Add(new(subnet.Parent!, IPPrefix.Parse(address),
                            Ref(Properties(json), "virtualMachine") ?? id, type == "azureFirewalls",
                            type != "networkInterfaces" || Flag(Properties(json), "enableIPForwarding")));
                    }
                }
            }
        }
    }

    private void RouteServers()
    {
        var documents = Of("virtualHubs").Where(d => Same(Text(d.Json, "kind"), "RouteServer")).ToList();
        foreach (var (id, json) in documents)
        {
            var p = Properties(json);
            var nets = Children(id, json, "ipConfigurations").Select(c => Ref(c.Properties, "subnet")?.Parent)
                .Concat(Nets.Where(n => PointsAt(n, id)).Select(n => n.Id));
            if (nets.FirstOrDefault(n => n is not null) is { } net)
            {
                Servers.Add(new(net, Flag(p, "allowBranchToBranchTraffic"),
                    p["bgpConnections"] is JsonArray { Count: 0 } && Children(id, json, "bgpConnections").Count == 0));
            }
        }

        // One that was not read, but that its subnet tells of.
        foreach (var net in Nets.Where(n => !Servers.Exists(s => s.Net == n.Id)))
        {
            if (net.Subnets.Exists(s => Same(s.Id.Name, "RouteServerSubnet") && s.Occupants.Exists(o =>
                o.Type.StartsWith("Microsoft.Network/virtualHubs", StringComparison.OrdinalIgnoreCase))))
            {
                Servers.Add(new(net.Id, BranchToBranch: false, KnownToHaveNoPeers: false));
            }
        }
    }

    private static bool PointsAt(TwinNet net, ResourceId server) => net.Subnets.Exists(s =>
        Same(s.Id.Name, "RouteServerSubnet") && s.Occupants.Exists(o => o.IsWithin(server)));
}
