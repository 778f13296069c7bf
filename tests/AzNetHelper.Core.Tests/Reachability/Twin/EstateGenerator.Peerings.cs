using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Route tables and peerings of a random estate.</summary>
internal static partial class EstateGenerator
{
    internal sealed partial class Estate
    {
        private void Tables()
        {
            foreach (var node in _nodes)
            {
                var router = node.Hub?.Router;
                if (router is not null && Chance(12))
                {
                    // Another way out than the neighbours have: asymmetric.
                    router = Pick($"10.{node.Hub!.Number}.3.4", $"10.{node.Hub.Number}.2.4", $"10.{node.Hub.Number}.2.6",
                        $"10.{node.Hub.Number}.2.7");
                }

                var routes = new List<(string Prefix, string Hop)>();
                if (router is not null && !Noise(10))
                {
                    routes.AddRange(_random.Next(4) switch
                    {
                        0 when router != "VirtualNetworkGateway" => [("0.0.0.0/0", router), ("::/0", router)],
                        1 => _nodes.Where(n => n != node).Select(n => (n.Prefix, router)),
                        _ => [("10.0.0.0/8", router)],
                    });
                }

                while (Noise(25))
                {
                    routes.Add(RandomRoute());
                }

                var subnets = Subnets(node).ToList();
                if (subnets.Count > 0 && (routes.Count > 0 || Chance(15)))
                {
                    var all = routes.DistinctBy(r => r.Prefix, StringComparer.Ordinal).ToArray();
                    _e.Table($"t-{node.Name}", Switches, all);
                    foreach (var subnet in subnets.Where(_ => !Noise(20)))
                    {
                        _e.Associate(subnet, $"t-{node.Name}");
                    }

                    if (Noise(4))
                    {
                        _e.Remove("routeTables", $"t-{node.Name}");
                    }
                    else if (Chance(5))
                    {
                        _e.Apart("routeTables", $"t-{node.Name}");
                    }
                }
            }

            BetweenHubs();
        }

        // Firewalls and interfaces send what is for the other hub's spokes to the other hub's router.
        private void BetweenHubs()
        {
            foreach (var hub in Hubs.ToList())
            {
                var routes = _nodes.Where(n => n.Hub is { } h && h != hub && h.Router is { } r && r != "VirtualNetworkGateway")
                    .Select(n => (n.Prefix, n.Hub!.Router!)).Concat(Noise(15) ? [RandomRoute()] : Array.Empty<(string, string)>())
                    .DistinctBy(r => r.Item1, StringComparer.Ordinal).ToArray();
                if (Hubs.FirstOrDefault(h => h != hub && h.Router is not null) is { } other && Noise(25))
                {
                    // What no hub knows goes round in circles where the other does the same.
                    routes = [.. routes, ("10.0.0.0/8", other.Router!)];
                    routes = [.. routes.DistinctBy(r => r.Item1, StringComparer.Ordinal)];
                }

                if (routes.Length > 0 && Chance(75))
                {
                    _e.Table($"t-nva-{hub.Name}", routes).Associate($"{hub.Name}/nva", $"t-nva-{hub.Name}")
                        .Associate($"{hub.Name}/AzureFirewallSubnet", $"t-nva-{hub.Name}");
                }
            }
        }

        private void Switches(JsonObject table)
        {
            table["disableBgpRoutePropagation"] = Chance(12);
            if (Noise(8))
            {
                table["disablePeeringRoute"] = Pick("All", "all", "None");
            }
        }

        private (string Prefix, string Hop) RandomRoute()
        {
            var (target, via) = (_random.Next(_nodes.Count), _random.Next(_nodes.Count));
            var prefix = _random.Next(9) switch
            {
                0 => "0.0.0.0/0",
                1 => "10.0.0.0/8",
                2 => $"10.{target & ~1}.0.0/15",
                3 => $"10.{target}.1.0/24",
                4 => $"10.{target}.2.16/28",
                5 => $"fd00:{target:x}::/48",
                6 => Pick("AzureCloud", "192.168.0.0/16", "172.24.0.0/16", "0.0.0.0/1"),
                7 => $"192.168.{_random.Next(4)}.0/24",
                _ => $"10.{target}.0.0/16",
            };
            return (prefix, _random.Next(10) switch
            {
                0 => "None",
                1 => "Internet",
                2 => "VnetLocal",
                3 => "none",
                < 7 => Pick($"10.{via}.3.4", $"10.{via}.2.4", $"10.{via}.2.6", $"10.{via}.2.5", $"10.{via}.1.9",
                    $"10.{via}.52.4", $"10.{via}.2.4,10.{via}.3.4", "10.201.0.4"),
                _ => "VirtualNetworkGateway",
            });
        }

        private IEnumerable<string> Subnets(Node node) =>
            new[] { "s1", "s2" }.Select(s => $"{node.Name}/{s}").Where(_e.HasSubnet);

        private void Peerings()
        {
            foreach (var node in _nodes)
            {
                if (node.Hub is { } hub)
                {
                    Pair(hub, node, transit: !Noise(15));
                }

                foreach (var other in _nodes.Take(node.Number).Where(o => o != node.Hub && o.Hub != node))
                {
                    if (node.IsHub && other.IsHub ? Chance(70) : Chance(3) || Noise(4))
                    {
                        Pair(other, node, transit: false);
                    }
                }
            }
        }

        private void Pair(Node a, Node b, bool transit)
        {
            var kind = Noise(12) && Subnets(a).Any() && Subnets(b).Any() ? "subnets" : Noise(8) ? "six" : "whole";
            var dice = Noise(14) ? _random.Next(6) : 6;
            if (dice != 0)
            {
                Half(a, b, kind, dice is 2 ? "Disconnected" : dice is 3 or 1 ? "Initiated" : "Connected",
                    h => h["allowGatewayTransit"] = transit);
            }

            if (dice != 1)
            {
                Half(b, a, kind, dice is 4 ? "Disconnected" : dice is 0 or 5 ? "Initiated" : "Connected",
                    h => h["useRemoteGateways"] = transit && a.Gateway + a.ExpressRoute != "" && b.Gateway + b.ExpressRoute == "");
            }
        }

        private void Half(Node at, Node remote, string kind, string state, Action<JsonObject> change) =>
            _e.Half(at.Name, remote.Name, h =>
            {
                h["peeringState"] = Chance(3) ? state.ToUpperInvariant() : state;
                h["allowVirtualNetworkAccess"] = !Noise(7);
                h["allowForwardedTraffic"] = !Noise(20) && (at.Hub is not null || Chance(60));
                change(h);
                if (kind == "six")
                {
                    h["enableOnlyIPv6Peering"] = true;
                }

                if (kind == "subnets" && !Noise(10))
                {
                    h["peerCompleteVnets"] = false;
                    h["localSubnetNames"] = EstateBuilder.Texts("s1", at.IsHub ? "nva" : "s3");
                    h["remoteSubnetNames"] = EstateBuilder.Texts("s1", remote.IsHub ? "nva" : "s3");
                    h["remoteAddressSpace"] = EstateBuilder.Space(
                        [EstateBuilder.Inside(remote.Prefix, 1), .. remote.IsHub ? [EstateBuilder.Inside(remote.Prefix, 2)] : Array.Empty<string>()]);
                    if (Chance(20))
                    {
                        h.Remove("remoteAddressSpace");
                        h.Remove("remoteVirtualNetworkAddressSpace");
                    }
                }
                else if (Noise(12))
                {
                    // What it was synced with is not what the other VNet has now.
                    h["remoteAddressSpace"] = EstateBuilder.Space(Pick<string[]>(
                        [], [EstateBuilder.Inside(remote.Prefix, 1)], [remote.Prefix, "10.250.0.0/16"], ["10.250.0.0/16"]));
                    h["peeringSyncLevel"] = "RemoteNotInSync";
                }
                else if (Chance(6))
                {
                    h.Remove("remoteAddressSpace");
                    if (Chance(50))
                    {
                        h.Remove("remoteVirtualNetworkAddressSpace");
                    }
                }

                if (Chance(2))
                {
                    h.Remove("peeringState");
                }
            }, Noise(3) ? $"ANM_{remote.Name}" : null);

        private void Groups()
        {
            for (var g = 0; g < 2 && _nodes.Count > 2; g++)
            {
                if (Chance(18))
                {
                    var members = _nodes.Where(n => !n.IsHub && Chance(50)).Select(n => n.Name).ToArray();
                    _e.Group(Noise(20) ? [.. members, "elsewhere"] : members);
                }
            }
        }

        // What is not in the topology, and what only tells of itself.
        private void Oddities()
        {
            foreach (var node in _nodes)
            {
                if (Noise(4))
                {
                    _e.Half(node.Name, "elsewhere", h =>
                    {
                        h["peeringState"] = Pick("Connected", "Connected", "Connected", "Initiated", "Disconnected");
                        h["remoteAddressSpace"] = EstateBuilder.Space("10.201.0.0/16");
                        h["useRemoteGateways"] = node.Hub is null && node.Gateway is null && Chance(50);
                    });
                }
                else if (Noise(2))
                {
                    _e.Half(node.Name, "old", h => h["remoteAddressSpace"] = EstateBuilder.Space("10.202.0.0/16"),
                        to: ResourceId.Parse("/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg"
                            + "/providers/Microsoft.ClassicNetwork/virtualNetworks/old"));
                }

                if (Noise(3))
                {
                    _e.HubConnection(node.Name);
                }
                else if (Noise(2))
                {
                    _e.Half(node.Name, "wan", h => h["remoteAddressSpace"] = EstateBuilder.Space("10.203.0.0/24"),
                        "RemoteVnetToHubPeering_0");
                }

                if (Chance(4))
                {
                    _e.Apart("virtualNetworks", node.Name);
                }
            }
        }
    }
}
