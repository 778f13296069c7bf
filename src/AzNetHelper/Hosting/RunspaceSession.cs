using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Hosting;

/// <summary>
/// The session of each runspace; runspaces do not see each other's. One that nobody else was given ends when another
/// takes its place or its runspace ends. One that was handed out (-PassThru, Get-AzNetSession) ends with
/// Disconnect-AzNetSession only, or with the process: its secrets are then cleared by the platform (SecureString, key
/// handles).
/// </summary>
internal static class RunspaceSession
{
    private static readonly ConditionalWeakTable<Runspace, AzNetSession> Sessions = [];

    /// <summary>The session of the runspace whose pipeline thread this is; null where there is none.</summary>
    public static AzNetSession? Current =>
        Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session) ? session : null;

    public static void Set(AzNetSession session)
    {
        var runspace = Runspace.DefaultRunspace;
        if (Sessions.TryGetValue(runspace, out var replaced))
        {
            CloseUnlessHandedOut(replaced);
        }
        else
        {
            runspace.StateChanged += Forget;
        }

        Sessions.AddOrUpdate(runspace, session);
    }

    public static void Remove()
    {
        Runspace.DefaultRunspace.StateChanged -= Forget;
        Sessions.Remove(Runspace.DefaultRunspace);
    }

    private static void Forget(object? sender, RunspaceStateEventArgs change)
    {
        if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken
            && sender is Runspace runspace && Sessions.TryGetValue(runspace, out var session))
        {
            CloseUnlessHandedOut(session);
            Sessions.Remove(runspace);
        }
    }

    private static void CloseUnlessHandedOut(AzNetSession session)
    {
        if (!session.IsHandedOut)
        {
            session.Close();
        }
    }

    /// <summary>The session given, else the runspace's own, else a terminating error that says what to run.</summary>
    public static AzNetSession RequireSession(this Cmdlet cmdlet, AzNetSession? given) => (given ?? Current) switch
    {
        { IsOpen: true } session => session,
        { } closed => throw cmdlet.Terminate(new("SessionClosed", FailureKind.InvalidOperation,
            $"The session {closed.Id} was disconnected. Run Connect-AzNetSession.", closed)
            { RecommendedAction = "Run Connect-AzNetSession." }),
        null => throw cmdlet.Terminate(new("NoSession", FailureKind.InvalidOperation,
            "There is no session in this runspace. Run Connect-AzNetSession, or pass a session with -Session "
            + "(in ForEach-Object -Parallel and thread jobs: -Session $using:session).", cmdlet.GetType().Name)
            { RecommendedAction = "Run Connect-AzNetSession." }),
    };
}
