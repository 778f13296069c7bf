using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Random estates of 2 to 30 VNets with everything that decides reachability, right and wrong, made as ARM documents;
/// the same for the same seed. Hubs with spokes make up most of one, so that much is reachable.
/// </summary>
internal static partial class EstateGenerator
{
    public static Topology Make(int seed) => new Estate(seed).Make().Topology();

    public static EstateBuilder Documents(int seed) => new Estate(seed).Make();

    /// <summary>Questions for an estate: every pair of VNets, and pools, sites and single subnets among them.</summary>
    public static IEnumerable<(Endpoint A, Endpoint B)> Questions(Topology topology, int seed)
    {
        var random = new Random(seed);
        var nets = topology.VirtualNetworks.Select(n => (Endpoint)new VNetEndpoint(n.Id)).ToList();
        var outside = topology.Gateways.Where(g => !g.ClientPool.IsEmpty)
            .Select(g => (Endpoint)new ClientPoolEndpoint(g.Id))
            .Concat(topology.Documents.Select(d => d.Id).Where(id => id.IsType("Microsoft.Network/localNetworkGateways")
                || id.IsType("Microsoft.Network/expressRouteCircuits")).Select(id => (Endpoint)new SiteEndpoint(id)))
            .ToList();
        for (var i = 0; i < nets.Count; i++)
        {
            for (var j = i; j < nets.Count; j++)
            {
                if (i != j || random.Next(4) == 0)
                {
                    yield return (nets[i], nets[j]);
                }
            }

            foreach (var end in outside)
            {
                if (random.Next(3) > 0)
                {
                    yield return random.Next(2) == 0 ? (nets[i], end) : (end, nets[i]);
                }
            }
        }

        for (var i = 0; i < outside.Count; i++)
        {
            for (var j = i + 1; j < outside.Count; j++)
            {
                yield return (outside[i], outside[j]);
            }

            if (outside[i] is ClientPoolEndpoint)
            {
                yield return (outside[i], outside[i]);
            }
        }

        var subnets = topology.VirtualNetworks.SelectMany(n => n.Subnets).Select(s => s.Id).ToArray();
        for (var i = 0; i < 4 && subnets.Length > 0; i++)
        {
            yield return (new SubnetEndpoint(subnets[random.Next(subnets.Length)]),
                i % 2 == 0 ? new SubnetEndpoint(subnets[random.Next(subnets.Length)]) : nets[random.Next(nets.Count)]);
        }
    }

    /// <summary>One estate in the making.</summary>
    internal sealed partial class Estate(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly EstateBuilder _e = new();
        private readonly List<Node> _nodes = [];
        private int _noise;
        private int _sites;

        private sealed record Node(string Name, int Number, string Prefix)
        {
            public bool IsHub { get; init; }
            public Node? Hub { get; init; }

            /// <summary>Where spokes of this hub send what is for others: an address, a gateway, or nothing.</summary>
            public string? Router { get; init; }
            public string? Gateway { get; set; }
            public string? ExpressRoute { get; set; }
        }

        private IEnumerable<Node> Hubs => _nodes.Where(n => n.IsHub);

        public EstateBuilder Make()
        {
            _noise = Pick(0, 20, 60, 100);
            var x = _random.NextDouble();
            var count = 2 + (int)(29 * x * x * x);
            var hubs = count < 4 ? _random.Next(2) : 1 + _random.Next(Math.Min(3, count / 3));
            for (var i = 0; i < count; i++)
            {
                Network(i, i < hubs);
            }

            Tables();
            Gateways();
            Peerings();
            Tunnels();
            Circuits();
            Groups();
            Oddities();
            return _e;
        }

        private void Network(int i, bool isHub)
        {
            var prefix = !isHub && Noise(5) ? $"10.{_random.Next(4)}.0.0/16"
                : !isHub && Noise(5) ? Pick("192.168.0.0/16", "172.20.0.0/16", "100.64.0.0/10", "10.0.0.0/8",
                    "172.0.0.0/8")
                : $"10.{i}.0.0/16";
            var six = Chance(25);
            string[] second4 = Noise(10) ? [$"172.24.{i}.0/24"] : [];
            string[] prefixes = six ? [prefix, .. second4, $"fd00:{i:x}::/48"] : [prefix, .. second4];
            var hub = isHub || Chance(25) ? null : Hubs.OrderBy(_ => _random.Next()).FirstOrDefault();
            var node = new Node($"v{i}", i, prefix) { IsHub = isHub, Hub = hub, Router = isHub ? Router(i) : null };
            _nodes.Add(node);
            _e.VNet(node.Name, prefixes);
            for (var s = Chance(15) ? 0 : 1 + _random.Next(isHub ? 1 : 2); s > 0; s--)
            {
                var own = EstateBuilder.Inside(prefix, s);
                var second = six && Chance(70) ? $"fd00:{i:x}:0:{s}::/64" : null;
                if (second is not null && Noise(10))
                {
                    _e.Subnet($"{node.Name}/s{s}", second);
                }
                else
                {
                    _e.Subnet($"{node.Name}/s{s}", own, second: second);
                }
            }

            if (isHub)
            {
                Appliances(node);
            }
            else if (Noise(6))
            {
                _e.Subnet($"{node.Name}/AzureBastionSubnet", EstateBuilder.Inside(prefix, 250));
            }

            if (Noise(8) && !isHub)
            {
                _e.Subnet($"{node.Name}/nva", EstateBuilder.Inside(prefix, 2 + 50))
                    .Nic($"nic-{node.Name}", $"{node.Name}/nva", Host(prefix, 52, 4), Chance(70));
            }
        }

        // Firewall, interface (with and without forwarding), load balancer, nobody, in no subnet, gateway, none.
        private string? Router(int i) => _random.Next(16) switch
        {
            < 4 => $"10.{i}.3.4",
            < 7 => $"10.{i}.2.4",
            7 => Noise(70) ? $"10.{i}.2.5" : $"10.{i}.2.4",
            8 or 9 => $"10.{i}.2.6",
            10 => Noise(60) ? Pick($"10.{i}.2.99", $"10.{i}.77.4") : $"10.{i}.3.4",
            11 => $"10.{i}.2.4,10.{i}.{(Noise(40) ? Pick("2.5", "2.99", "77.4") : "2.6")}",
            < 15 => "VirtualNetworkGateway",
            _ => null,
        };

        private void Appliances(Node hub)
        {
            _e.Subnet($"{hub.Name}/nva", EstateBuilder.Inside(hub.Prefix, 2))
                .Subnet($"{hub.Name}/AzureFirewallSubnet", EstateBuilder.Inside(hub.Prefix, 3))
                .Firewall($"fw-{hub.Name}", hub.Name, Host(hub.Prefix, 3, 4))
                .Nic($"nic-{hub.Name}", $"{hub.Name}/nva", Host(hub.Prefix, 2, 4),
                    machine: Chance(60) ? $"vm-{hub.Name}" : null)
                .Nic($"nic2-{hub.Name}", $"{hub.Name}/nva", Host(hub.Prefix, 2, 5), forwards: false)
                .LoadBalancer($"lb-{hub.Name}", $"{hub.Name}/nva", Host(hub.Prefix, 2, 6));
            if (Chance(70))
            {
                // The other leg of the machine, or another machine.
                _e.Nic($"nic3-{hub.Name}", $"{hub.Name}/nva", Host(hub.Prefix, 2, 7),
                    machine: Chance(60) ? $"vm-{hub.Name}" : null);
            }
        }

        private static string Host(string prefix, int third, int fourth) =>
            $"{string.Join('.', prefix.Split('.')[..2])}.{third}.{fourth}";

        private bool Chance(int percent) => _random.Next(100) < percent;

        // What goes wrong goes wrong in noisy estates.
        private bool Noise(int percent) => _random.Next(100) * 100 < percent * _noise;

        private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
    }
}
