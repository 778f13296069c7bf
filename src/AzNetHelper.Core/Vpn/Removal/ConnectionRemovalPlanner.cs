using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Connections that are to be removed.</summary>
/// <param name="Connections">Any of the two ends of a VNet-to-VNet pair stands for both.</param>
public sealed record ConnectionRemovalRequest(ImmutableArray<ResourceId> Connections)
{
    /// <summary>Leaves the local network gateway of a site where it is.</summary>
    public bool KeepLocalNetworkGateway { get; init; }

    /// <summary>Removes the local network gateway of a site also where this module has not made it.</summary>
    public bool RemoveLocalNetworkGateway { get; init; }
}

/// <summary>
/// Plans that connections are removed: of a VNet-to-VNet pair both ends, of a site the local network gateway, too, where this
/// module made it and nobody else uses it. Who loses whom is asked of the reachability engine. Pure: it reads the topology and writes nothing.
/// </summary>
public static class ConnectionRemovalPlanner
{
    internal const string RemoveVpnGatewayConnection = "Remove-VpnGatewayConnection";

    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The connections, what they join and what is around it (<see cref="ConnectionRemovalGround"/>).</param>
    /// <param name="request">What is to go.</param>
    public static Plan Create(Topology topology, ConnectionRemovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var problems = ImmutableArray.CreateBuilder<PlanProblem>();
        var notices = ImmutableArray.CreateBuilder<PlanNotice>();
        var changes = new Dictionary<ResourceId, Change>();
        foreach (var id in request.Connections.Distinct())
        {
            if (topology.Connections.FirstOrDefault(c => c.Id == id) is not { } connection)
            {
                problems.Add(new("ConnectionNotFound", topology.GapOf(id) is { } gap ? $"The connection {id} was not read: {gap.Message}"
                    : $"There is no connection {id}.", id) { Kind = FailureKind.ObjectNotFound });
            }
            else if (connection.Kind is not (ConnectionKind.Vnet2Vnet or ConnectionKind.IPsec or ConnectionKind.ExpressRoute))
            {
                problems.Add(new("NotATunnel", $"{id.Name} is neither a tunnel of a VPN gateway nor a link with a circuit ({connection.Kind}).", id)
                    { Kind = FailureKind.InvalidArgument });
            }
            else if (!changes.ContainsKey(id))
            {
                foreach (var change in Of(topology, request, connection, notices))
                {
                    changes.TryAdd(change.Resource, change);
                }
            }
        }

        var plan = new Plan(string.Create(CultureInfo.InvariantCulture, $"Remove {Tunnels(changes.Values)}"))
        {
            Changes = [.. changes.Values],
            Problems = problems.ToImmutable(),
            Notices = notices.ToImmutable(),
            Origins = [Origin(request)],
            CreatedAt = topology.ReadAt ?? default,
        };
        return problems.Count > 0 ? plan : ConnectionLosses.Tell(topology, plan);
    }

    private static IEnumerable<Change> Of(
        Topology topology, ConnectionRemovalRequest request, GatewayConnection connection, ImmutableArray<PlanNotice>.Builder notices)
    {
        var back = connection.Kind == ConnectionKind.Vnet2Vnet ? EvidenceReader.Back(topology.Connections, connection) : null;
        if (connection.Kind == ConnectionKind.Vnet2Vnet && back is null)
        {
            notices.Add(new("FarHalfMissing", NoticeSeverity.Warning, $"{connection.OtherGateway?.Name} has no connection back to {connection.Gateway?.Name}, or it may "
                + $"not be read: {connection.Name} alone is removed.", connection.Id));
        }

        // One group, whichever end was named.
        GatewayConnection[] halves = back is null ? [connection] : back.Id < connection.Id ? [back, connection] : [connection, back];
        var group = string.Join(" and ", halves.Select(h => h.Id));
        foreach (var half in halves)
        {
            yield return Delete(half, group);
        }

        if (connection is { Kind: ConnectionKind.ExpressRoute, Circuit: { } circuit } && !string.Equals(circuit.SubscriptionId, connection.Id.SubscriptionId, StringComparison.OrdinalIgnoreCase))
        {
            notices.Add(new("AuthorizationStays", NoticeSeverity.Information, $"The authorization that {connection.Name} was made with stays with circuit {circuit.Name}, free to be used "
                + $"again: its owner takes it away (az network express-route auth delete --circuit-name {circuit.Name}).", circuit));
        }

        if (connection is { Kind: ConnectionKind.IPsec, LocalNetworkGateway: { } siteId } && !request.KeepLocalNetworkGateway
            && topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == siteId) is { } site)
        {
            var others = topology.Connections.Where(c => c.LocalNetworkGateway == siteId && !request.Connections.Contains(c.Id)).Select(c => c.Name).ToArray();
            if (others.Length > 0)
            {
                notices.Add(new("SiteKept", NoticeSeverity.Information, $"The site {site.Name} stays: {string.Join(", ", others)} "
                    + $"{(others.Length == 1 ? "uses" : "use")} it, too.", siteId));
            }
            else if (!request.RemoveLocalNetworkGateway && !IsMarked(topology, siteId))
            {
                notices.Add(new("SiteNotMade", NoticeSeverity.Information, $"The site {site.Name} stays: this module has not made it. "
                    + "-RemoveLocalNetworkGateway removes it, too.", siteId));
            }
            else
            {
                yield return Delete(topology, site, [.. topology.Connections.Where(c => c.LocalNetworkGateway == siteId).Select(c => Key(c.Id))], group);
            }
        }
    }

    private static Change Delete(GatewayConnection connection, string group) => new(connection.Id, ChangeKind.Delete,
        $"Remove connection '{connection.Name}' of {connection.Gateway?.Name} with {(connection.OtherGateway ?? connection.LocalNetworkGateway ?? connection.Circuit)?.Name}")
    {
        Group = group,
        Before = Members(("virtualNetworkGateway1", connection.Gateway), ("virtualNetworkGateway2", connection.OtherGateway),
            ("localNetworkGateway2", connection.LocalNetworkGateway), ("peer", connection.Circuit)),
        Lanes = [connection.Id],
    };

    // Azure keeps a site as long as a connection uses it.
    private static Change Delete(Topology topology, LocalNetworkGateway site, ImmutableArray<string> connections, string group) =>
        new(site.Id, ChangeKind.Delete, $"Remove the site '{site.Name}'")
        {
            Group = group,
            DependsOn = connections,
            Lanes = [site.Id],
            Before = JsonBody.Write(new JsonObject { ["properties"] = Whole(topology, site.Id) }),
            Impact = IsMarked(topology, site.Id) ? ImpactStatement.None
                : new(Impact.Irreversible, $"The site {site.Name} goes, which this module has not made: what it was is in the plan alone."),
        };

    // Whoever needs it again finds here what it was; its state is none of that.
    private static JsonObject Whole(Topology topology, ResourceId site)
    {
        var properties = JsonBody.At(Document(topology, site), "properties")?.DeepClone().AsObject() ?? [];
        properties.Remove("provisioningState");
        return properties;
    }

    // A tag has any case.
    private static bool IsMarked(Topology topology, ResourceId site) => JsonBody.At(Document(topology, site), "tags") is JsonObject tags
        && MadeByTag.IsOn(tags.ToDictionary(t => t.Key, t => $"{t.Value}", StringComparer.OrdinalIgnoreCase));

    private static JsonObject? Document(Topology topology, ResourceId id) =>
        topology.Document(id) is { } document ? JsonBody.Parse(document.Json) : null;

    private static string Key(ResourceId id) => new Change(id, ChangeKind.Delete, string.Empty).Key;

    private static string Members(params (string Name, ResourceId? Id)[] references) => JsonBody.Write(new JsonObject
    {
        ["properties"] = new JsonObject(references.Where(r => r.Id is not null)
            .Select(r => KeyValuePair.Create(r.Name, (JsonNode?)new JsonObject { ["id"] = r.Id!.ToString() }))),
    });

    private static string Tunnels(IReadOnlyCollection<Change> changes)
    {
        var groups = changes.Select(c => c.Group).Distinct(StringComparer.Ordinal).Count();
        return changes.Count == 0 ? "connections" : groups == 1
            ? $"the connection{(changes.Count(c => c.Resource.IsType(ResourceTypes.Connection)) == 1 ? string.Empty : "s")} "
                + string.Join(" and ", changes.Where(c => c.Resource.IsType(ResourceTypes.Connection)).Select(c => c.Resource.Name))
            : string.Create(CultureInfo.InvariantCulture, $"{groups} connections");
    }

    private static PlanOrigin Origin(ConnectionRemovalRequest request)
    {
        var given = new JsonObject { ["Connection"] = new JsonArray([.. request.Connections.Select(c => (JsonNode)c.ToString())]) };
        if (request.KeepLocalNetworkGateway)
        {
            given["KeepLocalNetworkGateway"] = true;
        }

        if (request.RemoveLocalNetworkGateway)
        {
            given["RemoveLocalNetworkGateway"] = true;
        }

        return new(RemoveVpnGatewayConnection, JsonBody.Write(given));
    }
}
