using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>A connection of an ExpressRoute gateway with a circuit that is wanted. What is null stays as it is, or is Azure's choice.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Circuit">The circuit; one that may not be read has to be given by its id.</param>
public sealed record ExpressRouteConnectionRequest(ResourceId Gateway, ResourceId Circuit)
{
    /// <summary>The heaviest that Azure takes (virtual-network-gateway-connections REST reference).</summary>
    public const int MostRoutingWeight = 32000;

    /// <summary>What the connection is called; null for <c>{gateway}-to-{circuit}</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is made; null for the gateway's group.</summary>
    public string? ResourceGroupName { get; init; }

    /// <summary>True where the circuit's owner has given the key of an authorization; the key itself is never part of a plan.</summary>
    public bool HasKey { get; init; }

    /// <summary>0 to 32000: of two circuits of the gateway that announce the same prefix packets take the heavier one.</summary>
    public int? RoutingWeight { get; init; }

    /// <summary>Whether packets from on-premises pass the gateway by.</summary>
    public bool? FastPath { get; init; }

    /// <summary>True where a default route that the circuit announces may take Internet traffic on-premises.</summary>
    public bool AllowEgressChange { get; init; }

    /// <summary>Tags of the connection where it is made.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What is known of a circuit beside its document. What was not asked is unknown.</summary>
public sealed record CircuitSurroundings
{
    public static CircuitSurroundings NotAsked { get; } = new();

    /// <summary>Connections of whatever gateways that are known to name it, beside those of the topology.</summary>
    public ImmutableArray<ResourceId> Connections { get; init; } = [];

    /// <summary>Circuits that it is joined with by Global Reach, which count as links.</summary>
    public int GlobalReach { get; init; }

    /// <summary>Why there may be more connections, in a clause; null where all were told.</summary>
    public string? UnreadGateways { get; init; }

    /// <summary>Why it is not known what it announces, or whether that is all, in a clause; null where it is known, or where nobody asked.</summary>
    public string? UnreadRoutes { get; init; }
}
