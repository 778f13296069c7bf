using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// What became of a packet, without its way: all that a verdict is made of. Of millions of pairs nothing but the ends of their
/// ways is kept, which many of them share, so a first hop makes no <see cref="Walk.Trail"/> of its own.
/// </summary>
/// <param name="Trail">The way, or how it went on behind the first hop: its faults are those of the whole.</param>
/// <param name="Kinds">What is on the whole way.</param>
/// <param name="Appliances">The appliances passed on the whole way.</param>
internal readonly record struct Fate(Trail Trail, PathKinds Kinds, ApplianceSet Appliances)
{
    public Fate(Trail trail)
        : this(trail, trail.Kinds, trail.Appliances)
    {
    }

    public bool IsCut => Trail.IsCut;

    public Verdict Verdict => Trail.Verdict;

    /// <summary>What it leads through, when it arrives.</summary>
    public PathKinds ArrivesBy => Kinds == PathKinds.None ? PathKinds.Direct : Kinds;
}
