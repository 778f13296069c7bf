using System.Text.Json.Nodes;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Hubs with many spokes of a few kinds each, some of which are almost, but not quite, like others; the same for the same seed.
/// </summary>
internal sealed class CrowdedEstate(int seed)
{
    private readonly Random _random = new(seed);
    private readonly EstateBuilder _estate = new();

    public Topology Make(int spokes)
    {
        var hubs = 1 + _random.Next(3);
        for (var hub = 0; hub < hubs; hub++)
        {
            Hub(hub);
        }

        for (var hub = 1; hub < hubs; hub++)
        {
            _estate.Peer("hub0", $"hub{hub}", h => Forwards(h, 70), h => Forwards(h, 70));
        }

        if (hubs > 1 && Chance(50))
        {
            _estate.Connect("gw0", "gw1", bgp: Chance(50));
        }

        var kinds = Enumerable.Range(0, 5).Select(_ => _random.Next()).ToArray();
        for (var spoke = 0; spoke < spokes; spoke++)
        {
            Spoke(spoke, hubs, new Random(kinds[_random.Next(kinds.Length)]));
        }

        return _estate.Topology();
    }

    private void Hub(int hub)
    {
        var name = $"hub{hub}";
        var prefix = $"10.{hub}.0.0/16";
        _estate.VNetWithApp(name, prefix, Chance(30) ? $"toFirewall{hub}" : null)
            .Subnet($"{name}/AzureFirewallSubnet", EstateBuilder.Inside(prefix, 3), Chance(30) ? $"back{hub}" : null).Firewall($"fw{hub}", name, $"10.{hub}.3.4")
            .Subnet($"{name}/nva", EstateBuilder.Inside(prefix, 2)).Nic($"nic{hub}", $"{name}/nva", $"10.{hub}.2.4").Nic($"deaf{hub}", $"{name}/nva", $"10.{hub}.2.5", forwards: false)
            .Gateway($"gw{hub}", name, asn: 65010 + hub, pool: Chance(30) ? $"172.16.{hub}.0/24" : null)
            .Table($"toFirewall{hub}", ("0.0.0.0/0", $"10.{hub}.3.4"))
            .Table($"alsoToFirewall{hub}", ("0.0.0.0/0", $"10.{hub}.3.4"))
            .Table($"alone{hub}", t => t["disableBgpRoutePropagation"] = true, ("10.0.0.0/8", $"10.{hub}.2.4"))
            .Table($"deaf{hub}", ("10.0.0.0/8", $"10.{hub}.2.5")).Table($"both{hub}", ("10.0.0.0/8", $"10.{hub}.2.4,10.{hub}.3.4"))
            .Table($"gateway{hub}", ("10.0.0.0/8", "VirtualNetworkGateway")).Table($"nowhere{hub}", ("10.100.0.0/14", "None"))
            .Table($"some{hub}", ("10.100.0.0/15", $"10.{hub}.3.4"), ("10.102.1.128/25", $"10.{hub}.3.4"))
            .Table($"back{hub}", ("10.100.0.0/14", $"10.{1 - Math.Min(hub, 1)}.3.4"), ("10.104.0.0/13", "Internet"));
    }

    private void Spoke(int spoke, int hubs, Random kind)
    {
        var (name, hub, prefix) = ($"s{spoke}", kind.Next(hubs), $"10.{100 + spoke}.0.0/16");
        string[] tables =
        [
            $"toFirewall{hub}", $"alsoToFirewall{hub}", $"alone{hub}", $"deaf{hub}", $"both{hub}", $"gateway{hub}", $"nowhere{hub}", $"some{hub}", "unread", "",
        ];
        var table = tables[kind.Next(tables.Length)] is { Length: > 0 } some ? some : null;
        var six = kind.Next(8) == 0;
        _estate.VNet(name, six ? [prefix, $"fd00:{spoke:x}::/48"] : [prefix])
            .Subnet($"{name}/app", EstateBuilder.Inside(prefix, 1), table == $"toFirewall{hub}" && Chance(30) ? $"alsoToFirewall{hub}" : table,
                six ? $"fd00:{spoke:x}:0:1::/64" : null);
        if (kind.Next(3) == 0)
        {
            _estate.Subnet($"{name}/data", EstateBuilder.Inside(prefix, 2));
        }

        var (forwards, transit, state) = (kind.Next(100), kind.Next(100), kind.Next(100));
        _estate.Peer($"hub{hub}", name,
            h => Half(h, forwards < 80, gateway: "allowGatewayTransit", transit < 60), h => Half(h, forwards < 60, "useRemoteGateways", transit < 60));
        if (state < 15)
        {
            _estate.HalfOf(name, $"hub{hub}")["peeringState"] = "Disconnected";
        }
        else if (state < 25)
        {
            _estate.HalfOf($"hub{hub}", name)["allowVirtualNetworkAccess"] = false;
        }

        // What makes one of many different.
        switch (_random.Next(30))
        {
            case 0:
                _estate.HalfOf(name, $"hub{hub}")["remoteAddressSpace"] = EstateBuilder.Space("10.250.0.0/16");
                break;
            case 1:
                _estate.HalfOf($"hub{hub}", name)["remoteAddressSpace"] = EstateBuilder.Space(EstateBuilder.Inside(prefix, 9));
                break;
            case 2 when spoke > 0:
                _estate.Half(name, $"s{spoke - 1}");
                break;
            case 3 when spoke > 0:
                _estate.Peer(name, $"s{spoke - 1}");
                break;
            case 4:
                _estate.Half(name, "classic", to: EstateBuilder.NetId("not-read"));
                break;
            case 5:
                _estate.VNetWithApp($"twin{spoke}", prefix).Peer($"hub{hub}", $"twin{spoke}");
                break;
            case 6:
                _estate.Table($"own{spoke}", ("10.100.0.0/14", EstateBuilder.Inside(prefix, 1).Replace("0/24", "9", StringComparison.Ordinal))).Associate("hub0/app", $"own{spoke}")
                    .Nic($"nic-{name}", $"{name}/app", $"10.{100 + spoke}.1.9");
                break;
            case 7:
                _estate.HalfOf($"hub{hub}", name)["allowForwardedTraffic"] = !forwards.Equals(0);
                break;
            case 8:
                _estate.Peer($"hub{(hub + 1) % hubs}", name, h => Forwards(h, 50), h => Forwards(h, 50));
                break;
            default:
                break;
        }
    }

    private static void Half(JsonObject half, bool forwards, string gateway, bool transit) =>
        (half["allowForwardedTraffic"], half[gateway]) = (forwards, transit);

    private void Forwards(JsonObject half, int percent) => half["allowForwardedTraffic"] = Chance(percent);

    private bool Chance(int percent) => _random.Next(100) < percent;
}
