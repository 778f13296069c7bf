using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Hosting;

/// <summary>
/// A signed-in connection to Azure Resource Manager, or a rehearsal of one. Thread-safe: one session may serve several
/// runspaces at once. It shows no token, key or password.
/// </summary>
public sealed class AzNetSession
{
    private IArm? _arm;

    /// <summary>A session over a connection.</summary>
    public AzNetSession(IArm arm, Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(endpoint);
        _arm = arm;
        Endpoint = endpoint;
        ConnectedAt = arm.Time.GetUtcNow();
    }

    /// <summary>Tells sessions apart.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>
    /// AzureCloud, AzureChinaCloud, AzureUSGovernment, Rehearsal, or the host of an endpoint of one's own.
    /// </summary>
    public string Environment { get; init; } = "AzureCloud";

    /// <summary>Where requests go.</summary>
    public Uri Endpoint { get; }

    /// <summary>The tenant; null when the sign-in chose it and it cannot be told.</summary>
    public string? TenantId { get; init; }

    /// <summary>Who is signed in, where that is known without asking: a user, a client id.</summary>
    public string? Account { get; init; }

    /// <summary>How it signs in.</summary>
    public SignIn SignIn { get; init; }

    /// <summary>The subscriptions that it is limited to; empty for all that can be seen.</summary>
    public ImmutableArray<string> SubscriptionIds { get; init; } = [];

    /// <summary>True when it talks to the embedded simulation.</summary>
    public bool IsRehearsal => Simulation is not null;

    /// <summary>The embedded simulation of a rehearsal: its state, its request log and its declared faults; null for Azure.</summary>
    public AzureSimulation? Simulation { get; init; }

    /// <summary>
    /// When the session ends by itself: a token that was brought cannot be renewed. Null for one that renews itself.
    /// </summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset ConnectedAt { get; }

    /// <summary>False once it was disconnected.</summary>
    public bool IsOpen => _arm is not null;

    /// <summary>The connection, reporting to these steps. One a command.</summary>
    /// <exception cref="ArmException">The session was disconnected (<c>NoSession</c>).</exception>
    public IArm Open(StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return OpenFor(steps.AsCaller());
    }

    public override string ToString() => $"{Environment} ({(IsRehearsal ? "rehearsal" : Account ?? SignIn.ToString())})";

    internal DateTimeOffset Now => _arm?.Time.GetUtcNow() ?? ConnectedAt;

    internal IArm OpenFor(ArmCaller caller) => (_arm
        ?? throw new ArmException(0, "NoSession", "The session was disconnected. Run Connect-AzNetSession.")).For(caller);

    /// <summary>Forgets the connection and with it every secret; what is under way goes on to its end.</summary>
    internal void Close() => _arm = null;
}
