namespace AzNetHelper.Simulation;

/// <summary>
/// A clock that runs n times as fast as the real one, for rehearsals: with a scale of 600 a gateway's 35 minutes take
/// 3.5 seconds. Timers fire at their scaled time.
/// </summary>
public sealed class ScaledTimeProvider : TimeProvider
{
    private readonly TimeProvider _real;
    private readonly DateTimeOffset _start;
    private readonly long _startStamp;

    /// <param name="scale">How many seconds pass here in one real second; more than 0.</param>
    /// <param name="real">The clock that drives this one; the system's by default.</param>
    public ScaledTimeProvider(double scale, TimeProvider? real = null)
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

    private TimeSpan Elapsed => _real.GetElapsedTime(_startStamp) * Scale;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(_real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    // A wait that rounds to nothing would make a polling loop spin.
    private TimeSpan Real(TimeSpan span) => span <= TimeSpan.Zero
        ? span
        : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (long)(span.Ticks / Scale)));

    private sealed class ScaledTimer(ITimer timer, ScaledTimeProvider owner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(owner.Real(dueTime), owner.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
