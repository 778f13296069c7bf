namespace AzNetHelper.Simulation;

/// <summary>A timer of a scaled clock; all its state is the clock's.</summary>
internal sealed class ScaledTimer(ScaledTimeProvider owner, TimerCallback callback, object? state) : ITimer
{
    public static IComparer<ScaledTimer> ByDue { get; } = Comparer<ScaledTimer>.Create((left, right) =>
        left.Due.CompareTo(right.Due) is var byDue && byDue != 0 ? byDue : left.Sequence.CompareTo(right.Sequence));

    public TimerCallback Callback { get; } = callback;

    public object? State { get; } = state;

    /// <summary>On the scaled clock, from its start.</summary>
    public TimeSpan Due { get; set; }

    public TimeSpan Period { get; set; }

    /// <summary>Timers of one moment fire in the order in which they were set.</summary>
    public long Sequence { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => owner.Set(this, dueTime, period);

    public void Dispose() => owner.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
