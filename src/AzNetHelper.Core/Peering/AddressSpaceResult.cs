using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>What became of a VNet whose address space was to change, and of its peerings.</summary>
/// <param name="VNetId">The VNet.</param>
/// <param name="AddressSpace">The prefixes as read back at the end; as the plan found them where nothing was written.</param>
public sealed record AddressSpaceResult(ResourceId VNetId, ImmutableArray<IPPrefix> AddressSpace)
{
    public string VNet => VNetId.Name;

    /// <summary>The prefixes before.</summary>
    public ImmutableArray<IPPrefix> Before { get; init; } = [];

    /// <summary>True when something was written, here or at the other end of a peering.</summary>
    public bool Changed { get; init; }

    /// <summary>Each peering that carries traffic and can be synced from here, seen from the VNet.</summary>
    public ImmutableArray<PeeringResult> Peerings { get; init; } = [];

    /// <summary>True when both halves of each of these hold the other end's current prefixes.</summary>
    public bool IsInSync => Peerings.All(p => p.Pair.IsInSync);

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of a whole run of a plan of <see cref="AddressSpacePlanner"/>.</summary>
    public static AddressSpaceResult From(Topology topology, ResourceId network, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var own = results.Single(r => r.Resource == network);
        var peerings = results.Where(r => r != own).GroupBy(r => r.Change.Group, StringComparer.Ordinal)
            .Select(g => Told(PeeringResult.From(topology, [.. g]), own, [.. g])).ToImmutableArray();
        var before = topology.VirtualNetwork(network)?.AddressSpace ?? [];
        return new(network, Space(own) ?? before)
        {
            Before = before,
            Changed = own.Accepted || own.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown || peerings.Any(p => p.Changed),
            Peerings = peerings,
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = own.Error ?? peerings.Select(p => p.Error).FirstOrDefault(e => e is not null),
        };
    }

    public override string ToString() => Error is null ? $"{VNet}: {string.Join(", ", AddressSpace)}" : $"{VNet}: {Error.Message}";

    // A half that was to be synced and was not is told as the plan found it, before the VNet was written: it is stale now.
    private static PeeringResult Told(PeeringResult peering, ChangeResult own, ImmutableArray<ChangeResult> group)
    {
        var left = group.FirstOrDefault(r => r is { Change.Query: not null, Document: null } && !IsDone(r));
        if (left is null || !(own.Accepted || own.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown))
        {
            return peering;
        }

        var isKnown = left.Outcome != ChangeOutcome.Unknown && own.Outcome == ChangeOutcome.Done;
        var (here, there) = isKnown ? (PeeringSyncLevel.RemoteNotInSync, PeeringSyncLevel.LocalNotInSync)
            : (PeeringSyncLevel.Unknown, PeeringSyncLevel.Unknown);
        return peering with
        {
            Pair = peering.Pair with
            {
                Half = peering.Pair.Half is { } half ? half with { SyncLevel = here } : null,
                RemoteHalf = peering.Pair.RemoteHalf is { } remote ? remote with { SyncLevel = there } : null,
            },
        };
    }

    private static bool IsDone(ChangeResult result) => result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged;

    private static ImmutableArray<IPPrefix>? Space(ChangeResult result)
    {
        if (result.Document is not { } document)
        {
            return null;
        }

        using var json = JsonDocument.Parse(document);
        return [.. json.RootElement.Object("properties").Object("addressSpace").Texts("addressPrefixes").Select(IPPrefix.Parse)];
    }
}
