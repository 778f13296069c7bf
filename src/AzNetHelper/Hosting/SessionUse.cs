using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Hosting;

/// <summary>One command's use of a session. What it opened works until it is disposed of.</summary>
internal sealed class SessionUse(IArm arm, Action leave, TimeSpan leastPatience) : IDisposable
{
    private Action? _leave = leave;

    /// <summary>The connection, reporting to these steps.</summary>
    public IArm Open(StepWriter steps) => Open(steps.AsCaller());

    public IArm Open(ArmCaller caller) => arm.For(caller);

    /// <summary>The least that a run waits by the session's clock when nobody set a limit.</summary>
    public TimeSpan LeastPatience => leastPatience;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
