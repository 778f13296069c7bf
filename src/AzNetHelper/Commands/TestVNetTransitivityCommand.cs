using System.Management.Automation;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Answers what can reach what, and why not.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VNetTransitivity", DefaultParameterSetName = PairSet)]
[OutputType(typeof(ReachabilityAnswer), typeof(bool))]
public sealed class TestVNetTransitivityCommand : TopologyQuestionCommand
{
    private const string PairSet = "Pair";
    private const string AllSet = "All";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PairSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string Source { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PairSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string Destination { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    [Parameter(ParameterSetName = AllSet)]
    public Verdict[]? Verdict { get; set; }

    [Parameter]
    [PlanObject]
    public Plan? Plan { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var after = await LoadAsync(steps, stop);
        if (Plan is not null)
        {
            var projection = PlanProjection.Of(after, Plan);
            foreach (var refusal in projection.Refusals)
            {
                steps.Fail(new(refusal.CheckId, refusal.Kind, refusal.Message, refusal.Resource));
            }

            // An answer about half of a plan would be about networks that nobody wants.
            if (!projection.IsAccepted)
            {
                return;
            }

            after = projection.Topology;
        }

        try
        {
            foreach (var answer in Answers(new(after), new(after)))
            {
                stop.ThrowIfCancellationRequested();
                steps.Result(Quiet ? answer.Verdict == Reachability.Verdict.Reachable : answer);
            }
        }
        catch (EndpointException e)
        {
            steps.Fail(new(e.Id, FailureKind.ObjectNotFound, e.Message, ParameterSetName == PairSet ? $"{Source} {Destination}" : "All"));
        }
    }

    private IEnumerable<ReachabilityAnswer> Answers(ReachabilityEngine engine, EndpointParser parser) =>
        ParameterSetName == PairSet
            ? [engine.Ask(parser.Parse(Source), parser.Parse(Destination))]
            : engine.All().Where(a => Verdict is not { Length: > 0 } wanted || wanted.Contains(a.Verdict));
}
