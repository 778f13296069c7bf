using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Simulation;

/// <summary>
/// The links of circuits: what stands at the customer's ends, and whether the sessions are up. A loaded circuit is taken to have
/// routers that agree with its peerings, and announce the prefixes that the topology knows behind it.
/// </summary>
internal sealed class CircuitBook(Cloud cloud)
{
    // For how long the links of loaded circuits are taken to have been up.
    private static readonly TimeSpan Before = TimeSpan.FromDays(21);

    private static readonly CircuitLink[] Links = [CircuitLink.Primary, CircuitLink.Secondary];

    private readonly Dictionary<(ResourceId Circuit, string Peering, CircuitLink Link), CustomerRouter> _routers = [];
    private readonly Dictionary<(ResourceId Circuit, string Peering, CircuitLink Link, bool IsIPv6), CircuitSession> _sessions = [];

    public Provisioning Provisioning { get; } = new(cloud);

    /// <summary>The connections of gateways to circuits.</summary>
    public CircuitConnections Connections { get; } = new(cloud);

    /// <summary>Says what stands at the customer's end of a link; null takes it away.</summary>
    public void Declare(ResourceId circuit, CircuitLink link, string peering, CustomerRouter? router)
    {
        foreach (var each in link == CircuitLink.Both ? Links : [link])
        {
            var key = (circuit, Key(peering), each);
            if (router is null)
            {
                _routers.Remove(key);
            }
            else
            {
                _routers[key] = router;
            }
        }
    }

    /// <summary>Takes loaded circuits and connections as they are.</summary>
    public void Adopt(IEnumerable<ResourceId> loaded, ImmutableDictionary<ResourceId, ImmutableArray<IPPrefix>> prefixes, DateTimeOffset now)
    {
        var ids = loaded.ToArray();
        Connections.Adopt(ids.Where(i => i.IsType(ResourceKind.Connection.Type)));
        foreach (var id in ids.Where(i => i.IsType(ResourceKind.Circuit.Type)))
        {
            foreach (var peering in CircuitShape.Peerings(cloud.Estate.Find(id)))
            {
                Assume(id, peering, prefixes.GetValueOrDefault(id, []));
            }
        }

        Compare(now, now - Before);
        foreach (var (_, session) in _sessions.Where(s => ids.Contains(s.Key.Circuit)))
        {
            session.Adopt(now - Before);
        }
    }

    /// <summary>Brings every state to this time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="changed">Documents may have changed since the last time.</param>
    public void Refresh(DateTimeOffset now, bool changed = true)
    {
        Provisioning.BeginWaiting(now);
        while (Provisioning.Next(now) is { } at)
        {
            Provisioning.Take(at);
            Compare(at);
        }

        if (changed)
        {
            Compare(now);
        }

        Connections.Write(now);
    }

    public CustomerRouter? Router(ResourceId circuit, string peering, CircuitLink link) =>
        _routers.GetValueOrDefault((circuit, Key(peering), link));

    public CircuitSession? Session(ResourceId circuit, string peering, CircuitLink link, bool isIPv6) =>
        _sessions.GetValueOrDefault((circuit, Key(peering), link, isIPv6));

    /// <summary>How the two ends of a link stand to each other.</summary>
    public static LinkAccord Judge(JsonObject circuit, JsonObject peering, CircuitLink link, bool isIPv6, CustomerRouter? router)
    {
        var properties = peering.Object("properties");
        if (!CircuitShape.IsUsable(circuit) || !CircuitShape.IsOn(peering) || CircuitShape.Prefix(peering, link, isIPv6) is not { } prefix)
        {
            return LinkAccord.Off;
        }

        var address = isIPv6 ? router?.AddressIPv6 : router?.Address;
        return router is not { IsUp: true } || router.VlanId != properties.Number("vlanId")
                || (address is not null && !CircuitShape.SameAddress(address, CircuitShape.Customer(prefix))) ? LinkAccord.Silent
            : !router.SpeaksBgp || !string.Equals(router.SharedKey ?? string.Empty, properties.Text("sharedKey") ?? string.Empty, StringComparison.Ordinal)
                ? LinkAccord.NoSession
            : router.Asn != properties.Number("peerASN") ? LinkAccord.WrongAsn
            : Announced(router, isIPv6).Count() > Most(circuit, peering, isIPv6) ? LinkAccord.TooManyPrefixes
            : LinkAccord.Agreed;
    }

    public static IEnumerable<IPPrefix> Announced(CustomerRouter router, bool isIPv6) =>
        PeeringLinks.Parse(router.Announces).Where(p => p.IsIPv6 == isIPv6).Distinct();

    private static int Most(JsonObject circuit, JsonObject peering, bool isIPv6) =>
        !Json.Same(peering.Text("name"), CircuitShape.PrivatePeering) ? CircuitPrefixes.FromSiteToMicrosoft
        : isIPv6 ? CircuitPrefixes.FromSiteIPv6 : CircuitPrefixes.FromSite(CircuitShape.Tier(circuit)) ?? int.MaxValue;

    private void Assume(ResourceId circuit, JsonObject peering, ImmutableArray<IPPrefix> prefixes)
    {
        var properties = peering.Object("properties");
        var name = peering.Text("name") ?? CircuitShape.PrivatePeering;
        if (properties.Number("peerASN") is not { } asn || properties.Number("vlanId") is not { } vlan)
        {
            return;
        }

        foreach (var link in Links)
        {
            _routers.TryAdd((circuit, Key(name), link), new(asn, (int)vlan)
            {
                Peering = name,
                SharedKey = properties.Text("sharedKey"),
                MacAddress = link == CircuitLink.Primary ? "0000.5e00.5301" : "0000.5e00.5302",
                Announces = Json.Same(name, CircuitShape.PrivatePeering) ? [.. prefixes.Select(p => p.ToString())] : [],
            });
        }
    }

    private void Compare(DateTimeOffset now, DateTimeOffset? adopted = null)
    {
        var seen = new HashSet<(ResourceId, string, CircuitLink, bool)>();
        foreach (var (id, circuit) in cloud.Estate.OfKind(ResourceKind.Circuit))
        {
            foreach (var peering in CircuitShape.Peerings(circuit))
            {
                foreach (var link in Links)
                {
                    seen.Add(Compare(id, circuit, peering, link, isIPv6: false, now));
                    seen.Add(Compare(id, circuit, peering, link, isIPv6: true, now));
                }
            }
        }

        foreach (var gone in _sessions.Keys.Where(k => !seen.Contains(k)).ToArray())
        {
            _sessions.Remove(gone);
        }

        Connections.Compare(now, adopted);
    }

    private (ResourceId, string, CircuitLink, bool) Compare(
        ResourceId id, JsonObject circuit, JsonObject peering, CircuitLink link, bool isIPv6, DateTimeOffset now)
    {
        var name = peering.Text("name") ?? CircuitShape.PrivatePeering;
        var key = (id, Key(name), link, isIPv6);
        if (!_sessions.TryGetValue(key, out var session))
        {
            _sessions.Add(key, session = new(cloud.Options.Times.CircuitSession));
        }

        var router = Router(id, name, link);
        var accord = Judge(circuit, peering, link, isIPv6, router);
        var properties = peering.Object("properties");
        session.Compare(accord, string.Create(CultureInfo.InvariantCulture,
            $"{accord}|{CircuitShape.Prefix(peering, link, isIPv6)}|{properties.Number("vlanId")}|{properties.Number("peerASN")}|{properties.Text("sharedKey")}"),
            router?.CarriesTraffic ?? false, now);
        return key;
    }

    private static string Key(string peering) => peering.ToUpperInvariant();
}
