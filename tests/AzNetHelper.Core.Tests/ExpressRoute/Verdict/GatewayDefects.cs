using System.Text.Json.Nodes;
using AzNetHelper.ExpressRoute;
using static AzNetHelper.ExpressRoute.CircuitFindingId;
using static AzNetHelper.Tests.ExpressRoute.HealthyCircuit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>Gateways of several circuits, gateways that nobody sees, and what their lists do not tell.</summary>
internal static class GatewayDefects
{
    private const CircuitLink One = CircuitLink.Primary;
    private const CircuitLink Other = CircuitLink.Secondary;

    public static IReadOnlyList<CircuitDefect> All { get; } =
    [
        new("a gateway that nobody sees alone", c => c.Answers.Remove(Connection), GatewaysUnknown),
        new("a hub of Virtual WAN beside the gateway", c =>
        {
            c.Table("routeTablesSummary", One).Add(Peer("10.200.0.12"));
            c.Table("routeTablesSummary", Other).Add(Peer("10.200.0.12"));
        }, GatewaysUnknown),
        new("routes of no gateway that was seen", c => c.Table("routeTables", One).Add(Route("10.77.0.0/16", "10.0.0.99", "65515")), GatewaysUnknown),
        new("no session on the gateway", c => { c.RowsOf($"{Gateway}/getBgpPeerStatus").Clear(); }, GatewaySessionDown),
        new("learned over a tunnel alone", c => Learn(c, "10.0.0.200", "65010"), GatewayLearnsNothing),
        new("learned over another circuit alone", c => { Second(c, 65020); Learn(c, "10.0.0.6", "12076-65020"); }, GatewayLearnsNothing),
        new("one prefix learned over another circuit alone",
            c => { Second(c, 65020); c.RowsOf($"{Gateway}/getLearnedRoutes")[0]!["asPath"] = "12076-65020"; }, GatewayLearnsLess),
        new("learned over one of two circuits of one ASN", c => Second(c, 65010), GatewayRoutesUnknown),
        new("learned over one of two circuits, one not read", c => { Second(c, 65020); c.Deny("expressRouteCircuits/er-2"); }, GatewayRoutesUnknown),
        new("a session of one of two circuits down", c =>
        {
            Second(c, 65020);
            c.RowsOf($"{Gateway}/getLearnedRoutes").Add(From("10.0.0.5", "172.20.0.0/16", "12076-65010"));
            c.Answers[$"{Gateway}/getBgpPeerStatus"] = Rows(Session("10.0.0.4"), Session("10.0.0.5", "Connecting"), Session("10.0.0.6"), Session("10.0.0.7"));
        }, GatewaySessionDown),
        new("all that is not down is of the other circuit", c =>
        {
            Second(c, 65020);
            c.RowsOf($"{Gateway}/getLearnedRoutes").Add(From("10.0.0.6", "172.30.0.0/16", "12076-65020"));
            c.RowsOf($"{Gateway}/getLearnedRoutes").Add(From("10.0.0.7", "172.30.0.0/16", "12076-65020"));
            c.Answers[$"{Gateway}/getBgpPeerStatus"] = Rows(Session("10.0.0.4"), Session("10.0.0.5", "Idle"), Session("10.0.0.6"), Session("10.0.0.7"));
        }, GatewaySessionDown),
        new("a session down, of whichever circuit", c =>
        {
            Second(c, 65020);
            c.Answers[$"{Gateway}/getBgpPeerStatus"] = Rows(Session("10.0.0.4"), Session("10.0.0.5", "Idle"), Session("10.0.0.6"), Session("10.0.0.7"));
        }, GatewayRoutesUnknown),
        new("FastPath over 2 to 40 units", c =>
        {
            Scale(c, 2);
            c.ConnectionProperties["expressRouteGatewayBypass"] = true;
        }, FastPathUnsupported),
        new("FastPath over units that are not told", c =>
        {
            c.GatewayProperties["sku"]!["name"] = "ErGwScale";
            c.ConnectionProperties["expressRouteGatewayBypass"] = true;
        }, LimitUnknown),
        new("four circuits of 1 to 40 units", c => { CircuitDefects.FullGateway(c); Scale(c, 1); }, GatewayCircuitsFull),
        new("a gateway of another continent", c => c.Answers[Gateway]["location"] = "japaneast", GatewayOutOfReach),
        new("IPv6 of the hub at no router", c =>
        {
            c.AddIPv6();
            Space(c, "fd00:10::/48");
            c.RowsOf($"{Gateway}/getLearnedRoutes").Add(Learned("fd00:172::/32"));
        }, VNetNotAnnounced),
        new("tables without IPv6", c =>
        {
            c.AddIPv6();
            Space(c, "fd00:10::/48");
            c.Table("routeTables", One).RemoveAt(4);
            c.Table("routeTables", Other).RemoveAt(4);
        }, RoutesUnknownPrimary, RoutesUnknownSecondary),
        new("a gateway that lists no IPv6", c =>
        {
            c.AddIPv6();
            Space(c, "fd00:10::/48");
            c.Table("routeTables", One).Add(Route("fd00:10::/48", "10.0.0.12", "65515"));
            c.Table("routeTables", Other).Add(Route("fd00:10::/48", "10.0.0.12", "65515"));
        }, GatewayRoutesUnknown),
    ];

    /// <summary>A second circuit on the gateway, well, with sessions of its own.</summary>
    public static void Second(HealthyCircuit c, long asn)
    {
        var other = c.Answers[Connection].DeepClone().AsObject();
        other["id"] = Id("connections/con-2");
        other["name"] = "con-2";
        other["properties"]!["peer"]!["id"] = Id("expressRouteCircuits/er-2");
        c.Answers["connections/con-2"] = other;
        OtherCircuit(c, 2, asn);
        c.Answers[$"{Gateway}/getBgpPeerStatus"] = Rows(Session("10.0.0.4"), Session("10.0.0.5"), Session("10.0.0.6"), Session("10.0.0.7"));
    }

    /// <summary>Another circuit's document.</summary>
    public static void OtherCircuit(HealthyCircuit c, int number, long asn)
    {
        var circuit = c.Answers[Circuit].DeepClone().AsObject();
        circuit["id"] = Id($"expressRouteCircuits/er-{number}");
        circuit["name"] = $"er-{number}";
        circuit["properties"]!["peerings"]![0]!["properties"]!["peerASN"] = asn;
        c.Answers[$"expressRouteCircuits/er-{number}"] = circuit;
    }

    /// <summary>Microsoft's routers without gateways.</summary>
    public static void Unlink(HealthyCircuit c)
    {
        foreach (var link in new[] { One, Other })
        {
            c.Table("routeTablesSummary", link).RemoveAt(1);
            c.Table("routeTables", link).RemoveAt(3);
            c.Table("routeTables", link).RemoveAt(2);
        }
    }

    // Both prefixes of the site, along another way.
    private static void Learn(HealthyCircuit c, string peer, string path)
    {
        foreach (var row in c.RowsOf($"{Gateway}/getLearnedRoutes").Take(2))
        {
            row!["sourcePeer"] = peer;
            row["asPath"] = path;
        }
    }

    private static void Scale(HealthyCircuit c, int least)
    {
        c.GatewayProperties["sku"] = new JsonObject { ["name"] = "ErGwScale", ["tier"] = "ErGwScale" };
        c.GatewayProperties["autoScaleConfiguration"] = new JsonObject { ["bounds"] = new JsonObject { ["min"] = least, ["max"] = 40 } };
    }

    private static void Space(HealthyCircuit c, string prefix)
    {
        c.Answers[Hub]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add(prefix);
        c.RowsOf($"{Gateway}/getAdvertisedRoutes").Add(new JsonObject { ["network"] = prefix, ["origin"] = "Igp", ["asPath"] = "65515" });
    }

    private static JsonObject From(string peer, string network, string path) =>
        new() { ["network"] = network, ["nextHop"] = peer, ["sourcePeer"] = peer, ["origin"] = "EBgp", ["asPath"] = path, ["weight"] = 32769 };

    private static JsonObject Peer(string address) =>
        new() { ["neighbor"] = address, ["v"] = 4, ["as"] = 65515, ["upDown"] = "3d04h", ["statePfxRcd"] = "2" };
}
