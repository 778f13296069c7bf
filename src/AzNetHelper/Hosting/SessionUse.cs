using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Hosting;

/// <summary>One command's use of a session. What it opened works until it is disposed of.</summary>
internal sealed class SessionUse(IArm arm, Action leave, TimeSpan leastPatience) : IDisposable
{
    private Action? _leave = leave;
    private SessionUse? _second;
    private ImmutableHashSet<string> _secondSubscriptions = [];

    /// <summary>The connection, reporting to these steps; both as one where a second was joined.</summary>
    public IArm Open(StepWriter steps) => Open(steps.AsCaller());

    public IArm Open(ArmCaller caller) =>
        _second is null ? arm.For(caller) : new TwoTenantArm(arm.For(caller), _second.Open(caller), _secondSubscriptions);

    /// <summary>The session's own connection, whatever was joined to it.</summary>
    public IArm OpenOwn(StepWriter steps) => arm.For(steps.AsCaller());

    /// <summary>From here on, what is opened hands requests for these subscriptions to another session.</summary>
    public void Join(SessionUse second, ImmutableHashSet<string> subscriptions) => (_second, _secondSubscriptions) = (second, subscriptions);

    /// <summary>The least that a run waits by the session's clock when nobody set a limit.</summary>
    public TimeSpan LeastPatience => leastPatience;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
