using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Route tables of a random estate.</summary>
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
                    // Another way out than the neighbours have: asymmetric, or the other leg of the same machine.
                    var last = router.EndsWith(".2.4", StringComparison.Ordinal) && Chance(60) ? "2.7"
                        : Pick("3.4", "2.4", "2.6", "2.7");
                    router = $"10.{node.Hub!.Number}.{last}";
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
                var routes = _nodes.Where(n => n.Hub is { } h && h != hub && h.Router is { } r
                    && r != "VirtualNetworkGateway")
                    .Select(n => (n.Prefix, n.Hub!.Router!))
                        .Concat(Noise(15) ? [RandomRoute()] : Array.Empty<(string, string)>())
                    .DistinctBy(r => r.Item1, StringComparer.Ordinal).ToArray();
                if (Hubs.Where(h => h.Router is not null).OrderBy(_ => _random.Next()).FirstOrDefault() is { } other
                    && Noise(25))
                {
                    // What comes back to where it was, or goes round between two hubs.
                    var target = Chance(50) ? "10.0.0.0/8" : _nodes[_random.Next(_nodes.Count)].Prefix;
                    routes = [.. routes.Append((target, other.Router!))
                        .DistinctBy(r => r.Item1, StringComparer.Ordinal)];
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
    }
}
