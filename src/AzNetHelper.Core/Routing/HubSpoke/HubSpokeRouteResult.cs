using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing;

/// <summary>What became of one spoke that was to be routed through its hub.</summary>
/// <param name="HubId">The hub.</param>
/// <param name="SpokeId">The spoke.</param>
public sealed record HubSpokeRouteResult(ResourceId HubId, ResourceId SpokeId)
{
    public string Hub => HubId.Name;

    public string Spoke => SpokeId.Name;

    /// <summary>The next hop, as it was asked for.</summary>
    public string NextHop { get; init; } = string.Empty;

    /// <summary>The names of the route tables of its subnets, as read back.</summary>
    public ImmutableArray<string> RouteTables { get; init; } = [];

    /// <summary>How many routes of its tables lead to the next hop, as read back.</summary>
    public int Routes { get; init; }

    /// <summary>The other spokes that it reaches now, by the routing that was read back.</summary>
    public ImmutableArray<string> Reaches { get; init; } = [];

    /// <summary>What came to reach it by this run: networks, sites, clients.</summary>
    public ImmutableArray<VerdictChange> Opened { get; init; } = [];

    /// <summary>True when something of it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that its writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure of it or of what all spokes need; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The results of a whole run of a plan of <see cref="HubSpokeRoutePlanner"/>, one for each spoke.</summary>
    public static ImmutableArray<HubSpokeRouteResult> From(RoutingGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var routing = new HubRouting(ground.Topology, ground.Request);
        var after = AfterRun.Of(ground.Topology, results);
        var spokes = routing.Spokes.Select(s => s.Id).ToImmutableArray();
        var changed = results.Any(Wrote) ? ReachabilityChange.Between(ground.Topology, after, [.. spokes, ground.Request.Hub])
            .Where(c => c.After == Verdict.Reachable).ToArray() : [];
        var verdicts = new Verdicts(after);
        return [.. spokes.Select(spoke => Of(spoke))];

        HubSpokeRouteResult Of(ResourceId spoke)
        {
            var network = after.VirtualNetwork(spoke);
            var tables = (network?.Subnets ?? []).Select(s => s.RouteTable).OfType<ResourceId>().Distinct().Order().ToArray();
            var own = results.Where(r => r.Resource.IsWithin(spoke) || tables.Any(r.Resource.IsWithin)).ToArray();
            var shared = results.Where(r => !spokes.Any(s => r.Resource.IsWithin(s)) && !r.Resource.IsType(ResourceTypes.RouteTable)
                && !r.Resource.IsType(ResourceTypes.Route));
            return new(ground.Request.Hub, spoke)
            {
                NextHop = ground.Request.NextHop is HubHop.ResourceHop { Resource: var id } ? id.Name : ground.Request.NextHop.ToString(),
                RouteTables = [.. tables.Select(t => t.Name)],
                Routes = tables.Select(after.RouteTable).OfType<RouteTable>()
                    .Sum(t => t.Routes.Count(r => routing.Hop.For(r.Prefix ?? default)?.IsOf(r) == true)),
                Reaches = [.. spokes.Where(s => s != spoke
                    && verdicts.Of(new VNetEndpoint(spoke), new VNetEndpoint(s)) == Verdict.Reachable).Select(s => s.Name)],
                Opened = [.. changed.Where(c => c.Ends.Source == spoke || c.Ends.Destination == spoke)],
                Changed = own.Any(Wrote),
                Elapsed = own.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
                Error = Failed([.. own, .. shared]),
            };
        }
    }

    public override string ToString() => Error is null
        ? $"{Spoke} through {Hub}: reaches {string.Join(", ", Reaches)}" : $"{Spoke}: {Error.Message}";

    // What is skipped tells less than why.
    private static Failure? Failed(ChangeResult[] results)
    {
        var failed = results.Where(r => r.Error is not null).ToArray();
        return (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error;
    }

    private static bool Wrote(ChangeResult result) =>
        result.Change.Writes && (result.Accepted || result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown);
}
