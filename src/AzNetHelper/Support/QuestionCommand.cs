using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of cmdlets that ask and change nothing.</summary>
public abstract class QuestionCommand : AzNetCommand
{
    private AzNetSession? _session;
    private SessionUse? _use;

    /// <summary>The session to ask; the runspace's own when absent. Pass $using:session to other runspaces.</summary>
    [Parameter]
    public AzNetSession? Session { get; set; }

    /// <summary>False for what can be answered without Azure, for example from a file.</summary>
    protected virtual bool NeedsSession => true;

    /// <summary>The question, asked off the pipeline thread. Answers, notices and failures are steps.</summary>
    protected abstract Task AskAsync(StepWriter steps, CancellationToken stop);

    /// <summary>The subscriptions that names are looked for in; empty for all that the session sees.</summary>
    protected ImmutableArray<string> SubscriptionIds => _session?.SubscriptionIds ?? [];

    /// <summary>How long the session's clock lets answers be waited for at least; a rehearsal's runs fast.</summary>
    protected TimeSpan LeastPatience => _use?.LeastPatience ?? TimeSpan.Zero;

    /// <summary>Everything that the session sees.</summary>
    protected TopologyScope Survey
    {
        get
        {
            var survey = new TopologyScope { SubscriptionIds = SubscriptionIds };
            return LeastPatience > survey.RouterPatience ? survey with { RouterPatience = LeastPatience } : survey;
        }
    }

    /// <summary>The session's connection, reporting to these steps.</summary>
    protected IArm Open(StepWriter steps) =>
        (_use ?? throw new InvalidOperationException($"{CommandName} asked for no session.")).Open(steps);

    protected override void EndProcessing() => Ask();

    /// <summary>Asks now; a cmdlet that answers each pipeline input on its own calls it from ProcessRecord.</summary>
    protected void Ask()
    {
        _session = NeedsSession ? this.RequireSession(Session) : Session;
        using (_use = _session?.Use())
        {
            Run(AskAsync);
        }
    }
}
