using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Shows peerings, both halves as one object.</summary>
[Cmdlet(VerbsCommon.Get, "VNetPeering")]
[OutputType(typeof(PeeringPair))]
public sealed class GetVNetPeeringCommand : QuestionCommand
{
    private readonly List<string> _networks = [];
    private string? _file;

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? VNet { get; set; }

    [Parameter(Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string? RemoteVNet { get; set; }

    [Parameter]
    public Topology? Topology { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override bool NeedsSession => Topology is null && _file is null;

    protected override void ProcessRecord() => _networks.AddRange(VNet ?? []);

    protected override void EndProcessing()
    {
        if (_networks.Count == 0 && MyInvocation.ExpectingInput)
        {
            return;
        }

        _file = Path is null ? null : this.ResolveFile(Path);
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        string[] references = RemoteVNet is null ? [.. _networks] : [.. _networks, RemoteVNet];
        var saved = Topology ?? (_file is null ? null : TopologyFiles.Load([_file], steps));
        var resolution = saved is null
            ? await NetworkResolver.ResolveAsync(Open(steps), references, ResourceTypes.VirtualNetwork,
                SubscriptionIds, steps, stop)
            : NetworkResolver.Resolve(saved, references, [ResourceTypes.VirtualNetwork]);
        if (!resolution.Succeeded)
        {
            foreach (var failure in resolution.Failures)
            {
                steps.Fail(failure);
            }

            return;
        }

        foreach (var pair in Pairs(saved ?? await ReadAsync(resolution.Ids, steps, stop), [.. resolution.Found.Select(f => f.Id)]))
        {
            steps.Result(pair);
        }
    }

    // A half that only the far side has is in nobody's document but the far side's: the survey finds it. What was asked
    // for is read by itself, since Resource Graph may be minutes behind.
    private async Task<Topology> ReadAsync(ImmutableArray<ResourceId> networks, StepWriter steps, CancellationToken stop)
    {
        var survey = await TopologyReader.ReadAsync(Open(steps), Survey, steps, stop);
        if (networks.IsEmpty)
        {
            return survey;
        }

        var reading = await NetworkReader.ReadNetworksAsync(Open(steps), networks, ReadDepth.Peers, steps, stop);
        foreach (var id in reading.Missing)
        {
            steps.Fail(new("VNetNotFound", FailureKind.ObjectNotFound, $"There is no virtual network {id}.", id));
        }

        return survey.With(reading.Topology.Documents);
    }

    private IEnumerable<PeeringPair> Pairs(Topology topology, ImmutableArray<ResourceId> named)
    {
        var remote = RemoteVNet is null ? null : named[^1];
        var networks = remote is null ? named : named[..^1];
        var pairs = networks.IsEmpty
            ? PeeringPair.All(topology)
            : networks.Distinct().SelectMany(n => PeeringPair.Of(topology, n));
        return remote is null
            ? pairs
            : pairs.Where(p => p.RemoteVNetId == remote || p.VNetId == remote)
                .Select(p => p.VNetId == remote && p.RemoteVNetId != remote ? p.Reversed : p);
    }
}
