using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AzNetHelper.Arm;

namespace AzNetHelper.Reachability.Walk;

/// <summary>From the legs of a pair to what is told about it: each reason and each way once.</summary>
internal sealed class Sides(ResourceId source, ResourceId destination)
{
    public ImmutableArray<Reason> Reasons(IReadOnlyList<(Directions Direction, Leg Leg)> legs)
    {
        var order = new List<(ReasonId, ResourceId?, string?)>();
        var found = new Dictionary<(ReasonId, ResourceId?, string?), (Fault Fault, Directions Direction)>();
        foreach (var (direction, leg) in legs)
        {
            if (leg.Fault is not { } fault)
            {
                continue;
            }

            // Without a resource at fault, each direction's lack of a route is its own.
            var key = (fault.Id, fault.Resource ?? fault.Network, fault.Flag);
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(found, key, out var known);
            if (!known)
            {
                order.Add(key);
            }

            entry = (known ? entry.Fault : fault, entry.Direction | direction);
        }

        return [.. order.Select(k => found[k]).OrderBy(f => f.Fault.IsDoubt).Select(f => Told(f.Fault, f.Direction))];
    }

    public static ImmutableArray<ReachabilityPath> Paths(IReadOnlyList<(Directions Direction, Leg Leg)> legs)
    {
        var paths = ImmutableArray.CreateBuilder<ReachabilityPath>();
        foreach (var (direction, leg) in legs)
        {
            // What concerns both directions together has no way of its own.
            if (direction == Directions.Both && leg.Hops.IsEmpty)
            {
                continue;
            }

            // Pieces that go the same way are one way to a reader; there are few distinct ones, so a scan is enough.
            if (!paths.Any(p => p.Direction == direction && p.Fault == leg.Fault?.Id && p.Hops.SequenceEqual(leg.Hops)))
            {
                paths.Add(new(direction, leg.Piece, leg.Verdict, leg.Hops) { Fault = leg.Fault?.Id });
            }
        }

        return paths.ToImmutable();
    }

    public Reason NoCommonFamily() => Told(
        new(ReasonId.NoCommonAddressFamily) { Network = source, At = source }, Directions.Both);

    private Reason Told(Fault fault, Directions direction)
    {
        var towards = direction == Directions.Back ? source : destination;
        return new(fault.Id, fault.Resource, fault.Flag, Sentences.Of(fault, towards.Name))
        {
            Direction = direction,
            IsDoubt = fault.IsDoubt,
            Side = SideOf(fault.Resource ?? fault.At),
        };
    }

    private FaultSide SideOf(ResourceId resource) =>
        resource.IsWithin(Network(source)) ? FaultSide.Source
        : resource.IsWithin(Network(destination)) ? FaultSide.Destination
        : FaultSide.Transit;

    private static ResourceId Network(ResourceId end) => end.IsType(ResourceTypes.Subnet) ? end.Parent! : end;
}
