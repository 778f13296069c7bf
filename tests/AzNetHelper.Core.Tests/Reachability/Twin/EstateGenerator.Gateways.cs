namespace AzNetHelper.Tests.Reachability;

/// <summary>Gateways, tunnels, sites and circuits of a random estate.</summary>
internal static partial class EstateGenerator
{
    internal sealed partial class Estate
    {
        private readonly List<string> _vpn = [];
        private readonly List<string> _express = [];

        private void Gateways()
        {
            foreach (var node in _nodes)
            {
                // Hubs have gateways, and some VNets on their own: branches of a chain. Both kinds with a Route Server
                // between them are rare in life and have rules of their own.
                var both = node.Hub is null && Chance(12);
                if (both || Chance(node.IsHub ? 65 : node.Hub is null ? 35 : 2))
                {
                    VpnGateway(node, both);
                }

                if (both || Chance(
                    node.IsHub ? node.Router == "VirtualNetworkGateway" ? 6 : 25 : node.Hub is null ? 18 : 1))
                {
                    node.ExpressRoute = $"er-{node.Name}";
                    _express.Add(node.ExpressRoute);
                    _e.Gateway(node.ExpressRoute, node.Name, g =>
                    {
                        if (!Noise(20))
                        {
                            g["allowRemoteVnetTraffic"] = Chance(65);
                        }
                    }, Chance(5) ? "EXPRESSROUTE" : "ExpressRoute");
                }

                if ((both || Chance(node.IsHub ? 5 : 1))
                    && !_e.HasSubnet($"{node.Name}/RouteServerSubnet"))
                {
                    _e.RouteServer($"rs-{node.Name}", node.Name, Chance(75), Noise(50) ? Pick<int?>(null, 2) : 0);
                    if (Noise(8))
                    {
                        _e.Remove("virtualHubs", $"rs-{node.Name}");
                    }
                }

                GatewayTable(node);
            }
        }

        private void VpnGateway(Node node, bool exchanges)
        {
            node.Gateway = $"vpn-{node.Name}";
            _vpn.Add(node.Gateway);
            var basic = Noise(10);
            _e.Gateway(node.Gateway, node.Name, g =>
            {
                g["activeActive"] = !basic && Chance(exchanges ? 85 : 40);
                if (Noise(8))
                {
                    g["vpnType"] = "PolicyBased";
                }
            }, sku: basic ? "Basic" : null,
                asn: Chance(exchanges ? 15 : 70) ? 65001 + (Noise(15) ? 0 : node.Number) : null,
                pool: Chance(40) ? $"172.27.{(Noise(10) ? 0 : node.Number)}.0/24" : null);
            if (Noise(4))
            {
                // Its subnet tells of it, and it was not read.
                _e.Remove("virtualNetworkGateways", node.Gateway);
                _vpn.Remove(node.Gateway);
            }
        }

        private void GatewayTable(Node node)
        {
            if (!_e.HasSubnet($"{node.Name}/GatewaySubnet") || !Chance(node.IsHub ? 30 : 5))
            {
                return;
            }

            var router = node.Router is null or "VirtualNetworkGateway" ? $"10.{node.Number}.3.4" : node.Router;
            var routes = _nodes.Where(n => n.Hub == node).Select(n => (n.Prefix, router))
                .Concat(Noise(40) ? [RandomRoute()] : Array.Empty<(string, string)>())
                .DistinctBy(r => r.Item1, StringComparer.Ordinal).ToArray();
            _e.Table($"t-gw-{node.Name}", routes).Associate($"{node.Name}/GatewaySubnet", $"t-gw-{node.Name}");
            if (Noise(8))
            {
                _e.Remove("routeTables", $"t-gw-{node.Name}");
            }
        }

        private void Tunnels()
        {
            var bgp = Chance(70);
            for (var i = 1; i < _vpn.Count; i++)
            {
                // A chain mostly, sometimes a star, sometimes with a second tunnel.
                Tunnel(_vpn[i], Chance(70) ? _vpn[i - 1] : _vpn[_random.Next(i)], bgp);
                if (Chance(10))
                {
                    Tunnel(_vpn[i], _vpn[_random.Next(i)], bgp);
                }
            }

            foreach (var gateway in _vpn.ToList())
            {
                if (Noise(4))
                {
                    _e.HalfConnection(gateway, "vpn-elsewhere", Chance(50));
                }

                while (_sites < 6 && Chance(45))
                {
                    Site(gateway, bgp);
                }

                if (Noise(3))
                {
                    _e.SiteConnection(gateway, "site-elsewhere", Chance(50));
                }
            }

            if (Noise(15))
            {
                Site(null, bgp);
            }
        }

        private void Tunnel(string a, string b, bool bgp)
        {
            var status = Noise(10) ? Pick("NotConnected", "notconnected", "Connecting", "Unknown", null) : "Connected";
            var dice = Noise(10) ? _random.Next(2) : 2;
            if (dice != 0)
            {
                _e.HalfConnection(a, b, bgp && !Noise(12), status);
            }

            if (dice != 1)
            {
                _e.HalfConnection(b, a, bgp && !Noise(12), Noise(8) ? "NotConnected" : status);
            }
        }

        private void Site(string? gateway, bool bgp)
        {
            var n = _sites++;
            string[] prefixes = _random.Next(8) switch
            {
                0 => ["0.0.0.0/0", $"192.168.{n}.0/24"],
                1 => ["192.168.0.0/16"],
                2 => ["10.0.0.0/8"],
                3 when Noise(50) => ["0.0.0.0/0"],
                4 => [$"192.168.{n}.0/24", "10.1.0.0/16"],
                5 => [$"192.168.{n}.0/24", $"fd01:{n}::/48"],
                _ => [$"192.168.{n}.0/24"],
            };
            var status = Noise(12) ? Pick("NotConnected", null, "Unknown") : "Connected";
            _e.Site($"site{n}", prefixes, asn: Chance(60) ? 65050 + n : null);
            if (gateway is not null)
            {
                _e.SiteConnection(gateway, $"site{n}", bgp ? Chance(80) : Chance(20), status);
                if (Chance(15) && _vpn.Count > 1)
                {
                    _e.SiteConnection(Pick([.. _vpn]), $"site{n}", Chance(50), status);
                }
            }
        }

        private void Circuits()
        {
            for (var c = 0; c < 2 && _express.Count > 0; c++)
            {
                if (!Chance(c == 0 ? 90 : 30))
                {
                    continue;
                }

                var name = $"circuit{c}";
                _e.Circuit(name, _random.Next(6) switch
                {
                    0 when Noise(50) => [],
                    1 => ["0.0.0.0/0", $"192.168.{100 + c}.0/24"],
                    2 => [$"192.168.{100 + c}.0/24", "192.168.1.0/24"],
                    3 => ["10.0.0.0/8"],
                    _ => [$"192.168.{100 + c}.0/24"],
                });
                if (Noise(30))
                {
                    _e.Change("expressRouteCircuits", name, p =>
                    {
                        var member = Pick("circuitProvisioningState", "serviceProviderProvisioningState", "peerings");
                        p.Remove(member);
                        if (member != "peerings" && Chance(70))
                        {
                            p[member] = Pick("Disabled", "NotProvisioned", "Deprovisioning");
                        }
                        else if (member == "peerings" && Chance(70))
                        {
                            p[member] = new System.Text.Json.Nodes.JsonArray();
                        }
                    });
                }
                else if (Chance(10))
                {
                    _e.Apart("expressRouteCircuits", name);
                }

                foreach (var gateway in _express.Where(_ => Chance(75)))
                {
                    _e.CircuitConnection(gateway, name, Noise(10) ? "NotConnected" : Pick("Connected", null));
                }
            }
        }
    }
}
