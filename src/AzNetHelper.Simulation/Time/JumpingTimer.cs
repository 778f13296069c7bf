namespace AzNetHelper.Simulation;

/// <summary>A timer of virtual time; all its state is the clock's.</summary>
internal sealed class JumpingTimer(JumpingTimeProvider owner, TimerCallback callback, object? state) : ITimer
{
    public static IComparer<JumpingTimer> ByDue { get; } = Comparer<JumpingTimer>.Create((left, right) =>
        left.Due.CompareTo(right.Due) is var byDue && byDue != 0 ? byDue : left.Sequence.CompareTo(right.Sequence));

    public JumpingTimeProvider Owner { get; } = owner;

    public TimerCallback Callback { get; } = callback;

    public object? State { get; } = state;

    public DateTimeOffset Due { get; set; }

    public TimeSpan Period { get; set; }

    /// <summary>Timers of one moment fire in the order in which they were set.</summary>
    public long Sequence { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => Owner.Set(this, dueTime, period);

    public void Dispose() => Owner.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
