using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of questions about a topology in which VNets are named.</summary>
public abstract class NamedTopologyQuestionCommand : TopologyQuestionCommand
{
    /// <summary>
    /// The networks to ask, and what the references mean in them, one id each; null when one means nothing, which was told.
    /// In a session those that are named are read by themselves, since Resource Graph may be minutes behind.
    /// </summary>
    protected async Task<(Topology Topology, ImmutableArray<ResourceId> Named)?> LoadAsync(
        IReadOnlyList<string> references, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (!NeedsSession)
        {
            var saved = await LoadAsync(steps, stop);
            return Named(NetworkResolver.Resolve(saved, references, [ResourceTypes.VirtualNetwork]), steps) is { } there
                ? (saved, there) : null;
        }

        // Names first: who mistyped one does not wait for a survey.
        var resolution = await NetworkResolver.ResolveAsync(
            Open(steps), references, ResourceTypes.VirtualNetwork, SubscriptionIds, steps, stop);
        if (Named(resolution, steps) is not { } named)
        {
            return null;
        }

        var survey = await LoadAsync(steps, stop);
        if (named.IsEmpty)
        {
            return (survey, named);
        }

        var reading = await NetworkReader.ReadNetworksAsync(Open(steps), named.Distinct(), ReadDepth.Networks, steps, stop);
        foreach (var id in reading.Missing)
        {
            steps.Fail(new("VNetNotFound", FailureKind.ObjectNotFound, $"There is no virtual network {id}.", id));
        }

        var topology = survey.With(reading.Topology.Documents);
        foreach (var unread in named.Except(reading.Missing).Where(n => topology.VirtualNetwork(n) is null))
        {
            steps.Fail(new("VNetNotRead", FailureKind.PermissionDenied, $"{unread} could not be read.", unread));
        }

        return named.All(n => topology.VirtualNetwork(n) is not null) ? (topology, named) : null;
    }

    private static ImmutableArray<ResourceId>? Named(Resolution resolution, StepWriter steps)
    {
        foreach (var failure in resolution.Failures)
        {
            steps.Fail(failure);
        }

        return resolution.Succeeded ? [.. resolution.Found.Select(f => f.Id)] : null;
    }
}
