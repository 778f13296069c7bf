using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation;

/// <summary>
/// The point-to-site clients that were declared, and which of them are connected now: that follows from the gateway's document.
/// </summary>
internal sealed class ClientBook(Cloud cloud)
{
    private readonly Dictionary<ResourceId, ImmutableArray<Declared>> _declared = [];
    private readonly Dictionary<ResourceId, JsonObject> _told = [];
    private readonly Dictionary<(string Roots, string Client, DateOnly Day), bool> _chains = [];

    public void Declare(ResourceId gateway, ImmutableArray<ConnectedClient> clients, DateTimeOffset now)
    {
        _declared[gateway] = [.. clients.Select((c, i) => new Declared(c, i + 1, c.Since ?? now))];
        Tell(gateway, now);
    }

    /// <summary>True where clients were declared for a gateway; else its document alone says how many there are.</summary>
    public bool Knows(ResourceId gateway) => _declared.ContainsKey(gateway);

    /// <summary>Who is connected, in the order in which they were declared: the first ones have the addresses.</summary>
    public IEnumerable<Session> Sessions(ResourceId id, DateTimeOffset now)
    {
        var gateway = cloud.Estate.Find(id);
        if (!GatewayShape.IsRouteBased(gateway) || ClientShape.Of(gateway) is not { } settings)
        {
            yield break;
        }

        var roots = ClientShape.TrustedRoots(settings).ToArray();
        var limit = VpnGatewaySku.Find(gateway.Object("properties").Object("sku").Text("name"))?.Clients ?? 0;
        var (sstp, others) = (0, 0);
        using var free = Addresses(GatewayShape.ClientPool(gateway)).GetEnumerator();
        foreach (var declared in _declared.GetValueOrDefault(id, []))
        {
            var isSstp = Json.Same(declared.Client.Protocol, "SSTP");
            if (!ClientShape.Speaks(settings, declared.Client.Protocol) || !SignsIn(settings, roots, declared.Client, now)
                || (isSstp ? ++sstp > VpnGatewaySku.SstpClients : ++others > limit))
            {
                continue;
            }

            if (!free.MoveNext())
            {
                yield break;
            }

            yield return new(declared.Client, declared.Number, declared.Since, free.Current);
        }
    }

    /// <summary>Ends these sessions, as a gateway does that is told to: their clients stay away until they are declared again.</summary>
    public void Disconnect(ResourceId gateway, IReadOnlyCollection<string> sessions, DateTimeOffset now)
    {
        var gone = Sessions(gateway, now).Where(s => sessions.Contains(s.Id(gateway), StringComparer.OrdinalIgnoreCase))
            .Select(s => s.Number).ToHashSet();
        _declared[gateway] = [.. _declared.GetValueOrDefault(gateway, []).Where(d => !gone.Contains(d.Number))];
        Tell(gateway, now);
    }

    /// <summary>A gateway that is written says nothing of its clients until it is done (recorded): what it said is kept.</summary>
    public void Remember(ResourceId gateway, JsonObject? before)
    {
        if (before.Object("vpnClientConfiguration").Object(ClientShape.Health) is { } health)
        {
            _told[gateway] = health.DeepClone().AsObject();
        }
    }

    /// <summary>How many clients there are, as the document of a gateway that is ready says it (recorded).</summary>
    public JsonObject HealthOf(ResourceId gateway, DateTimeOffset now)
    {
        var sessions = Sessions(gateway, now).ToArray();
        return !Knows(gateway) && _told.GetValueOrDefault(gateway) is { } told ? told.DeepClone().AsObject() : new()
        {
            ["vpnClientConnectionsCount"] = sessions.Length,
            ["totalIngressBytesTransferred"] = sessions.Sum(s => s.Client.IngressBytes),
            ["totalEgressBytesTransferred"] = sessions.Sum(s => s.Client.EgressBytes),
        };
    }

    /// <summary>Brings what documents say of the declared clients to this time.</summary>
    public void Refresh(DateTimeOffset now)
    {
        foreach (var gateway in _declared.Keys)
        {
            Tell(gateway, now);
        }
    }

    private void Tell(ResourceId id, DateTimeOffset now)
    {
        if (cloud.Estate.Find(id) is { } gateway && gateway.State() is null or "Succeeded"
            && ClientShape.Of(gateway) is { } clients && GatewayShape.ClientPool(gateway).Count > 0)
        {
            clients[ClientShape.Health] = HealthOf(id, now);
        }
    }

    private bool SignsIn(JsonObject settings, CertificateFacts[] roots, ConnectedClient client, DateTimeOffset now)
    {
        if (client.Certificate is not { } certificate)
        {
            return ClientShape.Authenticates(settings, "Radius") || ClientShape.Authenticates(settings, "AAD");
        }

        return ClientShape.Authenticates(settings, "Certificate") && certificate.IsValidAt(now)
            && !ClientShape.IsRevoked(settings, certificate) && Reaches(roots, client, now);
    }

    // A chain is built once a day of the clock: that takes a millisecond, and every request looks at every client.
    private bool Reaches(CertificateFacts[] roots, ConnectedClient client, DateTimeOffset now)
    {
        var live = roots.Where(r => r.IsValidAt(now)).ToArray();
        var key = (string.Join(' ', live.Select(r => r.Thumbprint)), client.Certificate!.Thumbprint, DateOnly.FromDateTime(now.UtcDateTime));
        return _chains.TryGetValue(key, out var known) ? known : _chains[key] = TrustedChain.Reaches(live, client, now);
    }

    // Neither the first nor the last address of a prefix is a client's; which others the gateway keeps is not known.
    private static IEnumerable<IPAddress> Addresses(IEnumerable<IPPrefix> pool) =>
        from prefix in pool
        from address in Between(prefix)
        select IPPrefix.FromBits(address, prefix.Width, prefix.IsIPv6).Network;

    private static IEnumerable<UInt128> Between(IPPrefix prefix)
    {
        var last = prefix.LastBits;
        var step = prefix.IsIPv6 ? UInt128.One : UInt128.One << (128 - 32);
        for (var bits = prefix.Bits + step; bits + step <= last; bits += step)
        {
            yield return bits;
        }
    }

    private sealed record Declared(ConnectedClient Client, int Number, DateTimeOffset Since);
}
