using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// One decision on the way of a packet, and how it went on from there. Trails share their ends, so they are small; the
/// hops that people read are made of them when somebody asks.
/// </summary>
internal sealed class Trail
{
    private Trail(Place? at, HopType hop, ResourceId? resource)
    {
        (At, Hop, Resource) = (at, hop, resource);
        LoopsTo = int.MaxValue;
        Appliances = ApplianceSet.Empty;
    }

    /// <summary>The addresses fare differently: ask again with smaller pieces.</summary>
    public static Trail Cut { get; } = new(at: null, HopType.NoRoute, resource: null);

    /// <summary>Where the decision was taken; null for a site.</summary>
    public Place? At { get; }

    public HopType Hop { get; }

    /// <summary>What the packet is handed to; null where there is none.</summary>
    public ResourceId? Resource { get; }

    /// <summary>The route that was followed; null when there is none or a gateway decided.</summary>
    public EffectiveRoute? Route { get; private init; }

    /// <summary>The prefix that a gateway or a site decided by.</summary>
    public IPPrefix? Prefix { get; private init; }

    /// <summary>The site that decided; null elsewhere.</summary>
    public SiteNode? Site { get; private init; }

    /// <summary>How it went on; null at the end.</summary>
    public Trail? Next { get; private init; }

    /// <summary>The ways of the other next hops, where a route has several.</summary>
    public ImmutableArray<Trail> Others { get; private init; } = [];

    /// <summary>Why it ended; null when it arrived.</summary>
    public Fault? Fault { get; private init; }

    /// <summary>What is on the way, from here.</summary>
    public PathKinds Kinds { get; private init; }

    /// <summary>The appliances passed, from here.</summary>
    public ApplianceSet Appliances { get; private init; }

    /// <summary>The earliest place, by its number on the way, that the packet came back to.</summary>
    public int LoopsTo { get; private init; }

    /// <summary>What it leads through, when it arrives.</summary>
    public PathKinds ArrivesBy => Kinds == PathKinds.None ? PathKinds.Direct : Kinds;

    /// <summary>True when a route with several next hops is on the way.</summary>
    public bool Splits { get; private init; }

    public bool IsCut => ReferenceEquals(this, Cut);

    public Verdict Verdict => Fault is null ? Verdict.Reachable : Fault.IsDoubt ? Verdict.Unknown : Verdict.Blocked;

    /// <summary>An end without a decision.</summary>
    public static Trail Stopped(Place? at, Fault fault, SiteNode? site = null, int loopsTo = int.MaxValue) =>
        new(at, HopType.NoRoute, resource: null) { Fault = fault, Site = site, LoopsTo = loopsTo };

    /// <summary>The way of a packet that stays inside its site.</summary>
    public static Trail Within(SiteNode site) => new(at: null, HopType.Site, site.Id) { Site = site };

    /// <summary>The last decision on a way: it arrived, or failed.</summary>
    public static Trail End(
        Place at, HopType hop, ResourceId? resource, Fault? fault, EffectiveRoute? route = null, IPPrefix? prefix = null,
        PathKinds kinds = PathKinds.None) =>
        new(at, hop, resource) { Fault = fault, Route = route, Prefix = prefix, Kinds = kinds };

    /// <summary>A decision, and how it went on.</summary>
    public static Trail To(
        Place? at, HopType hop, ResourceId? resource, Trail next, EffectiveRoute? route = null, IPPrefix? prefix = null,
        PathKinds kinds = PathKinds.None, Appliance? passed = null, SiteNode? site = null) =>
        next.IsCut ? Cut : new(at, hop, resource)
        {
            Next = next,
            Fault = next.Fault,
            Route = route,
            Prefix = prefix,
            Site = site,
            Kinds = next.Kinds | kinds,
            Appliances = passed is null ? next.Appliances : next.Appliances.With(passed),
            LoopsTo = next.LoopsTo,
            Splits = next.Splits,
        };

    /// <summary>A decision with several next hops, of which every one must work.</summary>
    public static Trail Split(ImmutableArray<Trail> ways)
    {
        if (ways.Any(w => w.IsCut))
        {
            return Cut;
        }

        // What blocks decides, then what is not known.
        var first = ways.FirstOrDefault(w => w.Verdict == Verdict.Blocked) ?? ways.FirstOrDefault(w => w.Fault is not null)
            ?? ways[0];
        return ways.Length == 1 ? first : new(first.At, first.Hop, first.Resource)
        {
            Next = first.Next,
            Others = ways.Remove(first),
            Fault = first.Fault,
            Route = first.Route,
            Prefix = first.Prefix,
            Kinds = ways.Aggregate(PathKinds.None, (kinds, w) => kinds | w.Kinds),
            Appliances = ways.Aggregate(ApplianceSet.Empty, (all, w) => all.With(w.Appliances)),
            LoopsTo = ways.Min(w => w.LoopsTo),
            Splits = true,
        };
    }

    /// <summary>
    /// True when a packet of another sender, which has entered other places, fares the same: it would enter no place
    /// twice, and is foreign wherever this one was.
    /// </summary>
    public bool Fits(NetworkNode? sender, List<Place> entered)
    {
        for (var step = this; step is not null; step = step.Next)
        {
            if (step.At is not { } at)
            {
                continue;
            }

            if (ReferenceEquals(at.Node, sender) || entered.Contains(at))
            {
                return false;
            }

            foreach (var other in step.Others)
            {
                if (!other.Fits(sender, entered))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>True when a decision was taken in the VNet.</summary>
    public bool Visits(NetworkNode? network)
    {
        for (var step = this; step is not null; step = step.Next)
        {
            if (network is not null && (step.At?.Node == network || step.Others.Any(o => o.Visits(network))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The decisions in their order.</summary>
    public ImmutableArray<Hop> Hops()
    {
        var hops = ImmutableArray.CreateBuilder<Hop>();
        for (var step = this; step is not null; step = step.Next)
        {
            if (step.Hop != HopType.NoRoute || step.Route is not null || step.Next is not null || hops.Count == 0)
            {
                hops.Add(new(step.At?.Id ?? step.Site!.Id, step.Hop, step.Resource)
                {
                    Route = step.Route?.Prefix ?? step.Prefix,
                    Origin = step.Route?.Origin ?? (step.Prefix is null ? RouteOrigin.System : RouteOrigin.Gateway),
                    RouteName = step.Route?.User?.Name,
                });
            }
        }

        return hops.ToImmutable();
    }

    /// <summary>This way and those of other next hops, each by itself.</summary>
    public IEnumerable<Trail> Ways()
    {
        yield return this;
        for (var step = this; step is not null; step = step.Next)
        {
            foreach (var other in step.Others.SelectMany(o => o.Ways()))
            {
                yield return other;
            }
        }
    }
}
