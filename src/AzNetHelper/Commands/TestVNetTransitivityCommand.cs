using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Differences;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Answers what can reach what, why not, and what a plan would change about it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VNetTransitivity", DefaultParameterSetName = PairSet)]
[OutputType(typeof(ReachabilityAnswer), typeof(WayHop), typeof(PairChange), typeof(MatrixSummary), typeof(bool))]
public sealed class TestVNetTransitivityCommand : TopologyQuestionCommand
{
    private const string PairSet = "Pair";
    private const string AllSet = "All";
    private const string CompareSet = "Compare";

    // A matrix has millions of answers: they wait for whoever takes them, not the other way round.
    private readonly SemaphoreSlim _room = new(1000);
    private string? _referenceFile;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PairSet)]
    [Parameter(Position = 0, ParameterSetName = CompareSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string Source { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PairSet)]
    [Parameter(Position = 1, ParameterSetName = CompareSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string Destination { get; set; } = null!;

    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    [Parameter(ParameterSetName = AllSet)]
    [ValidateNotNullOrEmpty]
    public Verdict[]? Verdict { get; set; }

    // A parameter set of its own would make PowerShell ask for it whenever a topology comes down the pipeline.
    [Parameter(ParameterSetName = AllSet)]
    public MatrixGrouping? GroupBy { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CompareSet)]
    public SwitchParameter Compare { get; set; }

    [Parameter(ParameterSetName = CompareSet)]
    [TopologyInput]
    public object? Reference { get; set; }

    [Parameter]
    [PlanObject]
    public Plan? Plan { get; set; }

    [Parameter(ParameterSetName = PairSet)]
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter AllowBypass { get; set; }

    [Parameter(ParameterSetName = PairSet)]
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter AllowEgressChange { get; set; }

    [Parameter(ParameterSetName = PairSet)]
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter Detailed { get; set; }

    [Parameter(ParameterSetName = PairSet)]
    [Parameter(ParameterSetName = AllSet)]
    [Parameter(ParameterSetName = CompareSet)]
    public SwitchParameter Quiet { get; set; }

    private bool HasEnds => Source is not null && Destination is not null;

    protected override void EndProcessing()
    {
        if (Quiet && Detailed)
        {
            throw this.RefuseArgument("QuietOrDetailed", "Give -Quiet or -Detailed, not both.", CommandName);
        }

        if (GroupBy is not null && (Quiet || Detailed))
        {
            throw this.RefuseArgument("GroupsAreCounted", "-GroupBy counts pairs: give it without -Quiet and -Detailed.", GroupBy);
        }

        if (Compare && (Plan is null) == (Reference is null))
        {
            throw this.RefuseArgument("CompareWithOne",
                "Give -Plan to compare the networks with what a plan makes of them, or -Reference to compare them with others.", CommandName);
        }

        if (Compare && (Source is null) != (Destination is null))
        {
            throw this.RefuseArgument("EndsInPairs", "Give -Source and -Destination, or neither.", Source ?? Destination);
        }

        _referenceFile = Reference is string reference ? this.ResolveFile(reference) : null;
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        try
        {
            var networks = ParameterSetName == PairSet && NeedsSession
                ? await PairReader.ReadAsync(Open(steps), Survey, (Source, Destination), Plan, steps, stop)
                : await LoadAsync(steps, stop);
            if (After(networks, steps) is { } after)
            {
                await AnswerAsync(networks, after, steps, stop);
            }
        }
        catch (EndpointException e)
        {
            steps.Fail(new(e.Id, FailureKind.ObjectNotFound, e.Message, HasEnds ? $"{Source} {Destination}" : CommandName));
        }
    }

    protected override void Show(Step step)
    {
        base.Show(step);
        if (step is ResultStep)
        {
            _room.Release();
        }
    }

    /// <summary>The networks with the plan laid over them; null where it does not fit, which was told.</summary>
    private Topology? After(Topology networks, StepWriter steps)
    {
        if (Plan is null)
        {
            // The fix of an answer is none where nothing helps: not to be taken for a plan that changes nothing.
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Plan)))
            {
                steps.Notice(NoticeSeverity.Warning, "NoPlan", "The plan given is none ($null): this is about the networks as they are.");
            }

            return networks;
        }

        var projection = PlanProjection.Of(networks, Plan);
        foreach (var refusal in projection.Refusals)
        {
            steps.Fail(new(refusal.CheckId, refusal.Kind, refusal.Message, refusal.Resource));
        }

        // An answer about half of a plan would be about networks that nobody wants.
        return projection.IsAccepted ? projection.Topology : null;
    }

    private async Task AnswerAsync(Topology networks, Topology after, StepWriter steps, CancellationToken stop)
    {
        var engine = new ReachabilityEngine(after, new() { AllowBypass = AllowBypass, AllowEgressChange = AllowEgressChange });
        var results = ParameterSetName switch
        {
            PairSet => Told(engine.Ask(End(Source, after), End(Destination, after))),
            CompareSet => Changes(Reference is null ? networks : Referred(steps), after, stop),
            _ when GroupBy is { } grouping => MatrixSummary.Of(engine, grouping, Verdict, stop),
            _ when Quiet => [Matrix(engine, stop).All(p => Verdict is null ? p.Verdict == Reachability.Verdict.Reachable : IsWanted(p))],
            _ => Matrix(engine, stop).Where(IsWanted).SelectMany(p => Told(engine.Answer(p))),
        };
        foreach (var result in results)
        {
            await _room.WaitAsync(stop);
            steps.Result(result);
        }
    }

    private IEnumerable<object> Told(ReachabilityAnswer answer) =>
        Quiet ? [answer.Verdict == Reachability.Verdict.Reachable] : Detailed ? answer.Hops : [answer];

    private IEnumerable<object> Changes(Topology before, Topology after, CancellationToken stop)
    {
        var difference = new MatrixDifference(before, after);
        var changes = HasEnds
            ? difference.Around(End(Source, after, before), End(Destination, after, before), stop)
            : difference.WorseFirst(stop);
        return !Quiet ? changes
            : HasEnds ? [changes[0].After == Reachability.Verdict.Reachable && changes.All(c => c.IsAsked)]
            : [changes.All(c => c.Effect != ChangeEffect.Closes)];
    }

    private static IEnumerable<PairSummary> Matrix(ReachabilityEngine engine, CancellationToken stop)
    {
        foreach (var pair in engine.Matrix())
        {
            stop.ThrowIfCancellationRequested();
            yield return pair;
        }
    }

    private bool IsWanted(PairSummary pair) => Verdict is null || Verdict.Contains(pair.Verdict);

    private Topology Referred(StepWriter steps) =>
        _referenceFile is null ? (Topology)Reference! : TopologyFiles.Load([_referenceFile], steps);

    /// <summary>What a text means in the first of some topologies in which it means anything.</summary>
    private static Endpoint End(string text, params ReadOnlySpan<Topology> topologies)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return new EndpointParser(topologies[i]).Parse(text);
            }
            catch (EndpointException e) when (e.Id == EndpointException.NotFound && i + 1 < topologies.Length)
            {
                // What the change takes away is known to the other side.
            }
        }
    }
}
