using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Shows the service endpoints of subnets, or those that their regions offer.</summary>
[Cmdlet(VerbsCommon.Get, "VNetServiceEndpoint", DefaultParameterSetName = SubnetSet)]
[OutputType(typeof(SubnetEndpoint), typeof(OfferedEndpoint))]
public sealed class GetVNetServiceEndpointCommand : QuestionCommand
{
    private const string SubnetSet = "Subnet";
    private const string OfferSet = "Available";
    private readonly List<string> _named = [];
    private string? _file;

    /// <summary>VNets or subnets.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("VNet")]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[]? Subnet { get; set; }

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointServiceCompleter))]
    public string[]? Service { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = OfferSet)]
    public SwitchParameter Available { get; set; }

    [Parameter(ParameterSetName = SubnetSet)]
    public Topology? Topology { get; set; }

    [Parameter(ParameterSetName = SubnetSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override bool NeedsSession => Topology is null && _file is null;

    protected override void ProcessRecord() => _named.AddRange(Subnet ?? []);

    protected override void EndProcessing()
    {
        if (_named.Count == 0 && MyInvocation.ExpectingInput)
        {
            return;
        }

        if (Topology is not null && Path is not null)
        {
            throw this.RefuseArgument("TopologyGivenTwice", "Give -Topology or -Path, not both.", Path);
        }

        _file = Path is null ? null : this.ResolveFile(Path);
        base.EndProcessing();
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var saved = Topology ?? (_file is null ? null : TopologyFiles.Load([_file], steps));
        var resolution = saved is null
            ? await NetworkResolver.ResolveAsync(Open(steps), [.. _named], NetworkResolver.EndpointTypes, SubscriptionIds, steps, stop)
            : NetworkResolver.Resolve(saved, [.. _named], NetworkResolver.EndpointTypes);
        foreach (var failure in resolution.Failures)
        {
            steps.Fail(failure);
        }

        if (!resolution.Succeeded || (saved ?? await ReadAsync(resolution.Ids, steps, stop)) is not { } topology)
        {
            return;
        }

        if (Available)
        {
            await OfferAsync(topology, resolution.Ids, steps, stop);
            return;
        }

        foreach (var endpoint in SubnetEndpoint.Of(topology, resolution.Ids).Where(e => IsWanted(e.Identifier)))
        {
            steps.Result(endpoint);
        }
    }

    private async Task OfferAsync(Topology topology, ImmutableArray<ResourceId> named, StepWriter steps, CancellationToken stop)
    {
        var networks = topology.VirtualNetworks.Where(n => named.IsEmpty || named.Contains(n.Id) || n.Subnets.Any(s => named.Contains(s.Id)));
        foreach (var place in networks.Select(n => (n.SubscriptionId, n.Location)).Distinct())
        {
            var offers = await RegionOffers.ReadAsync(Open(steps), place.SubscriptionId, place.Location, stop);
            if (offers.Identifiers is not { } identifiers)
            {
                steps.Fail(new("OffersUnread", FailureKind.ReadError, $"What {place.Location} offers could not be read: {offers.Why}", place.Location));
                continue;
            }

            foreach (var identifier in identifiers.Where(IsWanted))
            {
                steps.Result(new OfferedEndpoint(offers.Location, identifier));
            }
        }
    }

    // What was named is read by itself, since Resource Graph may be minutes behind.
    private async Task<Topology?> ReadAsync(ImmutableArray<ResourceId> named, StepWriter steps, CancellationToken stop)
    {
        if (named.IsEmpty)
        {
            return await TopologyReader.ReadAsync(Open(steps), Survey, steps, stop);
        }

        var networks = named.Select(Network).Distinct().ToArray();
        var reading = await NetworkReader.ReadNetworksAsync(Open(steps), networks, ReadDepth.Networks, steps, stop);
        var missing = named.Where(n => reading.Missing.Contains(Network(n))
            || (reading.Topology.VirtualNetwork(Network(n)) is { } network && n.IsType(ResourceTypes.Subnet) && !network.Subnets.Any(s => s.Id == n))).ToArray();
        foreach (var id in missing)
        {
            steps.Fail(id.IsType(ResourceTypes.Subnet) ? new("SubnetNotFound", FailureKind.ObjectNotFound, $"There is no subnet {id}.", id)
                : new("VNetNotFound", FailureKind.ObjectNotFound, $"There is no virtual network {id}.", id));
        }

        return missing.Length == 0 ? reading.Topology : null;
    }

    private bool IsWanted(string identifier) => Service is null
        || Service.Any(s => EndpointService.TryParse(s, out var known) && known.Identifier.Equals(identifier, StringComparison.OrdinalIgnoreCase))
        || Service.Contains(identifier, StringComparer.OrdinalIgnoreCase);

    private static ResourceId Network(ResourceId id) => id.IsType(ResourceTypes.Subnet) ? id.Parent! : id;
}
