using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Services;
using AzNetHelper.Services.Audits;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Shows which subnets get in to which services, and what is not as it looks.</summary>
[Cmdlet(VerbsCommon.Get, "VNetServiceAccess", DefaultParameterSetName = NamesSet)]
[OutputType(typeof(ServiceAccess))]
public sealed class GetVNetServiceAccessCommand : QuestionCommand
{
    private const string NamesSet = "Names";
    private const string AllSet = "All";
    private readonly List<string> _resources = [];
    private string? _file;

    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NamesSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    public string[]? Resource { get; set; }

    [Parameter(ParameterSetName = NamesSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[]? Subnet { get; set; }

    [Parameter(ParameterSetName = NamesSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? VNet { get; set; }

    /// <summary>Everything, which is also what comes without a name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public AuditSeverity? Severity { get; set; }

    [Parameter]
    public SwitchParameter IncludeEgress { get; set; }

    [Parameter]
    public Topology? Topology { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override bool NeedsSession => Topology is null && _file is null;

    protected override void ProcessRecord() => _resources.AddRange(Resource ?? []);

    protected override void EndProcessing()
    {
        if (_resources.Count == 0 && MyInvocation.ExpectingInput)
        {
            return;
        }

        if (Topology is not null && Path is not null)
        {
            throw this.RefuseArgument("TopologyGivenTwice", "Give -Topology or -Path, not both.", Path);
        }

        if (IncludeEgress && (Topology is not null || Path is not null))
        {
            throw this.RefuseArgument("EgressNotSaved", "A saved topology does not hold what tells the public addresses of subnets: ask with -IncludeEgress in a session.",
                nameof(IncludeEgress));
        }

        _file = Path is null ? null : this.ResolveFile(Path);
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var saved = Topology ?? (_file is null ? null : TopologyFiles.Load([_file], steps));
        var services = await IdsAsync(saved, _resources, [.. ServiceKind.All.Select(k => k.ResourceType)], steps, stop);
        var subnets = await IdsAsync(saved, [.. Subnet ?? []], [ResourceTypes.Subnet], steps, stop);
        var networks = await IdsAsync(saved, [.. VNet ?? []], [ResourceTypes.VirtualNetwork], steps, stop);
        if (services is not { } named || subnets is not { } within || networks is not { } around)
        {
            return;
        }

        var ground = saved is null ? await ReadAsync(named, [.. within, .. around], steps, stop) : Saved(saved, steps);
        foreach (var row in ground.Rows().Where(r => IsWanted(r, named, [.. within, .. around])))
        {
            steps.Result(row);
        }
    }

    private async Task<ImmutableArray<ResourceId>?> IdsAsync(
        Topology? saved, IReadOnlyList<string> references, ImmutableArray<string> types, StepWriter steps, CancellationToken stop)
    {
        if (references.Count == 0)
        {
            return [];
        }

        var resolution = saved is null ? await NetworkResolver.ResolveAsync(Open(steps), references, types, SubscriptionIds, steps, stop)
            : NetworkResolver.Resolve(saved, references, types);
        foreach (var failure in resolution.Failures)
        {
            steps.Fail(failure);
        }

        return resolution.Succeeded ? resolution.Ids : null;
    }

    // Services by name need no survey of networks; for a subnet every service is asked, because no subnet says who trusts it.
    private Task<AccessAuditGround> ReadAsync(ImmutableArray<ResourceId> services, ImmutableArray<ResourceId> places, StepWriter steps, CancellationToken stop) =>
        AccessAuditGround.ReadAsync(Open(steps), services.IsEmpty ? null : services,
            services.IsEmpty && places.IsEmpty ? null : [.. places.Select(p => p.IsType(ResourceTypes.Subnet) ? p.Parent! : p).Distinct()],
            SubscriptionIds, IncludeEgress, steps, stop);

    private static AccessAuditGround Saved(Topology topology, StepWriter steps)
    {
        var ground = AccessAuditGround.Of(topology);
        if (ground.Services.IsEmpty)
        {
            steps.Notice(NoticeSeverity.Warning, "NoServicesInTopology",
                "This topology holds no services: Get-VNetTopology reads networks alone. Import the answers of Azure Resource Manager for the services as well "
                + "(Import-VNetTopology takes several files), or ask in a session.");
        }

        return ground;
    }

    private bool IsWanted(ServiceAccess row, ImmutableArray<ResourceId> services, ImmutableArray<ResourceId> places) =>
        (services.IsEmpty || (row.ServiceId is { } service && services.Contains(service)))
        && (places.IsEmpty || (row.SubnetId is { } subnet && places.Any(subnet.IsWithin)))
        && (Severity is null || row.Severity >= Severity);
}
