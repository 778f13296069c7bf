using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>One caller, and the gate that keeps it from being asked twice at once.</summary>
internal sealed class CallScope(ArmCaller caller)
{
    public ArmCaller Caller => caller;

    public SemaphoreSlim Gate { get; } = new(1, 1);
}

/// <summary>
/// Carries the caller of a request down to the policies and the credential, which know only the request.
/// </summary>
internal sealed class CurrentCaller
{
    private readonly AsyncLocal<CallScope?> scope = new();

    public CallScope? Scope
    {
        get => scope.Value;
        set => scope.Value = value;
    }
}
