using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>What a packet is for: a VNet, the client pool of a gateway, or a site.</summary>
internal sealed record Target(NetworkNode? Network, GatewayNode? Pool, SiteNode? Site)
{
    public ResourceId Id => Network?.Id ?? Pool?.Gateway.Id ?? Site!.Id;

    /// <summary>
    /// The gateways that the target uses: of a VNet its own or borrowed ones; null when it uses none.
    /// </summary>
    public GatewayHome? Home => Network?.Home ?? Pool?.Host.Home;

    public IEnumerable<IPPrefix> Space =>
        Network?.Network.AddressSpace ?? Pool?.Gateway.ClientPool ?? Site!.Prefixes;

    /// <summary>The name for sentences.</summary>
    public string Name => Id.Name;
}

/// <summary>A fault with the facts that its sentence needs; the sentence is made when somebody reads it.</summary>
internal sealed record Fault(ReasonId Id, ResourceId? Resource = null, string? Flag = null)
{
    /// <summary>The VNet in which it was met, or the site.</summary>
    public required ResourceId Network { get; init; }

    /// <summary>The subnet, gateway or site at which it was met.</summary>
    public required ResourceId At { get; init; }

    /// <summary>What else the sentence names: a peer, an address, a route.</summary>
    public string? Detail { get; init; }

    /// <summary>True when it makes the answer Unknown, false when it blocks.</summary>
    public bool IsDoubt { get; init; } = ReasonIds.IsDoubt(Id);
}

/// <summary>The way of a piece of the destination in one direction; a fault of both has no way.</summary>
internal sealed record Leg(IPPrefix Piece, ImmutableArray<Hop> Hops, Fault? Fault)
{
    public PathKinds Kinds { get; init; }

    public Verdict Verdict => Fault is null ? Verdict.Reachable : Fault.IsDoubt ? Verdict.Unknown : Verdict.Blocked;

    public static IEnumerable<Leg> Of(IPPrefix piece, Trail trail) => trail.Ways().Select(t => new Leg(piece, t.Hops(), t.Fault)
    {
        Kinds = t.ArrivesBy,
    });
}
