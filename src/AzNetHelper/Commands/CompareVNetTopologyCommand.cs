using System.Management.Automation;
using AzNetHelper.Comparison;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Tells what differs between two topologies, or between a plan and the networks as they are.</summary>
[Cmdlet(VerbsData.Compare, "VNetTopology", DefaultParameterSetName = TopologySet)]
[OutputType(typeof(TopologyDifference), typeof(string), typeof(bool))]
public sealed class CompareVNetTopologyCommand : QuestionCommand
{
    private const string TopologySet = "Topology";
    private const string PlanSet = "Plan";
    private const string Live = "the session";
    private int _inputs;
    private string? _referenceFile;
    private string? _differenceFile;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TopologySet)]
    [TopologyInput]
    public object Reference { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [PlanObject]
    public Plan Plan { get; set; } = null!;

    [Parameter(ParameterSetName = PlanSet)]
    public SwitchParameter RestsOn { get; set; }

    [Parameter(Position = 1, ValueFromPipeline = true)]
    [TopologyInput]
    public object? Difference { get; set; }

    [Parameter(ParameterSetName = TopologySet)]
    public SwitchParameter IncludeAll { get; set; }

    [Parameter]
    public SwitchParameter AsText { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override bool NeedsSession => Difference is null;

    protected override void ProcessRecord()
    {
        if (++_inputs > 1)
        {
            throw this.RefuseArgument("OneTopologyAtATime",
                "Several topologies came down the pipeline. Compare one at a time, or import all files at once.", CommandName);
        }
    }

    protected override void EndProcessing()
    {
        // The pipeline may have brought nothing: that is no reason to compare with other networks than were meant.
        if (Difference is null && MyInvocation.ExpectingInput)
        {
            return;
        }

        _referenceFile = Reference is string reference ? this.ResolveFile(reference) : null;
        _differenceFile = Difference is string difference ? this.ResolveFile(difference) : null;
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var result = await CompareAsync(steps, stop);
        foreach (var gap in result.Unknown)
        {
            steps.Notice(NoticeSeverity.Warning, "NotCompared",
                $"{gap.Scope} could not be read ({gap.Code}), so it was not compared.");
        }

        foreach (var answer in Quiet ? [result.IsSame] : AsText ? Lines(result) : result.Differences.AsEnumerable<object>())
        {
            steps.Result(answer);
        }
    }

    private async Task<ComparisonResult> CompareAsync(StepWriter steps, CancellationToken stop)
    {
        if (ParameterSetName == TopologySet)
        {
            var reference = Given(Reference, _referenceFile, steps)!;
            return TopologyComparison.Compare(reference, Given(Difference, _differenceFile, steps)
                ?? await TopologyReader.ReadAsync(Open(steps), Survey with { Depth = SurveyDepth.Ways }, steps, stop), IncludeAll);
        }

        var comparison = new PlanComparison(Plan, RestsOn);
        return Given(Difference, _differenceFile, steps) is { } topology
            ? comparison.With(topology)
            : await comparison.WithAsync(Open(steps), NetworkReader.DefaultThrottleLimit, stop);
    }

    private static Topology? Given(object? given, string? file, StepWriter steps) =>
        file is null ? given as Topology : TopologyFiles.Load([file], steps);

    private IEnumerable<object> Lines(ComparisonResult result) => DifferenceText.Lines(result.Differences,
        ParameterSetName == PlanSet
            ? $"{Plan.Title} ({(RestsOn ? "what it rests on" : "what it wants")})" : Name(Reference, _referenceFile),
        Difference is null ? Live : Name(Difference, _differenceFile));

    private static string Name(object given, string? file) => file ?? given.ToString()!;
}
