using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Audit;

/// <summary>
/// Rules of the audit once more, slow and plain, from the documents' JSON alone: what each would find, as keys. The key of a peering rule is
/// its two VNets, of another the resource.
/// </summary>
internal sealed class AuditTwin
{
    private readonly List<(string Id, string Type, JsonObject Json)> _all;
    private readonly Dictionary<string, JsonObject> _nets;
    private readonly List<(string Net, string Name, string Remote, JsonObject P)> _halves;

    public AuditTwin(Topology topology)
    {
        _all = [.. topology.Documents.Select(d => (d.Id.ToString().ToLowerInvariant(), d.Id.Type.ToLowerInvariant(), JsonNode.Parse(d.Json.Span)!.AsObject()))];
        _nets = _all.Where(d => d.Type == "microsoft.network/virtualnetworks").ToDictionary(d => d.Id, d => d.Json, StringComparer.Ordinal);
        _halves = [.. from n in _nets
                      from h in List(P(n.Value), "virtualNetworkPeerings")
                      orderby n.Key, ((string)h["name"]!).ToLowerInvariant()
                      select (n.Key, (string)h["name"]!, Ref(P(h), "remoteVirtualNetwork")!, P(h))];
    }

    public static string[] Rules { get; } =
    [
        "PeeringOneSided", "PeeringDisconnected", "PeeringInitiated", "PeeringOutOfSync", "PeeringAccessOneSided", "TransitWithoutGateway",
        "AddressSpaceOverlap", "GatewaySubnetTooSmall", "GatewaySubnetPropagationOff", "GatewaySubnetDefaultRoute", "VpnSkuBasic", "VpnSkuRetired",
        "SameAsn", "ConnectionOneEnded", "ConnectionNotConnected", "ConnectionBgpOneSided", "CircuitNotProvisioned", "ClassicVNet", "ApplianceWithoutForwarding",
    ];

    public HashSet<string> Find(string rule) => [.. rule switch
    {
        "PeeringOneSided" => Pairs().Where(p => !Torn(p) && BothRead(p) && p.Halves.Count == 1).Select(p => p.Key),
        "PeeringDisconnected" => Pairs().Where(Torn).Select(p => p.Key),
        "PeeringInitiated" => Pairs().Where(p => !Torn(p) && (BothRead(p) ? p.Halves.Count == 2 && p.Halves.Any(h => State(h) != "CONNECTED")
            : State(p.Halves[0]) == "INITIATED")).Select(p => p.Key),
        "PeeringOutOfSync" => Pairs().Where(p => Up(p) && p.Halves.Any(h => Text(h.P, "peeringSyncLevel")?.EndsWith("NotInSync", StringComparison.OrdinalIgnoreCase) == true))
            .Select(p => p.Key),
        "PeeringAccessOneSided" => Pairs().Where(p => p.Halves.Count == 2 && p.Halves.Select(h => (bool?)h.P["allowVirtualNetworkAccess"] ?? true).Distinct().Count() == 2)
            .Select(p => p.Key),
        "TransitWithoutGateway" => _halves.Where(h => (bool?)h.P["allowGatewayTransit"] == true && !MayLend(h.Net)).Select(h => $"{h.Net}/virtualnetworkpeerings/{h.Name}".ToLowerInvariant()),
        "AddressSpaceOverlap" => Overlaps(),
        "GatewaySubnetTooSmall" => GatewaySubnets().Where(s => Prefixes(s.P).Any(x => !x.IsIPv6 && x.Length > (OnlyBasic(s.Net) ? 29 : 27))).Select(s => s.Id),
        "GatewaySubnetPropagationOff" => GatewaySubnets().Select(s => Table(s.P)).Where(t => t is not null && (bool?)P(t.Value.Json)["disableBgpRoutePropagation"] == true)
            .Select(t => t!.Value.Id),
        "GatewaySubnetDefaultRoute" => from s in GatewaySubnets()
                                       let t = Table(s.P)
                                       where t is not null
                                       from r in List(P(t.Value.Json), "routes")
                                       where Text(P(r), "addressPrefix") is "0.0.0.0/0" or "::/0"
                                       select $"{t.Value.Id}/routes/{r["name"]}".ToLowerInvariant(),
        "VpnSkuBasic" => Gateways().Where(IsBasic).Select(g => g.Id),
        "VpnSkuRetired" => Gateways().Where(g => IsVpn(g) && Sku(g) is "STANDARD" or "HIGHPERFORMANCE" or ['V', 'P', 'N', 'G', 'W', _]).Select(g => g.Id),
        "SameAsn" => Tunnels().Where(c => (bool?)c.P["enableBgp"] == true && Gateway(c.Here) is { } a && Gateway(c.There) is { } b && Asn(a) == Asn(b))
            .Select(c => Key(c.Here, c.There)).Concat(Of("connections").Where(c => Same(Text(P(c.Json), "connectionType"), "IPsec") && (bool?)P(c.Json)["enableBgp"] == true)
                .Select(c => (Gateway: Gateway(Ref(P(c.Json), "virtualNetworkGateway1")), Site: One("localnetworkgateways", Ref(P(c.Json), "localNetworkGateway2"))))
                .Where(c => c is { Gateway: not null, Site: not null } && (long?)P(c.Site.Value.Json)["bgpSettings"]?["asn"] == Asn(c.Gateway.Value)).Select(c => c.Site!.Value.Id)),
        "ConnectionOneEnded" => Tunnels().Where(c => Gateway(c.There) is not null && !Tunnels().Any(o => o.Here == c.There && o.There == c.Here)).Select(c => c.Id),
        "ConnectionNotConnected" => Of("connections").Where(c => Same(Text(P(c.Json), "connectionStatus"), "NotConnected")
            && !(Same(Text(P(c.Json), "connectionType"), "Vnet2Vnet") && Ref(P(c.Json), "virtualNetworkGateway2") is { } there
                && !Tunnels(withSelf: true).Any(o => o.Here == there && o.There == Ref(P(c.Json), "virtualNetworkGateway1")))).Select(c => c.Id),
        "ConnectionBgpOneSided" => from c in Tunnels()
                                   where (bool?)c.P["enableBgp"] == true
                                   let back = Tunnels().Where(o => o.Here == c.There && o.There == c.Here).OrderBy(o => o.Id, StringComparer.Ordinal).FirstOrDefault()
                                   where back.P is not null && (bool?)back.P["enableBgp"] != true
                                   select back.Id,
        "CircuitNotProvisioned" => Of("expressroutecircuits").Where(c => !Same(Text(P(c.Json), "circuitProvisioningState") ?? "Enabled", "Enabled")
            || !Same(Text(P(c.Json), "serviceProviderProvisioningState") ?? "Provisioned", "Provisioned")).Select(c => c.Id),
        "ClassicVNet" => _halves.Where(h => h.Remote.Contains("/microsoft.classicnetwork/", StringComparison.Ordinal)).Select(h => $"{h.Net}/virtualnetworkpeerings/{h.Name}".ToLowerInvariant())
            .Concat(_all.Where(d => d.Type == "microsoft.classicnetwork/virtualnetworks").Select(d => d.Id)),
        "ApplianceWithoutForwarding" => Closed(),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, message: null),
    }];

    /// <summary>The key of a finding for a rule.</summary>
    public static string KeyOf(AuditFinding finding) => finding.RuleId switch
    {
        "PeeringOneSided" or "PeeringDisconnected" or "PeeringInitiated" or "PeeringOutOfSync" or "PeeringAccessOneSided" =>
            Key(finding.VirtualNetworks[0].ToString().ToLowerInvariant(), finding.VirtualNetworks[^1].ToString().ToLowerInvariant()),
        _ => finding.Resource.ToString().ToLowerInvariant(),
    };

    private sealed record Pair(string Key, string[] Ends, List<(string Net, string Name, string Remote, JsonObject P)> Halves);

    // Of several halves with one remote the first counts.
    private IEnumerable<Pair> Pairs() => _halves.GroupBy(h => Key(h.Net, h.Remote), StringComparer.Ordinal)
        .Select(g => new Pair(g.Key, [.. g.Key.Split(' ')], [.. g.GroupBy(h => h.Net, StringComparer.Ordinal).Select(n => n.First())]));

    private bool BothRead(Pair pair) => pair.Ends.All(_nets.ContainsKey);

    private bool Torn(Pair pair) => pair.Halves.Any(h => State(h) == "DISCONNECTED");

    private bool Up(Pair pair) => pair.Halves.Count == 2 && pair.Halves.All(h => State(h) == "CONNECTED");

    private string State((string Net, string Name, string Remote, JsonObject P) half) => Text(half.P, "peeringState")?.ToUpperInvariant()
        ?? (!_nets.ContainsKey(half.Remote) ? "UNKNOWN" : _halves.Any(h => h.Net == half.Remote && h.Remote == half.Net) ? "CONNECTED" : "INITIATED");

    private bool MayLend(string net) => Gateways().Any(g => NetOf(g) == net && !IsBasic(g) && Text(P(g.Json), "gatewayType")?.ToUpperInvariant() is "VPN" or "EXPRESSROUTE" or null)
        || Subnets(net).Where(s => Same(s.Name, "GatewaySubnet")).SelectMany(s => List(s.P, "ipConfigurations")).Select(i => Text(i, "id")!.ToLowerInvariant())
            .Any(i => i.Contains("/virtualnetworkgateways/", StringComparison.Ordinal) && Gateway(Holder(i)) is null)
        || Subnets(net).Where(s => Same(s.Name, "RouteServerSubnet")).SelectMany(s => List(s.P, "ipConfigurations"))
            .Any(i => Text(i, "id")!.Contains("/virtualHubs/", StringComparison.OrdinalIgnoreCase))
        || _all.Where(d => d.Type == "microsoft.network/virtualhubs" && Same(Text(d.Json, "kind"), "RouteServer"))
            .Any(d => List(P(d.Json), "ipConfigurations").Select(P)
                .Concat(_all.Where(c => c.Type == "microsoft.network/virtualhubs/ipconfigurations" && c.Id.StartsWith($"{d.Id}/", StringComparison.Ordinal)).Select(c => P(c.Json)))
                .Any(c => Ref(c, "subnet")?.StartsWith($"{net}/", StringComparison.Ordinal) == true));

    private IEnumerable<string> Overlaps()
    {
        foreach (var net in _nets.Keys)
        {
            string[] near = [.. _halves.Where(h => h.Net == net && ((bool?)h.P["peerCompleteVnets"] ?? true) && State(h) != "DISCONNECTED").Select(h => h.Remote)
                .Concat(Tunnels(withSelf: true).Where(t => Gateway(t.Here) is { } g && NetOf(g) == net).Select(t => Gateway(t.There)).Where(g => g is not null).Select(g => NetOf(g!.Value)))
                .OfType<string>().Append(net).Where(_nets.ContainsKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            for (var i = 0; i < near.Length; i++)
            {
                for (var j = i + 1; j < near.Length; j++)
                {
                    if (Space(near[i]).Any(a => Space(near[j]).Any(a.Overlaps)))
                    {
                        yield return near[j];
                    }
                }
            }
        }
    }

    // Every interface without forwarding that a route of a table in use names, from where the packet can get there at all.
    private IEnumerable<string> Closed() =>
        from net in _nets.Keys
        from s in Subnets(net)
        let t = Table(s.P)
        where t is not null
        from r in List(P(t.Value.Json), "routes").Select(P)
        where Text(r, "addressPrefix")?.Contains('/', StringComparison.Ordinal) == true
        from hop in Texts(r["nextHop"] as JsonObject ?? [], "nextHopIpAddresses").Append(Text(r, "nextHopIpAddress")).Where(h => !string.IsNullOrEmpty(h))
            .Take(Text(r, "nextHopIpAddress") is { Length: > 0 } ? int.MaxValue : 64)
        where Text(r, "nextHopIpAddress") is null or "" || hop == Text(r, "nextHopIpAddress")
        let address = IPAddress.Parse(hop!)
        let home = Space(net).Any(p => p.Contains(address)) ? net : Same(Text(P(t.Value.Json), "disablePeeringRoute"), "All") ? null
            : _halves.Where(h => h.Net == net && State(h) == "CONNECTED" && _nets.ContainsKey(h.Remote)
                && _halves.Where(o => o.Net == h.Remote && o.Remote == net).Take(1).Any(o => State(o) == "CONNECTED") && Space(h.Remote).Any(p => p.Contains(address)))
                .Select(h => h.Remote).FirstOrDefault()
        where home is not null
        let nics = Of("networkinterfaces").OrderBy(n => n.Id, StringComparer.Ordinal).Where(n => List(P(n.Json), "ipConfigurations").Select(P).Any(c =>
            IPAddress.TryParse(Text(c, "privateIPAddress"), out var a) && a.Equals(address) && Ref(c, "subnet")?.StartsWith($"{home}/", StringComparison.Ordinal) is null or true)).ToArray()
        where nics.Length > 0 && (bool?)P(nics[0].Json)["enableIPForwarding"] != true
        select nics[0].Id;

    private IEnumerable<(string Id, string Type, JsonObject Json)> Of(string type) =>
        _all.Where(d => d.Type == $"microsoft.network/{type}").OrderBy(d => d.Id, StringComparer.Ordinal);

    private IEnumerable<(string Id, string Type, JsonObject Json)> Gateways() => Of("virtualnetworkgateways");

    private (string Id, string Type, JsonObject Json)? Gateway(string? id) => One("virtualnetworkgateways", id);

    private (string Id, string Type, JsonObject Json)? One(string type, string? id) =>
        Of(type).Where(d => d.Id == id).Select(d => ((string, string, JsonObject)?)d).FirstOrDefault();

    private IEnumerable<(string Id, string Here, string There, JsonObject P)> Tunnels(bool withSelf = false) =>
        from c in Of("connections")
        let p = P(c.Json)
        let ends = (Here: Ref(p, "virtualNetworkGateway1"), There: Ref(p, "virtualNetworkGateway2"))
        where Same(Text(p, "connectionType"), "Vnet2Vnet") && ends is { Here: not null, There: not null } && (withSelf || ends.Here != ends.There)
        select (c.Id, ends.Here, ends.There, p);

    private IEnumerable<(string Id, string Net, string Name, JsonObject P)> GatewaySubnets() =>
        _nets.Keys.SelectMany(n => Subnets(n).Where(s => Same(s.Name, "GatewaySubnet")).Select(s => ($"{n}/subnets/{s.Name}".ToLowerInvariant(), n, s.Name, s.P)));

    private IEnumerable<(string Name, JsonObject P)> Subnets(string net) => List(P(_nets[net]), "subnets").Select(s => ((string)s["name"]!, P(s)));

    private (string Id, JsonObject Json)? Table(JsonObject subnet) => One("routetables", Ref(subnet, "routeTable")) is { } t ? (t.Id, t.Json) : null;

    private bool OnlyBasic(string net) => Gateways().Any(g => NetOf(g) == net) && Gateways().Where(g => NetOf(g) == net).All(IsBasic);

    private IEnumerable<IPPrefix> Space(string net) => Texts(P(_nets[net])["addressSpace"] as JsonObject ?? [], "addressPrefixes").Select(IPPrefix.Parse);

    private static IEnumerable<IPPrefix> Prefixes(JsonObject subnet) => (Texts(subnet, "addressPrefixes") is { Length: > 0 } several ? several
        : Text(subnet, "addressPrefix") is { } one ? [one] : []).Select(IPPrefix.Parse);

    private static bool IsVpn((string Id, string Type, JsonObject Json) gateway) => Same(Text(P(gateway.Json), "gatewayType"), "Vpn");

    private static bool IsBasic((string Id, string Type, JsonObject Json) gateway) => IsVpn(gateway) && Sku(gateway) == "BASIC";

    private static string? Sku((string Id, string Type, JsonObject Json) gateway) => Text(P(gateway.Json)["sku"] as JsonObject ?? [], "name")?.ToUpperInvariant();

    private static long Asn((string Id, string Type, JsonObject Json) gateway) => (long?)P(gateway.Json)["bgpSettings"]?["asn"] is { } asn and not 0 ? asn : 65515;

    private static string? NetOf((string Id, string Type, JsonObject Json) gateway) => List(P(gateway.Json), "ipConfigurations").Select(c => Ref(P(c), "subnet"))
        .Where(s => s is not null).Select(s => s![..s!.LastIndexOf("/subnets/", StringComparison.Ordinal)]).FirstOrDefault();

    private static string Holder(string configuration) => configuration[..configuration.LastIndexOf("/ipconfigurations/", StringComparison.Ordinal)];

    private static string Key(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";

    private static JsonObject P(JsonObject json) => json["properties"] as JsonObject ?? [];

    private static IEnumerable<JsonObject> List(JsonObject json, string name) => (json[name] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string[] Texts(JsonObject json, string name) => [.. (json[name] as JsonArray ?? []).Select(t => (string)t!)];

    private static string? Text(JsonObject json, string name) => (json[name] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    // As the audit's ids: the fixed words in one spelling, everything in small letters.
    private static string? Ref(JsonObject json, string name) =>
        Text(json[name] as JsonObject ?? [], "id") is { Length: > 0 } id ? ResourceId.Parse(id).ToString().ToLowerInvariant() : null;

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
