using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Hosting;

/// <summary>
/// A signed-in connection to Azure Resource Manager, or a rehearsal of one. Thread-safe: one session may serve several
/// runspaces at once. It shows no token, key or password.
/// </summary>
public sealed class AzNetSession
{
    private readonly object _gate = new();
    private readonly IArm _arm;
    private bool _closed;
    private int _users;

    /// <summary>A session over a connection, which is disposed of with it where it can be.</summary>
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

    /// <summary>The other tenants whose networks it works in; empty for none.</summary>
    public ImmutableArray<string> AuxiliaryTenantIds { get; init; } = [];

    /// <summary>Who is signed in, where that is known without asking: a user, a client id.</summary>
    public string? Account { get; init; }

    /// <summary>How it signs in.</summary>
    public SignIn SignIn { get; init; }

    /// <summary>The subscriptions that it is limited to; empty for all that can be seen.</summary>
    public ImmutableArray<string> SubscriptionIds { get; init; } = [];

    /// <summary>True when it talks to the embedded simulation.</summary>
    public bool IsRehearsal => Simulation is not null;

    /// <summary>
    /// The embedded simulation of a rehearsal: its state, its request log and its declared faults; null for Azure.
    /// </summary>
    public AzureSimulation? Simulation { get; init; }

    /// <summary>
    /// When the session ends by itself: a token that was brought cannot be renewed. Null for one that renews itself.
    /// </summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset ConnectedAt { get; }

    /// <summary>False once it was disconnected.</summary>
    public bool IsOpen => !Volatile.Read(ref _closed);

    public override string ToString() =>
        $"{Environment} ({(IsRehearsal ? "rehearsal" : Account ?? SignIn.ToString())})";

    /// <summary>True once it was written to the pipeline: others may use it, in this runspace and elsewhere.</summary>
    internal bool IsHandedOut { get; set; }

    internal DateTimeOffset Now => _arm.Time.GetUtcNow();

    /// <summary>
    /// A command's use of the session, which lasts until it is disposed of, whoever closes the session meanwhile.
    /// </summary>
    internal SessionUse Use()
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new ArmException(
                    0, "SessionClosed", "The session was disconnected. Run Connect-AzNetSession.");
            }

            _users++;
        }

        return new(_arm, Leave, IsRehearsal ? RehearsalSession.LeastPatience : TimeSpan.Zero);
    }

    /// <summary>
    /// Takes no further command. The connection and with it every secret is disposed of at once, or when the commands
    /// that are under way have ended: a session that another runspace uses does not break in the middle of its work.
    /// </summary>
    internal void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            Volatile.Write(ref _closed, true);
            DisposeWhenUnused();
        }
    }

    /// <summary>
    /// The plan with where it was made, unless it knows; a rehearsal is no place, so its plans fit everywhere.
    /// </summary>
    internal Plan Mark(Plan plan) => IsRehearsal ? plan : plan with
    {
        Cloud = plan.Cloud ?? Environment,
        TenantId = plan.TenantId ?? TenantId,
    };

    /// <summary>True for a tenant that it signs in to, be it named by its id or by the domain that was given.</summary>
    internal bool IsIn(string tenant) => AuxiliaryTenantIds.Append(TenantId ?? string.Empty).Select(IdOf)
        .Contains(IdOf(tenant), StringComparer.OrdinalIgnoreCase);

    private string IdOf(string tenant) => _arm.TenantId(tenant) ?? tenant;

    private void Leave()
    {
        lock (_gate)
        {
            _users--;
            DisposeWhenUnused();
        }
    }

    private void DisposeWhenUnused()
    {
        if (_closed && _users == 0)
        {
            (_arm as IDisposable)?.Dispose();
        }
    }
}
