using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>Plans any number of pairs together: the changes of those that can be planned, the problems of all.</summary>
internal sealed class PairPlanner(Topology topology, PeeringFacts facts, CheckList<Scene> checks)
{
    private readonly PeeringNames _names = new(topology);
    private readonly ImmutableArray<AskedPair>.Builder _asked = ImmutableArray.CreateBuilder<AskedPair>();
    private readonly ImmutableArray<PlannedPair>.Builder _pairs = ImmutableArray.CreateBuilder<PlannedPair>();

    public Topology Topology => topology;

    /// <summary>VNets that were named by themselves, all their peerings being meant.</summary>
    public ImmutableArray<ResourceId> Networks { get; init; } = [];

    public void Add(ResourceId first, ResourceId second, PairRequest request)
    {
        _asked.Add(new(first, second, request.Group));
        if ((first != second || !checks.Has(Catalogue.SameVNet)) && Find(first) is { } a && Find(second) is { } b)
        {
            var (one, two) = PairSide.Both(a, b, request, _names);
            _pairs.Add(new(one, two, PairChanges.Between(one, two, request.Group), request.Group));
        }
    }

    public Plan ToPlan(string title, params IEnumerable<PlanOrigin> origins)
    {
        var pairs = _pairs.ToImmutable();
        var (problems, notices) = checks.Run(new(topology, facts)
        {
            Asked = _asked.ToImmutable(), Networks = Networks, Pairs = pairs,
        });
        var stops = pairs.SelectMany(p => p.Sides.Where(s => s.StopsUsingGateway)
            .SelectMany(s => p.Changes.Where(c => c.Writes && c.Resource == s.Id).Select(c => (s.Network.Id, c.Key)))).ToLookup(s => s.Id, s => s.Key);
        return new(title)
        {
            Changes = InOrder([.. pairs.SelectMany(p => p.Changes.Select(c =>
                Starting(p, c) is { } start ? Start(c, start, stops[start.User.Network.Id]) : c))]),
            Problems = problems,
            Notices = [.. notices.Concat(pairs.SelectMany(ClientProfiles)).Distinct()],
            CreatedAt = topology.ReadAt ?? default,
            RestsOn = [.. pairs.SelectMany(p => p.Sides.SelectMany(s => Grounds(s, p.JoinsSpaces))).Distinct()],
            Origins = [.. origins],
        };
    }

    // A start waits for the stop at another gateway, which may belong to a pair that was asked for later: dependencies
    // point backwards all the same. Otherwise the order is that of the request.
    private static ImmutableArray<Change> InOrder(ImmutableArray<Change> changes)
    {
        var ordered = ImmutableArray.CreateBuilder<Change>(changes.Length);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var waiting = changes.ToList();
        while (waiting.Find(c => c.DependsOn.All(placed.Contains)) is { } next)
        {
            waiting.Remove(next);
            placed.Add(next.Key);
            ordered.Add(next);
        }

        // Two that wait for each other stay as they were, for the run to refuse.
        ordered.AddRange(waiting);
        return ordered.ToImmutable();
    }

    // What the rules were checked against: prefixes that overlap, a gateway that is borrowed.
    private IEnumerable<PlanGround> Grounds(PairSide side, bool joinsSpaces)
    {
        if (joinsSpaces)
        {
            var prefixes = side.Network.AddressSpace.Order().Select(p => (JsonNode)p.ToString());
            yield return new(side.Network.Id, JsonBody.Write(new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray([.. prefixes]) },
                },
            }));
        }

        foreach (var gateway in side.StartsUsingGateway ? topology.GatewaysOf(side.Remote.Id) : [])
        {
            yield return new(gateway.Id, gateway.Kind == GatewayKind.Other ? "{}"
                : JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["gatewayType"] = gateway.Kind.ToString() } }));
        }
    }

    // Where a check is switched off by a test, what it would have stopped is planned with what the id alone tells.
    private VirtualNetwork? Find(ResourceId id) => topology.VirtualNetwork(id)
        ?? (checks.Has(NetworkChecks.IsClassic(id) ? Catalogue.ClassicVNet : Catalogue.VNetNotFound) ? null : new(id, string.Empty));

    // The gateway whose use a change begins.
    private static (PairSide User, PairSide Lender)? Starting(PlannedPair pair, Change change)
    {
        var (user, lender) = pair.Gateways.FirstOrDefault(g => g.User.Id == change.Resource && change.Writes
            && (g.User.StartsUsingGateway || g.User.IsDisconnected) && g.User.Target.UseRemoteGateways);
        return user is not null && change.After is { } after
            && (bool?)JsonBody.At(JsonBody.Parse(after), "properties.useRemoteGateways") == true ? (user, lender) : null;
    }

    // A default route moves the user's Internet traffic; and a VNet uses one gateway, so it leaves another one first.
    private Change Start(Change change, (PairSide User, PairSide Lender) gateway, IEnumerable<string> stops)
    {
        var moves = checks.Has(Catalogue.DefaultRouteLearned) && change.Impact.Kind == Impact.None
            && facts.Routes.GetValueOrDefault(gateway.Lender.Network.Id) is { DefaultRoutes.IsEmpty: false };
        return change with
        {
            Impact = moves ? PeeringImpacts.OfEgress(gateway.User.Network.Id, gateway.Lender.Network.Id) : change.Impact,
            DependsOn = [.. change.DependsOn.Concat(stops.Where(s => s != change.Key)).Distinct(StringComparer.Ordinal)],
        };
    }

    // Windows clients know the routes of their profile only (about-point-to-site-routing; virtual-network-peering-overview).
    private IEnumerable<PlanNotice> ClientProfiles(PlannedPair pair) =>
        from gateway in pair.Gateways
        where gateway.User.StartsUsingGateway
        from lent in topology.GatewaysOf(gateway.Lender.Network.Id)
        where !lent.ClientPool.IsEmpty
        select new PlanNotice("ClientProfiles", Steps.NoticeSeverity.Information,
            $"Windows clients of {lent.Name} reach {gateway.User.Network.Name} only with a profile that is downloaded again.", lent.Id);
}
