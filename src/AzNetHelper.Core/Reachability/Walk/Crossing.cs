using AzNetHelper.Addressing;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>The ways of the pieces of one subnet, of one address family.</summary>
/// <param name="IsIPv6">The family.</param>
/// <param name="Ways">The pieces, and the way to each.</param>
internal readonly record struct Outcome(bool IsIPv6, (IPPrefix Piece, Trail Trail)[] Ways)
{
    /// <summary>Every piece counts: what blocks decides, then what is not known.</summary>
    public Verdict Verdict
    {
        get
        {
            var verdict = Verdict.Reachable;
            foreach (var (_, trail) in Ways)
            {
                verdict = trail.Verdict < verdict ? trail.Verdict : verdict;
            }

            return verdict;
        }
    }

    /// <summary>What the ways lead through.</summary>
    public PathKinds Kinds
    {
        get
        {
            var kinds = PathKinds.None;
            foreach (var (_, trail) in Ways)
            {
                kinds |= trail.ArrivesBy;
            }

            return kinds;
        }
    }

    /// <summary>Of a family that the two do not have in common.</summary>
    public static Outcome None { get; } = new(IsIPv6: false, []);
}

/// <summary>One direction between two groups of alike subnets, in one address family.</summary>
internal sealed class Crossing
{
    private readonly PacketWalk _walk = new();

    /// <summary>
    /// The outcomes towards the members of <paramref name="to"/>: one for all of them where nothing tells them apart,
    /// else one for each.
    /// </summary>
    public List<Outcome> Of(EndGroup from, EndGroup to, bool isIPv6)
    {
        var target = to.Target;
        return Whole(from, to, target, isIPv6) is { } one
            ? [one]
            : [.. to.Members.Select(m => Pieces(from, target, m.Where(p => p.IsIPv6 == isIPv6), isIPv6))];
    }

    private Outcome? Whole(EndGroup from, EndGroup to, Target target, bool isIPv6)
    {
        var ways = new List<(IPPrefix, Trail)>(1);
        for (var i = 0; i < to.Covers.Length; i++)
        {
            if (to.Covers[i].IsIPv6 != isIPv6)
            {
                continue;
            }

            var trail = _walk.To(from, target, to.Covers[i], to.FirstPiece + i);
            if (trail.IsCut)
            {
                return null;
            }

            ways.Add((to.Covers[i], trail));
        }

        return new(isIPv6, [.. ways]);
    }

    private Outcome Pieces(EndGroup from, Target target, IEnumerable<IPPrefix> prefixes, bool isIPv6)
    {
        var ways = new List<(IPPrefix, Trail)>();
        foreach (var prefix in prefixes)
        {
            Divide(prefix);
        }

        return new(isIPv6, [.. ways]);

        void Divide(IPPrefix piece)
        {
            var trail = _walk.To(from, target, piece, number: -1);
            if (!trail.IsCut)
            {
                ways.Add((piece, trail));
                return;
            }

            // What cuts a piece lies strictly inside it, so the piece is no single address and halves exist.
            var upper = piece.Bits | (UInt128.One << (127 - piece.Length));
            Divide(IPPrefix.FromBits(piece.Bits, piece.Length + 1, piece.IsIPv6));
            Divide(IPPrefix.FromBits(upper, piece.Length + 1, piece.IsIPv6));
        }
    }
}
