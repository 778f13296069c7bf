using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What one circuit answers about its links: ARP, routes, sessions and counters; rows as seen of circuits in public.</summary>
internal sealed class CircuitTables(Cloud cloud, ResourceId id, DateTimeOffset now)
{
    private static readonly CircuitLink[] Links = [CircuitLink.Primary, CircuitLink.Secondary];

    private readonly CircuitRoutes _routes = new(cloud, now);

    /// <summary>
    /// Both ends of a link. A router that does not answer is Incomplete; where the provider ends layer 3 nothing is shown, and
    /// nothing where Microsoft's end is not there (expressroute-troubleshooting-arp-resource-manager).
    /// </summary>
    public IEnumerable<JsonObject> Arp(JsonObject peering, CircuitLink link)
    {
        var name = peering.Text("name")!;
        var router = cloud.Circuits.Router(id, name, link);
        var accord = CircuitBook.Judge(cloud.Estate.Find(id)!, peering, link, isIPv6: false, router);
        if (accord == LinkAccord.Off || router is { HidesArp: true } || CircuitShape.Prefix(peering, link, isIPv6: false) is not { } prefix)
        {
            yield break;
        }

        var answers = accord != LinkAccord.Silent;
        yield return Row(answers ? 1 : 0, "On-Prem", CircuitShape.Customer(prefix), answers ? router!.MacAddress : "Incomplete");
        yield return Row(0, "Microsoft", CircuitShape.Microsoft(prefix), link == CircuitLink.Primary ? "0000.5e00.53a1" : "0000.5e00.53a2");

        static JsonObject Row(int age, string side, string address, string mac) => new()
        {
            ["age"] = age,
            ["interface"] = side,
            ["ipAddress"] = address,
            ["macAddress"] = mac,
        };
    }

    /// <summary>What Microsoft's router of a link has learned: from the customer, and from the gateways of VNets.</summary>
    public IEnumerable<JsonObject> Routes(JsonObject peering, CircuitLink link) =>
        _routes.At(id, peering, link).Select(r => new JsonObject
        {
            ["network"] = r.Route.Prefix.ToString(),
            ["nextHop"] = r.NextHop,
            ["locPrf"] = string.Empty,
            ["weight"] = 0,
            ["path"] = string.Join(' ', r.Route.Path.Select(a => a.ToString(CultureInfo.InvariantCulture))),
        });

    /// <summary>The sessions of Microsoft's router of a link: with the customer, one a family, and with the gateways of VNets.</summary>
    public IEnumerable<JsonObject> Summary(JsonObject peering, CircuitLink link)
    {
        var name = peering.Text("name")!;
        var router = cloud.Circuits.Router(id, name, link);
        foreach (var isIPv6 in (bool[])[false, true])
        {
            if (cloud.Circuits.Session(id, name, link, isIPv6) is not { } session || session.Accord == LinkAccord.Off
                || CircuitShape.Prefix(peering, link, isIPv6) is not { } prefix)
            {
                continue;
            }

            var isUp = session.IsUp(now);
            yield return Row(CircuitShape.Customer(prefix), peering.Object("properties").Number("peerASN") ?? 0,
                session.Lasts(now) is { } lasts ? Span(lasts) : "never",
                isUp ? CircuitBook.Announced(router!, isIPv6).Count().ToString(CultureInfo.InvariantCulture) : session.Accord switch
                {
                    LinkAccord.WrongAsn => "Idle",
                    LinkAccord.TooManyPrefixes => "Idle (PfxCt)",
                    _ => "Active",
                });
        }

        foreach (var joint in Json.Same(name, CircuitShape.PrivatePeering) ? _routes.JointsOf(id) : [])
        {
            var count = CircuitGateway.Originated(cloud, cloud.Estate.Find(joint.Gateway)!).Count();
            foreach (var address in joint.Locals)
            {
                yield return Row(address, GatewayShape.DefaultAsn, Span(now - joint.Since), count.ToString(CultureInfo.InvariantCulture));
            }
        }

        static JsonObject Row(string neighbor, long asn, string upDown, string state) => new()
        {
            ["neighbor"] = neighbor,
            ["v"] = 4,
            ["as"] = asn,
            ["upDown"] = upDown,
            ["statePfxRcd"] = state,
        };
    }

    /// <summary>Bytes of one peering, or of all of them: in is from the customer.</summary>
    public JsonObject Stats(params ReadOnlySpan<JsonObject> peerings)
    {
        var shown = new JsonObject();
        foreach (var link in Links)
        {
            long into = 0, outOf = 0;
            foreach (var peering in peerings)
            {
                foreach (var isIPv6 in (bool[])[false, true])
                {
                    var session = cloud.Circuits.Session(id, peering.Text("name")!, link, isIPv6);
                    into += session?.In(now) ?? 0;
                    outOf += session?.Out(now) ?? 0;
                }
            }

            var name = link == CircuitLink.Primary ? "primary" : "secondary";
            shown[$"{name}bytesIn"] = into;
            shown[$"{name}bytesOut"] = outOf;
        }

        return shown;
    }

    /// <summary>A time as routers write it: 00:12:34, 1d02h, 3w2d, 1y5w.</summary>
    internal static string Span(TimeSpan time)
    {
        var days = (int)time.TotalDays;
        return days switch
        {
            < 1 => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
            < 7 => string.Create(CultureInfo.InvariantCulture, $"{days}d{time.Hours:00}h"),
            < 365 => string.Create(CultureInfo.InvariantCulture, $"{days / 7}w{days % 7}d"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{days / 365}y{days % 365 / 7}w"),
        };
    }
}
