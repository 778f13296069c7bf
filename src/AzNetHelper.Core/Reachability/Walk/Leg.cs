using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What a packet is for: a VNet, or the client pool of a gateway.</summary>
internal sealed record Target(NetworkNode? Network, GatewayNode? Pool)
{
    public static Target Of(EndGroup group) => new(group.Node, group.Pool);

    public ResourceId Id => Network?.Id ?? Pool!.Gateway.Id;

    /// <summary>The VNet whose gateways the target uses; null when it uses none.</summary>
    public ResourceId? Home => Network is not null ? Network.Home?.Host : Pool!.Host.Id;

    public IEnumerable<IPPrefix> Space => Network?.Network.AddressSpace ?? Pool!.Gateway.ClientPool;
}

/// <summary>A fault with the facts that its sentence needs; the sentence is made when somebody reads it.</summary>
internal sealed record Fault(ReasonId Id, ResourceId? Resource = null, string? Flag = null)
{
    /// <summary>The VNet in which it was met.</summary>
    public required ResourceId Network { get; init; }

    /// <summary>The subnet or gateway at which it was met.</summary>
    public required ResourceId At { get; init; }

    /// <summary>What else the sentence names: a peer, an address, a route.</summary>
    public string? Detail { get; init; }

    public bool IsDoubt => ReasonIds.IsDoubt(Id);
}

/// <summary>The way of a piece of the destination in one direction.</summary>
internal sealed record Leg(IPPrefix Piece, ImmutableArray<Hop> Hops, Fault? Fault)
{
    public PathKinds Kinds { get; init; }

    public Verdict Verdict => Fault is null ? Verdict.Reachable : Fault.IsDoubt ? Verdict.Unknown : Verdict.Blocked;
}
