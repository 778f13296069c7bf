using AzNetHelper.Addressing;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What one group of subnets finds towards a subnet of another group.</summary>
internal sealed record Outcome(Verdict Verdict, IReadOnlyList<Leg> Legs);

/// <summary>One direction between two groups of alike subnets.</summary>
internal static class Crossing
{
    /// <summary>
    /// The outcomes towards the members of <paramref name="to"/>: one for all of them where nothing tells them apart,
    /// else one for each.
    /// </summary>
    public static List<Outcome> Of(EndGroup from, EndGroup to, bool[] families)
    {
        var target = Target.Of(to);
        return Whole(from, to, target, families) is { } one
            ? [one]
            : [.. to.Members.Select(member => Pieces(from, target, member.Where(p => families.Contains(p.IsIPv6))))];
    }

    private static Outcome? Whole(EndGroup from, EndGroup to, Target target, bool[] families)
    {
        var legs = new List<Leg>(to.Covers.Length);
        foreach (var cover in to.Covers.Where(p => families.Contains(p.IsIPv6)))
        {
            if (PacketWalk.To(from, target, cover) is not { } leg)
            {
                return null;
            }

            legs.Add(leg);
        }

        return Of(legs);
    }

    private static Outcome Pieces(EndGroup from, Target target, IEnumerable<IPPrefix> prefixes)
    {
        var legs = new List<Leg>();
        foreach (var prefix in prefixes)
        {
            Divide(prefix);
        }

        return Of(legs);

        void Divide(IPPrefix piece)
        {
            if (PacketWalk.To(from, target, piece) is { } leg)
            {
                legs.Add(leg);
                return;
            }

            // What cuts a piece lies strictly inside it, so the piece is no single address and halves exist.
            var upper = piece.Bits | (UInt128.One << (127 - piece.Length));
            Divide(IPPrefix.FromBits(piece.Bits, piece.Length + 1, piece.IsIPv6));
            Divide(IPPrefix.FromBits(upper, piece.Length + 1, piece.IsIPv6));
        }
    }

    private static Outcome Of(List<Leg> legs) =>
        new(legs.Exists(l => l.Verdict == Verdict.Blocked) ? Verdict.Blocked
            : legs.Exists(l => l.Verdict == Verdict.Unknown) ? Verdict.Unknown : Verdict.Reachable, legs);
}
