using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Hosting;

/// <summary>The session of each runspace. It goes when its runspace goes; runspaces do not see each other's.</summary>
internal static class RunspaceSession
{
    private static readonly ConditionalWeakTable<Runspace, AzNetSession> Sessions = [];

    /// <summary>The session of the runspace whose pipeline thread this is; null where there is none.</summary>
    public static AzNetSession? Current =>
        Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session) ? session : null;

    public static void Set(AzNetSession session) => Sessions.AddOrUpdate(Runspace.DefaultRunspace, session);

    public static void Remove() => Sessions.Remove(Runspace.DefaultRunspace);

    /// <summary>The session given, else the runspace's own, else a terminating error that says what to run.</summary>
    public static AzNetSession RequireSession(this Cmdlet cmdlet, AzNetSession? given) => (given ?? Current) switch
    {
        { IsOpen: true } session => session,
        { } closed => throw cmdlet.Terminate(new("NoSession", FailureKind.InvalidOperation,
            $"The session {closed.Id} was disconnected. Run Connect-AzNetSession.", closed)
            { RecommendedAction = "Run Connect-AzNetSession." }),
        null => throw cmdlet.Terminate(new("NoSession", FailureKind.InvalidOperation,
            "There is no session in this runspace. Run Connect-AzNetSession, or pass a session with -Session "
            + "(in ForEach-Object -Parallel and thread jobs: -Session $using:session).", cmdlet.GetType().Name)
            { RecommendedAction = "Run Connect-AzNetSession." }),
    };
}
