using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Judges ExpressRoute circuits: both links, what they carry, and what is connected with them.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ExpressRouteCircuit")]
[OutputType(typeof(CircuitVerdict), typeof(bool))]
public sealed class TestExpressRouteCircuitCommand : QuestionCommand
{
    private readonly List<string> _circuits = [];

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CircuitCompleter))]
    public string[]? Circuit { get; set; }

    /// <summary>Seconds between two readings of the byte counters; 0 reads them once.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int SampleSeconds { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public CircuitFindingId[]? ExcludeFinding { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord() => _circuits.AddRange(Circuit ?? []);

    protected override void EndProcessing()
    {
        if (_circuits.Count > 0 || !MyInvocation.ExpectingInput)
        {
            base.EndProcessing();
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = Open(steps);
        var isWell = await CircuitSearch.FindAsync(arm, _circuits, SubscriptionIds, steps, stop) is { } found
            && await JudgeAsync(arm, found, steps, stop);
        if (Quiet)
        {
            steps.Result(isWell);
        }
    }

    // True only where there is a circuit, and every one of them was read and is healthy: a script may stop on anything else.
    private async Task<bool> JudgeAsync(IArm arm, ImmutableArray<ResourceId> circuits, StepWriter steps, CancellationToken stop)
    {
        // A gateway of any subscription may be connected, also where the session looks for names in one alone.
        var usual = new CircuitReadOptions { Sample = SampleSeconds > 0 ? TimeSpan.FromSeconds(SampleSeconds) : null };
        var options = LeastPatience > usual.Patience ? usual with { Patience = LeastPatience } : usual;
        var healthy = 0;
        foreach (var circuit in circuits)
        {
            if (await CircuitReader.ReadAsync(arm, circuit, options, steps, stop) is not { } evidence)
            {
                continue;
            }

            var verdict = CircuitJudge.Judge(evidence, ExcludeFinding);
            healthy += verdict.IsHealthy ? 1 : 0;
            if (!Quiet)
            {
                steps.Result(verdict);
            }
        }

        return healthy > 0 && healthy == circuits.Length;
    }
}
