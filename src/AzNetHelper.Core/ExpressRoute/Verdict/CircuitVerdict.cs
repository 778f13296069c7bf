using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>How a circuit stands.</summary>
public enum CircuitHealth
{
    /// <summary>Nothing is known to be wrong, and something that would have to be known is not.</summary>
    Unknown,

    /// <summary>
    /// Everything was looked at and is as it should be. Whether packets go over both links now is known only where the byte
    /// counters were read twice (<see cref="CircuitVerdict.Sampled"/>).
    /// </summary>
    Healthy,

    /// <summary>It carries packets, and something is wrong.</summary>
    Degraded,

    /// <summary>The private peering has no link that is up; where there is none that is on, no peering has.</summary>
    Down,
}

/// <summary>How one link of a circuit stands.</summary>
public enum LinkState
{
    Unknown,

    /// <summary>Its BGP session is established.</summary>
    Up,
    Down,
}

/// <summary>The verdict on a circuit with both of its links.</summary>
/// <param name="Id">The circuit.</param>
public sealed record CircuitVerdict(ResourceId Id)
{
    /// <summary>Said where somebody looks for routes that are not there.</summary>
    public const string NoStaticRouting = "There is no static routing on ExpressRoute: only what the routers announce over BGP is known at the other side.";

    public string Name => Id.Name;

    public CircuitHealth Health { get; init; }

    /// <summary>True only where everything is known and right.</summary>
    public bool IsHealthy => Health == CircuitHealth.Healthy;

    public string? ServiceProvider { get; init; }

    public string? PeeringLocation { get; init; }

    public int? BandwidthMbps { get; init; }

    public string? Tier { get; init; }

    /// <summary>The state at Microsoft's side.</summary>
    public string? CircuitState { get; init; }

    /// <summary>The state at the provider's side.</summary>
    public string? ProviderState { get; init; }

    /// <summary>Two for each peering.</summary>
    public ImmutableArray<LinkVerdict> Links { get; init; } = [];

    /// <summary>The connections of gateways that could be seen.</summary>
    public ImmutableArray<CircuitUse> Connections { get; init; } = [];

    /// <summary>What VNets learn from on-premises: announced on either link of the private peering. Default where it is not known.</summary>
    public ImmutableArray<IPPrefix> FromOnPremises { get; init; }

    /// <summary>What on-premises learns: what Microsoft's routers have from the gateways. Default where it is not known.</summary>
    public ImmutableArray<IPPrefix> ToOnPremises { get; init; }

    /// <summary>What is wrong, the worst first.</summary>
    public ImmutableArray<CircuitFinding> Findings { get; init; } = [];

    /// <summary>What is not known, and why.</summary>
    public ImmutableArray<CircuitFinding> Unknowns { get; init; } = [];

    /// <summary>How long apart the byte counters were read; null where they were read once.</summary>
    public TimeSpan? Sampled { get; init; }

    public override string ToString() => Findings.IsEmpty ? $"{Name}: {Health}" : $"{Name}: {Health} ({string.Join(", ", Findings.Select(f => f.Id))})";
}

/// <summary>How a link of a peering stands.</summary>
/// <param name="Peering">The peering.</param>
/// <param name="Link">Which of the two.</param>
public sealed record LinkVerdict(string Peering, CircuitLink Link)
{
    public LinkState State { get; init; }

    /// <summary>The address of the router on premises; null where it is not known.</summary>
    public System.Net.IPAddress? CustomerAddress { get; init; }

    /// <summary>The address of Microsoft's router; null where it is not known.</summary>
    public System.Net.IPAddress? MicrosoftAddress { get; init; }

    /// <summary>The BGP session, in words.</summary>
    public string Bgp { get; init; } = string.Empty;

    /// <summary>The ARP table, in words.</summary>
    public string Arp { get; init; } = string.Empty;

    /// <summary>How many prefixes came from on-premises; null where it is not known.</summary>
    public long? PrefixesReceived { get; init; }

    /// <summary>Bytes from on-premises, at the last reading; null where it is not known.</summary>
    public long? BytesIn { get; init; }

    /// <summary>Bytes to on-premises, at the last reading; null where it is not known.</summary>
    public long? BytesOut { get; init; }

    /// <summary>Whether both counters moved between two readings; null where they were read once or are not known.</summary>
    public bool? IsMoving { get; init; }

    /// <summary>What was found about this link, by id.</summary>
    public ImmutableArray<CircuitFindingId> Reasons { get; init; } = [];

    public override string ToString() => $"{Peering} {Link}: {State}";
}

/// <summary>A connection of a gateway with the circuit.</summary>
/// <param name="Connection">The connection.</param>
public sealed record CircuitUse(ResourceId Connection)
{
    public ResourceId? Gateway { get; init; }

    public ConnectionStatus? Status { get; init; }

    /// <summary>Among the circuits of the gateway: of two that announce the same, packets take the heavier one.</summary>
    public int RoutingWeight { get; init; }

    public bool FastPath { get; init; }

    public override string ToString() => $"{Connection.Name}: {Status?.ToString() ?? "not told"}";
}
