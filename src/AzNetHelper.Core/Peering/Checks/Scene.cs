using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>A pair with its planned changes.</summary>
internal sealed record PlannedPair(PairSide First, PairSide Second, ImmutableArray<Change> Changes, string Group)
{
    public bool Writes => Changes.Any(c => c.Writes);

    /// <summary>True when the service will look at the address spaces: halves are made, joined or synced.</summary>
    public bool JoinsSpaces => Changes.Any(c => c.Kind == ChangeKind.Create || c.NeededWhile is not null);

    public IEnumerable<PairSide> Sides => [First, Second];

    /// <summary>Each side as the one that may use the gateway, with the one that would lend it.</summary>
    public IEnumerable<(PairSide User, PairSide Lender)> Gateways => [(First, Second), (Second, First)];
}

/// <summary>Two ends that were named together.</summary>
internal sealed record AskedPair(ResourceId First, ResourceId Second, string Group);

/// <summary>A peering that is to be removed, with the halves that there are.</summary>
internal sealed record Removal(PeeringPair Pair, ImmutableArray<PeeringHalf> Halves, string Group);

/// <summary>A peering that stays behind when the address space of a VNet changes, because nobody can sync it from here.</summary>
/// <param name="Half">The half in the VNet itself.</param>
/// <param name="Why">A clause: why not.</param>
/// <param name="Command">A sentence with what its owner runs.</param>
internal sealed record Unsyncable(PeeringHalf Half, string Why, string Command);

/// <summary>A VNet whose address space is to change.</summary>
internal sealed record Resize(VirtualNetwork Network, ImmutableArray<IPPrefix> Wanted)
{
    public ImmutableArray<Unsyncable> Unsyncable { get; init; } = [];

    public bool AllowUnsynced { get; init; }

    public ImmutableArray<IPPrefix> Added => [.. Wanted.Except(Network.AddressSpace)];

    public ImmutableArray<IPPrefix> Removed => [.. Network.AddressSpace.Except(Wanted)];

    public bool Changes => !Added.IsEmpty || !Removed.IsEmpty;
}

/// <summary>Everything that the checks look at.</summary>
internal sealed record Scene(Topology Topology, PeeringFacts Facts)
{
    private Lenders? _lenders;

    public ImmutableArray<AskedPair> Asked { get; init; } = [];

    /// <summary>VNets that were named by themselves.</summary>
    public ImmutableArray<ResourceId> Networks { get; init; } = [];

    public ImmutableArray<PlannedPair> Pairs { get; init; } = [];

    public ImmutableArray<Removal> Removals { get; init; } = [];

    /// <summary>An address space that is to change; null for none.</summary>
    public Resize? Resize { get; init; }

    public Lenders Lenders => _lenders ??= new(Topology);

    /// <summary>Sides whose VNet is going to use the other one's gateway and does not yet, with their lender.</summary>
    public IEnumerable<(PairSide User, PairSide Lender, PlannedPair Pair)> GatewayStarts =>
        from pair in Pairs
        from gateway in pair.Gateways
        where gateway.User.StartsUsingGateway || (gateway.User.IsDisconnected && gateway.User.Target.UseRemoteGateways)
        select (gateway.User, gateway.Lender, pair);

    /// <summary>
    /// Halves that use the other end's gateway and are written: the service looks at the gateways then, whether the use is
    /// new or not. Flags that contradict each other are told by themselves.
    /// </summary>
    public IEnumerable<(PairSide User, PairSide Lender, PlannedPair Pair)> GatewayWrites =>
        from pair in Pairs
        from gateway in pair.Gateways
        where gateway.User.Target is { UseRemoteGateways: true, AllowGatewayTransit: false }
            && pair.Changes.Any(c => c.Writes && c.Resource == gateway.User.Id)
        select (gateway.User, gateway.Lender, pair);
}
