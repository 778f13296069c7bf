namespace AzNetHelper.Planning;

/// <summary>How the write of a peering's half stands to a VNet: its half is there, or its VNet is the remote one.</summary>
internal enum LaneRole
{
    Own,
    Remote,
}

/// <summary>Two writes on one VNet: one is under way when the other one starts.</summary>
internal readonly record struct Meeting(LaneRole UnderWay, LaneRole Starting);

/// <summary>
/// What a run has learned of one VNet: how many writes of peerings may be under way there when a further one starts. Which
/// writes the service lets meet is not documented: a lock on both VNets is what Terraform assumes, and answers show a lock at
/// least on a VNet that is being written (azure-rest-api-specs issue 14202). So the four ways to meet are learned one by one:
/// all are open at first, what is refused is closed down to what was seen to be held, and what is closed is tried again, at
/// growing distances, because the service may have changed its mind or somebody else may have been the reason.
/// Not thread-safe: <see cref="SharedLanes"/> holds the lock.
/// </summary>
internal sealed class LaneWidths
{
    // How many writes are accepted before a closed meeting is tried again, at first and at most: of the four hundred writes of a
    // hub with two hundred spokes five are refused for it.
    private const int FirstDistance = 16;
    private const int LongestDistance = 128;

    // One refusal of what was seen to be held may be somebody else's doing; two in a row are a rule.
    private const int Strikes = 2;

    private readonly Dictionary<Meeting, Width> _widths = [];
    private int _distance = FirstDistance;
    private int _accepted;
    private int _strikes;
    private Meeting? _tried;

    /// <param name="firstGuess">What was learned elsewhere in this run: the rule is the service's, not the VNet's.</param>
    public LaneWidths(LaneWidths? firstGuess)
    {
        foreach (var (meeting, width) in firstGuess?._widths ?? [])
        {
            _widths[meeting] = width;
        }
    }

    /// <summary>
    /// How many writes may wait for their first answer beside one that starts. One more with each that is taken, so that their
    /// number doubles with every round trip; halved when they are in one another's way.
    /// </summary>
    public int Ahead { get; private set; } = 1;

    /// <summary>Refused for a reason that does not lie in this run: one at a time asks again.</summary>
    public bool IsHeldByOthers { get; private set; }

    /// <summary>True when a write that meets so many may start.</summary>
    public bool Admits(Meeting meeting, int underWay) => underWay <= Of(meeting).Most;

    /// <summary>True when it is time to try what is closed. Not the same again at once: others may be closed for no reason.</summary>
    public bool MayTry(Meeting meeting) => _accepted >= (_tried == meeting ? _distance * 3 / 2 : _distance);

    /// <summary>A write starts that is not admitted, to see whether it is refused.</summary>
    public void Try(Meeting meeting) => (_accepted, _tried) = (0, meeting);

    /// <summary>A write was taken here.</summary>
    public void Accept()
    {
        _accepted++;
        _strikes = 0;
        IsHeldByOthers = false;
        Ahead = Math.Min(Ahead + 1, RunOptions.DefaultThrottleLimit);
    }

    /// <summary>A write was taken while so many were under way for certain.</summary>
    public void Prove(Meeting meeting, int underWay)
    {
        var width = Of(meeting);
        if (underWay > width.Most)
        {
            // The rule is not what it was taken for, so nothing that was learned from refusals holds.
            _distance = FirstDistance;
            foreach (var closed in _widths.Keys.ToArray())
            {
                _widths[closed] = Of(closed) with { Most = int.MaxValue };
            }
        }

        _widths[meeting] = Of(meeting) with { Proven = Math.Max(width.Proven, underWay) };
    }

    /// <summary>A write was refused beside others of this run.</summary>
    /// <param name="met">Whom it met here.</param>
    /// <param name="isCertain">The answer names one of them.</param>
    public void Refuse(IReadOnlyCollection<(Meeting Meeting, int UnderWay)> met, bool isCertain)
    {
        var suspects = met.Where(m => m.UnderWay > Of(m.Meeting).Proven).ToArray();
        if (suspects.Length == 0 && !isCertain && ++_strikes < Strikes)
        {
            return;
        }

        foreach (var (meeting, underWay) in suspects.Length == 0 ? met : suspects)
        {
            var width = Of(meeting);
            if (_tried == meeting && underWay > width.Most)
            {
                _distance = Math.Min(2 * _distance, LongestDistance);
            }

            var most = Math.Min(width.Most, underWay > width.Proven ? width.Proven : underWay / 2);
            _widths[meeting] = new(most, Math.Min(width.Proven, most));
        }

        (_accepted, _strikes) = (0, 0);
    }

    public void RefuseForOthers() => IsHeldByOthers = true;

    public void Crowd() => Ahead = Math.Max(1, Ahead / 2);

    private Width Of(Meeting meeting) => _widths.TryGetValue(meeting, out var width) ? width : new(int.MaxValue, 0);

    /// <param name="Most">So many may be under way when one starts.</param>
    /// <param name="Proven">So many were under way when one was taken.</param>
    private readonly record struct Width(int Most, int Proven);
}
