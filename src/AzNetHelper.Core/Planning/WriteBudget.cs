namespace AzNetHelper.Planning;

/// <summary>
/// What one subscription still takes of one kind of write (deletes, or all others), as its answers announce it: ARM takes 200
/// in a burst and then 10 a second, by subscription and caller
/// (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling, 2024; other subscriptions were
/// seen with more).
/// </summary>
internal sealed class WriteBudget
{
    // A tenth is kept back: for others who work with the same identity.
    private const double Reserve = 20;
    private const double RefillPerSecond = 10;

    // Before anything was announced, or where nothing is: fewer than the smallest bucket that was seen.
    private const int MostUnheard = 16;

    // Answers overtake one another, by less than this.
    private static readonly TimeSpan Overtaken = TimeSpan.FromSeconds(1);

    private readonly Queue<(TimeSpan At, int Announced)> _heard = [];
    private readonly HashSet<string> _unanswered = new(StringComparer.Ordinal);
    private double _left;

    // A bucket that was nearly empty from the first answer on fills up again; how far, the answers then tell.
    private double _largest = Reserve + MostUnheard;
    private TimeSpan _at;
    private bool _isKnown;

    /// <summary>When the next may start; null when that is up to an answer.</summary>
    public TimeSpan? OpensAt(TimeSpan now)
    {
        if (!_isKnown)
        {
            return _unanswered.Count < MostUnheard ? TimeSpan.Zero : null;
        }

        var lacking = Reserve - (LeftAt(now) - _unanswered.Count);
        return lacking <= 0 ? TimeSpan.Zero : (_at > now ? _at : now) + TimeSpan.FromSeconds(lacking / RefillPerSecond);
    }

    public void Starts(string key) => _unanswered.Add(key);

    /// <summary>It ended, whether it was sent or not.</summary>
    public void Ends(string key) => _unanswered.Remove(key);

    /// <summary>A write was answered.</summary>
    /// <param name="key">Which.</param>
    /// <param name="remaining">How many more were announced; null when nothing was said.</param>
    /// <param name="now">The time of the run.</param>
    public void Answered(string key, int? remaining, TimeSpan now)
    {
        _unanswered.Remove(key);
        if (remaining is { } announced)
        {
            // Of what was announced within the last moment the smallest number counts all that had arrived by then.
            _heard.Enqueue((now, announced));
            while (now - _heard.Peek().At > Overtaken)
            {
                _heard.Dequeue();
            }

            _largest = Math.Max(_largest, announced);
            (_left, _at, _isKnown) = (_heard.Min(h => h.Announced), now, true);
        }
    }

    /// <summary>Nothing is left but what comes back from then on.</summary>
    public void Empty(TimeSpan until)
    {
        _heard.Clear();
        (_left, _at, _isKnown) = (Reserve - 1, until, true);
    }

    private double LeftAt(TimeSpan now) =>
        Math.Min(_largest, _left + (Math.Max(0, (now - _at).TotalSeconds) * RefillPerSecond));
}
