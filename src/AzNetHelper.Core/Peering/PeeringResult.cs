using System.Collections.Immutable;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>What became of one peering that was to be made or removed.</summary>
/// <param name="Pair">The peering as read back at the end; what was not written is told as the plan found it.</param>
/// <param name="Changed">True when something was written.</param>
/// <param name="Elapsed">The time that its writes took, one after another.</param>
public sealed record PeeringResult(PeeringPair Pair, bool Changed, TimeSpan Elapsed)
{
    public string VNet => Pair.VNet;

    public string RemoteVNet => Pair.RemoteVNet;

    public PeeringPairState State => Pair.State;

    public PeeringSyncLevel? SyncLevel => Pair.SyncLevel;

    public string? PeeringName => Pair.PeeringName;

    public string? RemotePeeringName => Pair.RemotePeeringName;

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Each change and what became of it, in the plan's order.</summary>
    public ImmutableArray<ChangeResult> Changes { get; init; } = [];

    /// <summary>The result of the complete group of a pair, seen from the given VNet.</summary>
    /// <param name="topology">What the plan was made of.</param>
    /// <param name="network">The VNet that the pair is seen from.</param>
    /// <param name="remote">The VNet at the other end.</param>
    /// <param name="group">Every result of the pair's group.</param>
    public static PeeringResult From(
        Topology topology, ResourceId network, ResourceId remote, ImmutableArray<ChangeResult> group)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var planned = PeeringPair.Between(topology, network, remote);
        var pair = planned with
        {
            Half = AtTheEnd(planned.VNetId, planned.Half, group),
            RemoteHalf = AtTheEnd(planned.RemoteVNetId, planned.RemoteHalf, group),
        };
        return new(pair, group.Any(Wrote), group.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed))
        {
            Error = group.FirstOrDefault(r => r.Error is not null && r.Outcome != ChangeOutcome.Skipped)?.Error
                ?? group.FirstOrDefault(r => r.Error is not null)?.Error,
            Changes = group,
        };
    }

    /// <summary>The result of a group that <see cref="VNetPeeringPlanner"/> made: its name holds both VNets' ids.</summary>
    public static PeeringResult From(Topology topology, ImmutableArray<ChangeResult> group) =>
        group[0].Change.Group.Split(' ') is [var network, var remote]
            ? From(topology, ResourceId.Parse(network), ResourceId.Parse(remote), group)
            : throw new ArgumentException($"'{group[0].Change.Group}' is no pair of VNets.", nameof(group));

    public override string ToString() => Error is null ? Pair.ToString() : $"{Pair.VNet} - {Pair.RemoteVNet}: {Error.Message}";

    // A run whose end is not known may have written.
    private static bool Wrote(ChangeResult result) => result.Accepted || result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown;

    private static PeeringHalf? AtTheEnd(ResourceId network, PeeringHalf? planned, ImmutableArray<ChangeResult> group)
    {
        var half = planned;
        foreach (var result in group.Where(r => r.Resource.Parent == network))
        {
            if (result.Document is { } document)
            {
                half = ArmDocuments.Peering(new ResourceDocument(result.Resource, Encoding.UTF8.GetBytes(document)));
            }
            else if (result is { Kind: ChangeKind.Delete, Outcome: ChangeOutcome.Done or ChangeOutcome.Unchanged })
            {
                half = null;
            }
        }

        return half;
    }
}
