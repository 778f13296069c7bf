using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of questions about subnets: of a topology, of a saved file, or of the session, where Azure tells more.</summary>
public abstract class SubnetQuestionCommand : TopologyQuestionCommand
{
    /// <summary>How full subnets are, where Azure told it; empty for saved networks.</summary>
    protected ImmutableDictionary<ResourceId, SubnetUsage> Usages { get; private set; } = ImmutableDictionary<ResourceId, SubnetUsage>.Empty;

    /// <summary>What is read beside the networks.</summary>
    protected virtual ReadDepth Depth => ReadDepth.RouteTables;

    /// <summary>
    /// The networks, and the VNets or subnets that references mean in them; null when one means nothing, which was told. In a
    /// session each VNet is read by a GET, with its usages.
    /// </summary>
    protected async Task<(Topology Topology, ImmutableArray<ResourceId> Named)?> FindAsync(
        IReadOnlyList<string> references, string type, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (!NeedsSession)
        {
            var saved = await LoadAsync(steps, stop);
            return Named(NetworkResolver.Resolve(saved, references, [type]), steps) is { } there ? (saved, there) : null;
        }

        var resolution = await NetworkResolver.ResolveAsync(Open(steps), references, type, SubscriptionIds, steps, stop);
        if (Named(resolution, steps) is not { } named)
        {
            return null;
        }

        ResourceId[] networks = [.. named.Select(n => n.IsType(ResourceTypes.Subnet) ? n.Parent! : n).Distinct()];
        var reading = await NetworkReader.ReadNetworksAsync(Open(steps), networks, Depth, steps, stop);
        var absent = named.Where(n => !IsIn(reading.Topology, n)).ToArray();
        foreach (var id in absent)
        {
            var isRead = reading.Topology.GapOf(id.IsType(ResourceTypes.Subnet) ? id.Parent! : id) is null;
            steps.Fail(isRead
                ? new(id.IsType(ResourceTypes.Subnet) ? "SubnetNotFound" : "VNetNotFound", FailureKind.ObjectNotFound, $"There is no {id}.", id)
                : new("VNetNotRead", FailureKind.PermissionDenied, $"{id} could not be read.", id));
        }

        if (absent.Length > 0)
        {
            return null;
        }

        await AskUsagesAsync(networks, steps, stop);
        return (reading.Topology, named);
    }

    /// <summary>Every VNet that the session sees, or that was given.</summary>
    protected async Task<Topology> FindAllAsync(StepWriter steps, CancellationToken stop)
    {
        if (!NeedsSession)
        {
            return await LoadAsync(steps, stop);
        }

        var survey = await TopologyReader.ReadAsync(Open(steps), Survey, steps, stop);
        await AskUsagesAsync(survey.VirtualNetworks.Select(n => n.Id), steps, stop);
        return survey;
    }

    private async Task AskUsagesAsync(IEnumerable<ResourceId> networks, StepWriter steps, CancellationToken stop) =>
        Usages = await new PlacementReader(Open(steps), steps).UsagesAsync(networks, stop);

    private static bool IsIn(Topology topology, ResourceId id) => id.IsType(ResourceTypes.Subnet)
        ? topology.VirtualNetwork(id.Parent!)?.Subnets.Any(s => s.Id == id) == true : topology.VirtualNetwork(id) is not null;

    private static ImmutableArray<ResourceId>? Named(Resolution resolution, StepWriter steps)
    {
        foreach (var failure in resolution.Failures)
        {
            steps.Fail(failure);
        }

        return resolution.Succeeded ? [.. resolution.Found.Select(f => f.Id)] : null;
    }
}
