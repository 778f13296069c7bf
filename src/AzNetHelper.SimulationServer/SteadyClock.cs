namespace AzNetHelper.SimulationServer;

/// <summary>
/// A clock that runs n times as fast all the time. The rehearsal's clock leaps from timer to timer; here the timers are
/// in other people's processes, and nobody tells when they wait.
/// </summary>
internal sealed class SteadyClock : TimeProvider
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _real;
    private readonly DateTimeOffset _start;
    private readonly long _startStamp;

    public SteadyClock(double scale, TimeProvider? real = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        Scale = scale;
        _real = real ?? System;
        _start = _real.GetUtcNow();
        _startStamp = _real.GetTimestamp();
    }

    public double Scale { get; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(_real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    /// <summary>How long a wait of the simulation is outside; infinite stays infinite, and none stays none.</summary>
    public TimeSpan Real(TimeSpan wait) => wait <= TimeSpan.Zero ? wait
        : wait / Scale is var real && real > ShortestWait ? real : ShortestWait;

    private TimeSpan Elapsed => _real.GetElapsedTime(_startStamp) * Scale;

    private sealed class Timer(ITimer real, SteadyClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => real.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => real.Dispose();

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}
