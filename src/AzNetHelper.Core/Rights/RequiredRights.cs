using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Reading;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;

namespace AzNetHelper.Rights;

/// <summary>From a plan to the rights that it needs. Pure.</summary>
public static class RequiredRights
{
    /// <summary>The rights that a plan needs, each once, in the order of its changes; none for a plan that writes nothing.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="known">The VNets that <see cref="NetworksBehind"/> names: a PUT sends references on that a plan does not
    /// mention, and gateways are found through their VNet. What is not in it cannot be told.</param>
    public static ImmutableArray<RequiredRight> Of(Plan plan, Topology known)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(known);
        var made = plan.Changes.Where(c => c.Kind == ChangeKind.Create).Select(c => c.Resource).ToHashSet();
        var rights = plan.IsEmpty ? [] : plan.Changes.SelectMany(c => Of(c, known).Select(r => r with
        {
            Need = c.Summary,
            Group = c.Group,
            Exists = !made.Contains(r.Scope),
        }));
        return [.. rights.Concat(Keys(plan, made)).Concat(AuthorizationKeys(plan, made)).Concat(Unread(plan)).DistinctBy(r => (r.Action, r.Scope))];
    }

    /// <summary>The VNets, interfaces and gateways whose documents <see cref="Of(Plan, Topology)"/> needs.</summary>
    public static ImmutableArray<ResourceId> NetworksBehind(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Changes.Where(c => c.Writes).SelectMany(c =>
            c.Resource.IsType(ResourceTypes.Peering) ? BeginsTransit(c) && Remote(c) is { } lender ? [lender] : []
            : c.Kind != ChangeKind.Update ? []
            : c.Resource.IsType(ResourceTypes.VirtualNetwork) || c.Resource.IsType(ResourceTypes.NetworkInterface)
                || c.Resource.IsType(ResourceTypes.VirtualNetworkGateway) ? [c.Resource]
            : c.Resource.IsType(ResourceTypes.Subnet) ? [c.Resource.Parent!]
            : (ResourceId[])[]).Distinct()];
    }

    private static IEnumerable<RequiredRight> Of(Change change, Topology known)
    {
        var (id, scope) = (change.Resource, RightsTable.ScopeOf(change.Resource));
        if (ManagerDeployment.Is(id))
        {
            foreach (var action in RightsTable.OfDeployment)
            {
                yield return new(action, scope);
            }

            yield break;
        }

        yield return new($"{id.Type}/read", scope);
        switch (change.Kind)
        {
            case ChangeKind.Create or ChangeKind.Update:
                yield return new($"{id.Type}/write", scope);
                break;
            case ChangeKind.Delete:
                yield return new($"{id.Type}/delete", scope);
                break;
            case ChangeKind.Action:
                yield return new($"{id.Type}/{change.Action}/{(change.ActionVerb == ArmVerb.Put ? "write" : "action")}", scope);
                break;
        }

        if (id.IsType(ResourceTypes.Peering))
        {
            yield return new(RightsTable.ReadNetwork, scope);
            if (Remote(change) is { } remote)
            {
                yield return new(RightsTable.ReadNetwork, remote);
            }
        }

        // A connection is planned of both gateways that it joins.
        foreach (var gateway in id.IsType(ResourceTypes.Connection) ? Gateways(change) : [])
        {
            yield return new(RightsTable.ReadGateway, gateway);
        }

        // A route is planned of its table: what else is in it, and who uses it.
        if (id.IsType(ResourceTypes.Route))
        {
            yield return new(RightsTable.ReadRouteTable, scope);
        }

        // A peering is planned of its circuit.
        if (id.IsType(ResourceTypes.CircuitPeering))
        {
            yield return new(RightsTable.ReadCircuit, scope);
        }

        if (change.Kind is not (ChangeKind.Create or ChangeKind.Update))
        {
            yield break;
        }

        // Endpoints of a subnet are planned of its network's document.
        if (change.Kind == ChangeKind.Update && id.IsType(ResourceTypes.Subnet) && EndpointChange.IsOne(change))
        {
            yield return new(RightsTable.ReadNetwork, id.Parent!);
        }

        // A link with a circuit has no shared key.
        if (change.Kind == ChangeKind.Update && id.IsType(ResourceTypes.Connection) && !IsCircuitLink(change))
        {
            yield return new(RightsTable.ReadSharedKey, scope);
        }

        var body = Body(change, known);
        foreach (var link in RightsTable.LinksOf(id.Type))
        {
            foreach (var linked in link.Action == RightsTable.JoinCircuit && HasAuthorization(body) ? [] : References(body, link.Path.Split('.')))
            {
                yield return new(link.Action, linked);
            }
        }

        // A gateway is planned of its network: what else is in it, and around it. Which clients it refuses has nothing to do with that.
        if (id.IsType(ResourceTypes.VirtualNetworkGateway) && !RevocationEdit.IsAll(change.After))
        {
            foreach (var network in References(body, "properties.ipConfigurations[].properties.subnet.id".Split('.')).Select(s => s.Parent).OfType<ResourceId>())
            {
                yield return new(RightsTable.ReadNetwork, network);
            }
        }

        // The secrets of its RADIUS servers are put back before the write.
        if (id.IsType(ResourceTypes.VirtualNetworkGateway) && change.Kind == ChangeKind.Update && HiddenSecrets.MissingIn(id, body) is not null)
        {
            yield return new(RadiusSecrets.Right, scope);
        }

        // What a connection may be depends on its gateway.
        if (id.IsType(ResourceTypes.Connection) && ResourceId.TryParse((string?)JsonBody.At(body, "properties.virtualNetworkGateway1.id"), out var owner))
        {
            yield return new(RightsTable.ReadGateway, owner);
        }

        if (id.IsType(ResourceTypes.Peering) && BeginsTransit(change) && Remote(change) is { } lender)
        {
            foreach (var gateway in known.VirtualNetwork(lender) is { } network ? Shape.GatewaysIn(network) : [])
            {
                yield return new(RightsTable.ReadGateway, gateway);
            }
        }
    }

    // A half that is there gives its key to the one that is made.
    private static IEnumerable<RequiredRight> Keys(Plan plan, HashSet<ResourceId> made) =>
        from change in plan.Changes
        where change.Writes
        from slot in SecretSlot.In(change)
        where slot.IsSharedKey && !made.Contains(slot.Resource!)
        select new RequiredRight(RightsTable.ReadSharedKey, slot.Resource!) { Need = change.Summary, Group = change.Group };

    // The key of an authorization is read just before it is sent.
    private static IEnumerable<RequiredRight> AuthorizationKeys(Plan plan, HashSet<ResourceId> made) =>
        from change in plan.Changes
        where change.Writes
        from slot in SecretSlot.In(change)
        where slot.IsReadAuthorizationKey && !made.Contains(slot.Resource!)
        select new RequiredRight(ExpressRoute.AuthorizationKey.Right, RightsTable.ScopeOf(slot.Resource!)) { Need = change.Summary, Group = change.Group };

    private static bool IsCircuitLink(Change change) => change.Before is not null && JsonBody.At(JsonBody.Parse(change.Before), "properties.peer") is not null;

    private static bool HasAuthorization(JsonObject body) => JsonBody.At(body, "properties.authorizationKey") is not null;

    // What could not be found may be there and unreadable: the caller's rights tell which.
    private static IEnumerable<RequiredRight> Unread(Plan plan) =>
        from problem in plan.Problems
        where problem.Kind is FailureKind.ObjectNotFound or FailureKind.PermissionDenied
        let action = problem.Resource.IsType(ResourceTypes.VirtualNetwork) ? RightsTable.ReadNetwork
            : problem.Resource.IsType(ResourceTypes.VirtualNetworkGateway) ? RightsTable.ReadGateway
            : problem.CheckId is "ServiceNotRead" ? $"{problem.Resource.Type}/read"
            : null
        where action is not null
        select new RequiredRight(action, problem.Resource) { Need = plan.Title, Group = problem.Group };

    // The body that will be sent, as far as it can be known before the last read.
    private static JsonObject Body(Change change, Topology known)
    {
        var after = change.After is null ? [] : JsonBody.Parse(change.After);
        var found = change.Kind == ChangeKind.Update ? Found(change.Resource, known) : null;
        return found is null ? after : BodyRules.Compose(change.Resource.Type, found, after).Body;
    }

    private static JsonObject? Found(ResourceId id, Topology known)
    {
        if (!id.IsType(ResourceTypes.Subnet))
        {
            return id.Parent is null && known.Document(id) is { } own ? JsonBody.Parse(own.Json) : null;
        }

        var holder = known.Document(id.Parent!) is { } network ? JsonBody.Parse(network.Json) : null;
        return (JsonBody.At(holder, "properties.subnets") as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(s => string.Equals((string?)s["name"], id.Name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool BeginsTransit(Change change) =>
        change.Kind is ChangeKind.Create or ChangeKind.Update && UsesGateway(change.After) && !UsesGateway(change.Before);

    private static bool UsesGateway(string? members) =>
        members is not null && JsonBody.At(JsonBody.Parse(members), "properties.useRemoteGateways") is JsonValue value
            && value.TryGetValue<bool>(out var uses) && uses;

    private static IEnumerable<ResourceId> Gateways(Change change) =>
        from members in new[] { change.Before, change.Kind == ChangeKind.Action ? null : change.After }
        where members is not null
        from end in (string[])["virtualNetworkGateway1", "virtualNetworkGateway2"]
        from gateway in References(JsonBody.Parse(members), ["properties", end, "id"])
        select gateway;

    private static ResourceId? Remote(Change change) => (change.After ?? change.Before) is { } members
        ? References(JsonBody.Parse(members), ["properties", "remoteVirtualNetwork", "id"]).FirstOrDefault()
        : null;

    private static IEnumerable<ResourceId> References(JsonNode? node, string[] path)
    {
        if (path is [])
        {
            return node is JsonValue value && value.TryGetValue<string>(out var text) && ResourceId.TryParse(text, out var id) ? [id] : [];
        }

        var each = path[0].EndsWith("[]", StringComparison.Ordinal);
        var next = (node as JsonObject)?[each ? path[0][..^2] : path[0]];
        return each ? (next as JsonArray ?? []).SelectMany(item => References(item, path[1..])) : References(next, path[1..]);
    }
}
