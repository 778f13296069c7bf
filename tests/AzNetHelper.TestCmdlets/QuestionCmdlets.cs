using System.Management.Automation;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.TestCmdlets;

/// <summary>What became of a use case, for a test to wait for.</summary>
public sealed class Probe
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the use case has begun.</summary>
    public Task Started => _started.Task;

    /// <summary>How the use case ended: 'ran out' or 'was cancelled'.</summary>
    public Task<string> Ended => _ended.Task;

    public int Thread { get; private set; }

    public void Start()
    {
        Thread = Environment.CurrentManagedThreadId;
        _started.TrySetResult();
    }

    public void End(string how) => _ended.TrySetResult(how);
}

/// <summary>Makes a session over a scripted connection.</summary>
[Cmdlet(VerbsCommon.New, "TestSession")]
[OutputType(typeof(AzNetSession))]
public sealed class NewTestSessionCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public ScriptedArm Arm { get; set; } = null!;

    [Parameter]
    public Uri Endpoint { get; set; } = new("https://arm.invalid/");

    protected override void EndProcessing() => WriteObject(new AzNetSession(Arm, Endpoint) { Account = "tester" });
}

/// <summary>Writes the steps that it is given; then ends, goes on for ever, or throws.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Question")]
public sealed class TestQuestionCommand : QuestionCommand
{
    [Parameter(ValueFromPipeline = true)]
    public Step[] Step { get; set; } = [];

    /// <summary>Goes on writing numbers until it is cancelled.</summary>
    [Parameter]
    public SwitchParameter Endless { get; set; }

    /// <summary>Waits silently until it is cancelled.</summary>
    [Parameter]
    public SwitchParameter Silent { get; set; }

    /// <summary>Waits silently and does not hear that it is cancelled.</summary>
    [Parameter]
    public SwitchParameter Deaf { get; set; }

    [Parameter]
    public Exception? Throw { get; set; }

    [Parameter]
    public Probe Probe { get; set; } = new();

    protected override TimeSpan StopGrace => Deaf ? TimeSpan.FromMilliseconds(50) : base.StopGrace;

    protected override bool NeedsSession => false;

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        Probe.Start();
        try
        {
            foreach (var step in Step)
            {
                steps.Write(step);
            }

            for (var i = 0; Endless; i++)
            {
                stop.ThrowIfCancellationRequested();
                steps.Result(i);
                await Task.Yield();
            }

            if (Silent || Deaf)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Deaf ? CancellationToken.None : stop);
            }

            if (Throw is not null)
            {
                throw Throw;
            }

            Probe.End("ran out");
        }
        catch (OperationCanceledException)
        {
            Probe.End("was cancelled");
            throw;
        }
    }
}

/// <summary>Asks the session for a path and writes the answer.</summary>
[Cmdlet(VerbsCommon.Get, "TestAnswer")]
[OutputType(typeof(string))]
public sealed class GetTestAnswerCommand : QuestionCommand
{
    [Parameter(Mandatory = true)]
    public string Path { get; set; } = null!;

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop) =>
        steps.Result(Encoding.UTF8.GetString((await Open(steps).GetAsync(Path, "2025-05-01", stop)).Body.Span));
}

/// <summary>Writes what its reference parameters received.</summary>
[Cmdlet(VerbsCommon.Show, "TestReference")]
[OutputType(typeof(string))]
public sealed class ShowTestReferenceCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    [ResourceReference]
    public string[] VNet { get; set; } = [];

    [Parameter]
    [ResourceReference]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string? Hub { get; set; }

    [Parameter]
    public AzNetSession? Session { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(VNet, enumerateCollection: true);
        if (Hub is not null)
        {
            WriteObject(Hub);
        }
    }
}

/// <summary>Writes the files that its paths resolve to.</summary>
[Cmdlet(VerbsCommon.Show, "TestFile", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class ShowTestFileCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Literal")]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    protected override void EndProcessing() => WriteObject(
        this.ResolveFiles(LiteralPath.Length > 0 ? LiteralPath : Path, LiteralPath.Length > 0), enumerateCollection: true);
}

/// <summary>
/// Select-Object -First, which this engine does not bring: ends what is upstream by the same exception.
/// </summary>
[Cmdlet(VerbsCommon.Select, "TestFirst")]
public sealed class SelectTestFirstCommand : PSCmdlet
{
    private int _seen;

    [Parameter(Position = 0)]
    public int First { get; set; } = 1;

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (++_seen == First)
        {
            var stop = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
            throw (Exception)Activator.CreateInstance(stop, this)!;
        }
    }
}
