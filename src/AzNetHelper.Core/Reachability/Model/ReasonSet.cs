using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Model;

/// <summary>Some reason ids, a bit each.</summary>
internal readonly record struct ReasonSet
{
    private readonly ulong _bits;

    private ReasonSet(ulong bits) => _bits = bits;

    public bool Contains(ReasonId id) => (_bits & (1UL << (int)id)) != 0;

    public ReasonSet With(ReasonId id) => new(_bits | (1UL << (int)id));

    public ReasonSet With(Fault? fault) => fault is null ? this : With(fault.Id);

    /// <summary>The reasons of a way, and of the other next hops on it.</summary>
    public ReasonSet With(Trail trail)
    {
        var set = With(trail.Fault);
        if (trail.Splits)
        {
            foreach (var way in trail.Ways())
            {
                set = set.With(way.Fault);
            }
        }

        return set;
    }

    public ReasonSet With(ReasonSet others) => new(_bits | others._bits);

    /// <summary>What blocks comes before what is not known, each in the order of the ids.</summary>
    public IEnumerable<ReasonId> Ids()
    {
        for (var id = 0; id < 64; id++)
        {
            if (Contains((ReasonId)id))
            {
                yield return (ReasonId)id;
            }
        }
    }
}
