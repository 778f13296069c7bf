using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Small estates with everything that a topology carries, right and wrong; the same for the same seed.
/// </summary>
internal sealed class RandomEstate
{
    private readonly Random _random;
    private readonly TestEstate _estate = new();
    private readonly List<(string Name, string[] Prefixes)> _networks = [];
    private readonly bool _tame;

    private RandomEstate(int seed, bool tame) => (_random, _tame) = (new(seed), tame);

    /// <summary>A random topology; a tame one has no more than Azure would let anyone build, and is whole.</summary>
    public static Topology Make(int seed, bool tame = false) => new RandomEstate(seed, tame).Make();

    private Topology Make()
    {
        var count = _random.Next(2, 11);
        for (var i = 0; i < count; i++)
        {
            Network(i);
        }

        Tables();
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                // The first two are hubs.
                if (Chance(i < 2 ? 70 : 12))
                {
                    Pair(_networks[i].Name, _networks[j].Name, i < 2);
                }
            }
        }

        Gateways();
        return _estate.Topology();
    }

    private void Network(int i)
    {
        string[] prefixes = Rare(6) ? [$"10.{_random.Next(3)}.0.0/16"] : [$"10.{i}.0.0/16"];
        prefixes = Chance(12) ? [Pick("192.168.0.0/16", "172.0.0.0/8", "172.20.0.0/16", "100.64.0.0/10")] : prefixes;
        prefixes = Chance(15) ? [.. prefixes, $"10.1{i}0.0.0/24"] : prefixes;
        prefixes = Chance(25) ? [.. prefixes, $"fd00:{i}::/48"] : prefixes;
        var name = $"v{i}";
        _networks.Add((name, prefixes));
        _estate.VNet(name, prefixes);
        var four = prefixes[0].Split('.');
        var six = prefixes[^1].StartsWith("fd", StringComparison.Ordinal);
        for (var s = _random.Next(4); s > 0; s--)
        {
            var prefix = $"{four[0]}.{four[1]}.{s}.0/26";
            var second = six && Chance(60) ? $"fd00:{i}:0:{s}::/64" : null;

            // Azure has no subnet with IPv6 alone; what is written down may.
            _estate.Subnet(name, $"s{s}", second is not null && Rare(15) ? second : prefix,
                Chance(40) ? $"t{_random.Next(5)}" : null, second);
        }

        if (Chance(40))
        {
            _estate.Subnet(name, Subnet.GatewaySubnetName, $"{four[0]}.{four[1]}.255.0/27", Rare(50)
                ? $"t{_random.Next(5)}" : null);
            if (Rare(4))
            {
                _estate.SubnetOf(name,
                    Subnet.GatewaySubnetName)["ipConfigurations"] = Configuration("virtualNetworkGateways", $"lost{i}");
            }
        }

        if (Rare(4))
        {
            _estate.Subnet(name, "RouteServerSubnet", $"{four[0]}.{four[1]}.254.0/27");
            _estate.SubnetOf(name, "RouteServerSubnet")["ipConfigurations"] = Configuration("virtualHubs", $"rs{i}");
        }
    }

    private void Tables()
    {
        // The fifth table is referred to and sometimes was not read.
        for (var i = 0; i < 5; i++)
        {
            if (i == 4 && !_tame && Chance(50))
            {
                continue;
            }

            var routes = Enumerable.Range(0, _random.Next(4)).Select(_ => Route()).ToArray();
            _estate.Table($"t{i}", t =>
            {
                t["disableBgpRoutePropagation"] = Chance(20);
                if (Rare(12))
                {
                    t["disablePeeringRoute"] = "All";
                }
            }, [.. routes.DistinctBy(r => r.Prefix, StringComparer.Ordinal)]);
        }
    }

    private (string Prefix, string Hop, string? Address) Route()
    {
        var target = _random.Next(_networks.Count);
        var prefix = _random.Next(8) switch
        {
            0 => "0.0.0.0/0",
            1 => "10.0.0.0/8",
            2 => $"10.{target}.0.0/15".Replace($".{target}.", $".{target & ~1}.", StringComparison.Ordinal),
            3 => $"10.{target}.1.0/24",
            4 => $"10.{target}.2.16/28",
            5 => $"fd00:{target}::/48",
            6 => Rare(50) ? "AzureCloud" : "172.27.0.0/16",
            _ => $"10.{target}.0.0/16",
        };
        return _random.Next(10) switch
        {
            0 => (prefix, "None", null),
            1 => (prefix, "Internet", null),
            2 => (prefix, "VnetLocal", null),
            3 or 4 => (prefix, "VirtualAppliance", $"10.{_random.Next(_networks.Count)}.{_random.Next(4)}.4"),
            _ => (prefix, "VirtualNetworkGateway", null),
        };
    }

    private void Pair(string a, string b, bool toHub)
    {
        var subnets = Rare(8);
        var onlySix = Rare(6);
        var dice = _random.Next(100);
        if (dice is >= 6)
        {
            Half(a, b, subnets, onlySix, lends: toHub && Chance(60), borrows: false);
        }

        if (dice is < 6 or >= 12)
        {
            Half(b, a, subnets, onlySix, lends: Rare(5), borrows: toHub && Chance(50));
        }
    }

    private void Half(string at, string remote, bool subnets, bool onlySix, bool lends, bool borrows)
    {
        var far = _networks.First(n => n.Name == remote).Prefixes;
        var name = Rare(2) ? $"ANM_{remote}" : Rare(1) ? $"RemoteVnetToHubPeering_{remote}" : $"{at}-{remote}";
        _estate.Half(at, remote, h =>
        {
            h["peeringState"] = Chance(88) ? "Connected" : Pick("Initiated", "Disconnected");
            h["allowVirtualNetworkAccess"] = Chance(90);
            h["allowForwardedTraffic"] = Chance(50);
            h["allowGatewayTransit"] = lends;
            h["useRemoteGateways"] = borrows;
            h["enableOnlyIPv6Peering"] = onlySix;
            if (subnets && Chance(90))
            {
                h["peerCompleteVnets"] = false;
                h["localSubnetNames"] = TestEstate.Texts("s1", "s2");
                h["remoteSubnetNames"] = TestEstate.Texts("s1", "s2");
                h["remoteAddressSpace"] = TestEstate.Space([.. new[] { 1, 2 }.Select(s => far[0].Split('.'))
                    .Select((f, s) => $"{f[0]}.{f[1]}.{s + 1}.0/26")]);
            }
            else if (Chance(15))
            {
                h["remoteAddressSpace"] = TestEstate.Space(Chance(50) ? [.. far.Skip(1)] : [.. far, "10.250.0.0/16"]);
                h["remoteVirtualNetworkAddressSpace"] = TestEstate.Space(far);
                h["peeringSyncLevel"] = "LocalNotInSync";
            }
            else if (Chance(10))
            {
                h.Remove("remoteAddressSpace");
            }
        }, name);
    }

    private void Gateways()
    {
        foreach (var (name, _) in _networks.Take(_tame ? 2 : _networks.Count))
        {
            var first = name is "v0" or "v1";
            if (Chance(first ? 60 : 6))
            {
                _estate.Gateway($"vpn-{name}", name, "Vpn", Chance(90) ? "VpnGw1AZ" : "Basic",
                    Chance(50) ? $"172.27.{_random.Next(2)}.0/24" : null);
            }

            if (Rare(first ? 8 : 2))
            {
                _estate.Gateway($"er-{name}", name, "ExpressRoute", "ErGw1Az");
            }

            if (Rare(2))
            {
                _estate.Half(name, "far", h => h["remoteAddressSpace"] = TestEstate.Space("10.201.0.0/16"));
            }

            if (Rare(1))
            {
                _estate.Half(name, "old", h =>
                    h["remoteAddressSpace"] = TestEstate.Space("10.202.0.0/16"), to: ResourceId.Parse(
                    "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg"
                    + "/providers/Microsoft.ClassicNetwork/virtualNetworks/old"));
            }
        }
    }

    private static JsonArray Configuration(string type, string name) =>
        new(new JsonObject { ["id"] = TestEstate.Id(type, name).Child("ipConfigurations", "default").ToString() });

    private bool Chance(int percent) => _random.Next(100) < percent;

    // What Azure forbids or what only damages an estate stays away from tame ones.
    private bool Rare(int percent) => _random.Next(100) < percent && !_tame;

    private string Pick(params string[] of) => of[_random.Next(of.Length)];
}
