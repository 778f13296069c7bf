using System.Collections.Immutable;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// Verdicts without their explanation, for many pairs: where nothing cuts a destination two ways decide for all
/// subnets of two groups, and nothing is kept of them. One thread may use a scan.
/// </summary>
internal sealed class PairScan
{
    private readonly PacketWalk _walk = new();
    private readonly Crossing _crossing = new();

    public (Verdict Verdict, PathKinds Kinds, ReasonSet Reasons) Of(
        ImmutableArray<EndGroup> source, ImmutableArray<EndGroup> destination)
    {
        var tally = default(Tally);
        foreach (var from in source)
        {
            foreach (var to in destination)
            {
                if (!TryWhole(from, to, ref tally))
                {
                    tally.Add(PairVerdict.Of([from], [to], _crossing));
                }
            }
        }

        return tally.Result();
    }

    /// <summary>False when the addresses of an end fare differently, or it has several families or prefixes.</summary>
    private bool TryWhole(EndGroup from, EndGroup to, ref Tally tally)
    {
        if (from.Covers.Length != 1 || to.Covers.Length != 1)
        {
            return false;
        }

        if (from.HasIPv6 != to.HasIPv6)
        {
            return true;
        }

        var there = _walk.FateOf(from, to.Target, to.Covers[0], to.FirstPiece);
        if (there.IsCut)
        {
            return false;
        }

        var back = _walk.FateOf(to, from.Target, from.Covers[0], from.FirstPiece);
        if (back.IsCut)
        {
            return false;
        }

        if (there.Verdict == Verdict.Reachable && back.Verdict == Verdict.Reachable && !there.Appliances.SameAs(back.Appliances))
        {
            return false;
        }

        tally.Add(there, back);
        return true;
    }

    private struct Tally
    {
        private bool _reachable;
        private bool _unknown;
        private bool _blocked;
        private PathKinds _kinds;
        private ReasonSet _reasons;

        public void Add(in Fate there, in Fate back)
        {
            _reasons = _reasons.With(there.Trail).With(back.Trail);
            var verdict = there.Verdict < back.Verdict ? there.Verdict : back.Verdict;
            if (verdict == Verdict.Reachable)
            {
                _kinds |= there.ArrivesBy | back.ArrivesBy;
            }

            Count(verdict);
        }

        public void Add(PairVerdict pair)
        {
            if (pair.IsEmpty)
            {
                return;
            }

            _kinds |= pair.Kinds;
            _reasons = _reasons.With(pair.Faults);
            _reachable |= pair.HasReachable;
            _unknown |= pair.HasUnknown;
            _blocked |= pair.HasBlocked;
        }

        public readonly (Verdict Verdict, PathKinds Kinds, ReasonSet Reasons) Result() => (
            _reachable ? _unknown || _blocked ? Verdict.Partial : Verdict.Reachable
                : _unknown ? Verdict.Unknown : Verdict.Blocked,
            _kinds,
            _reachable || _unknown || _blocked ? _reasons : _reasons.With(ReasonId.NoCommonAddressFamily));

        private void Count(Verdict verdict)
        {
            _reachable |= verdict == Verdict.Reachable;
            _unknown |= verdict == Verdict.Unknown;
            _blocked |= verdict == Verdict.Blocked;
        }
    }
}
