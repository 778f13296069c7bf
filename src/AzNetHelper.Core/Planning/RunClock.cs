using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>When a run must end, and the waits inside it; everything on the connection's clock.</summary>
internal sealed class RunClock : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _grace = new();
    private readonly CancellationTokenSource _starting;
    private readonly CancellationTokenSource _finishing;
    private readonly CancellationTokenRegistration _onStop;
    private readonly Random _random;
    private readonly object _gate = new();
    private ITimer? _graceTimer;

    public RunClock(TimeProvider time, RunOptions options, CancellationToken stop)
    {
        _time = time;
        _start = time.GetTimestamp();
        _stop = stop;
        _random = options.JitterSeed is { } seed ? new Random(seed) : new Random();
        _deadline = new(options.Timeout, time);
        _starting = CancellationTokenSource.CreateLinkedTokenSource(stop, _deadline.Token);
        _finishing = CancellationTokenSource.CreateLinkedTokenSource(_grace.Token, _deadline.Token);
        _onStop = stop.Register(() => _graceTimer = time.CreateTimer(
            _ => _grace.Cancel(), null, RunOptions.Grace, System.Threading.Timeout.InfiniteTimeSpan));
    }

    /// <summary>Cancelled as soon as no further write may start: at the stop or the deadline.</summary>
    public CancellationToken Starting => _starting.Token;

    /// <summary>Cancelled when writes in flight are not waited for any longer: at the deadline, or some time after the stop.</summary>
    public CancellationToken Finishing => _finishing.Token;

    // Asked of the sources, which are set before their callbacks run: a continuation may run between two linked tokens.
    public bool MayStart => !_stop.IsCancellationRequested && !_deadline.IsCancellationRequested;

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    public long Now => _time.GetTimestamp();

    public TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    /// <summary>
    /// How long to wait before the next try: longer with every one, never shorter than the service asked, with jitter so that
    /// rivals part.
    /// </summary>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="retryAfter">What the service asks for at least.</param>
    /// <param name="sooner">How many times as soon it is tried again, where the service asks for nothing.</param>
    public TimeSpan PauseAfter(int tries, TimeSpan? retryAfter, int sooner = 1)
    {
        var ceiling = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(tries, 10)));
        var wait = TimeSpan.FromSeconds(ceiling * (0.5 + (NextDouble() / 2)) / sooner);
        return retryAfter is { } asked && asked > wait ? asked : wait;
    }

    /// <summary>Waits that long, in whole milliseconds: Task.Delay cuts off the rest, and who waits for a moment would spin.</summary>
    public Task WaitAsync(TimeSpan duration, CancellationToken cancellation) => Task.Delay(
        duration == Timeout.InfiniteTimeSpan ? duration : TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds)),
        _time, cancellation);

    /// <summary>Why the run ends early, as a failure of the thing that it could not finish.</summary>
    public Failure Interruption(object target, string last = "")
    {
        var tail = last.Length == 0 ? string.Empty : $" The last answer was: {last}";
        return _deadline.IsCancellationRequested
            ? new("OperationTimeout", FailureKind.OperationTimeout,
                $"{target} was not finished when the time was up. Run the command again, with a longer -Timeout.{tail}", target)
            : new("RunStopped", FailureKind.OperationStopped,
                $"{target} was not finished when the run was stopped. Run the command again to finish it.{tail}", target);
    }

    public void Dispose()
    {
        _onStop.Dispose();
        _graceTimer?.Dispose();
        _starting.Dispose();
        _finishing.Dispose();

        // _grace is left to the collector: its timer may be about to cancel it, and on a disposed one that would throw there.
        _deadline.Dispose();
    }

    private double NextDouble()
    {
        lock (_gate)
        {
#pragma warning disable CA5394 // Jitter is no secret.
            return _random.NextDouble();
#pragma warning restore CA5394
        }
    }
}
