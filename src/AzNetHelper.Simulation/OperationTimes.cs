using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>
/// How long an operation takes, and what Retry-After says: first, then poll by poll (the last value repeats).
/// </summary>
public sealed record OperationTime(TimeSpan Duration, int RetryAfter, ImmutableArray<int> PollRetryAfter)
{
    public OperationTime(double seconds, int retryAfter, params ImmutableArray<int> pollRetryAfter)
        : this(TimeSpan.FromSeconds(seconds), retryAfter, pollRetryAfter)
    {
    }

    /// <summary>Retry-After of the n-th poll, from 0, that finds the operation still running.</summary>
    internal int AfterPoll(int poll) =>
        PollRetryAfter.IsDefaultOrEmpty ? RetryAfter : PollRetryAfter[Math.Min(poll, PollRetryAfter.Length - 1)];
}

/// <summary>
/// Durations and polling intervals as recorded from the service: a VNet 3 s, a peering 10 to 25 s, a gateway 35 minutes
/// with intervals that grow. Subnet, address and route table writes were not recorded; they take a VNet's time.
/// </summary>
public sealed record OperationTimes
{
    // Poll gaps seen while a gateway was built: 10, 11, 21, 21, 40, 41, 81 ... 100 seconds.
    private static readonly ImmutableArray<int> Growing = [10, 11, 21, 21, 40, 41, 81, 100];

    public OperationTime NetworkPut { get; init; } = new(3, 3, 10);

    public OperationTime NetworkDelete { get; init; } = new(10, 10, 10);

    public OperationTime SubnetPut { get; init; } = new(3, 3, 10);

    public OperationTime SubnetDelete { get; init; } = new(5, 10, 10);

    public OperationTime PeeringPut { get; init; } = new(10, 10, 10);

    public OperationTime PeeringDelete { get; init; } = new(10, 10, 20);

    public OperationTime GatewayCreate { get; init; } = new(35 * 60, 10, Growing);

    public OperationTime GatewayUpdate { get; init; } = new(2 * 60, 10, Growing);

    /// <summary>Another SKU; recorded from VpnGw1 to VpnGw2.</summary>
    public OperationTime GatewayResize { get; init; } = new(29 * 60, 10, Growing);

    public OperationTime GatewayDelete { get; init; } = new(8 * 60, 10, Growing);

    /// <summary>Asking a gateway what it has learned; its length was not recorded.</summary>
    public OperationTime GatewayRoutes { get; init; } = new(10, 10, 10);

    /// <summary>A client package is generated; recorded: ready at the second poll.</summary>
    public OperationTime ClientPackage { get; init; } = new(12, 10, 10);

    /// <summary>The proposals of clients are set; its length was not recorded.</summary>
    public OperationTime ClientPolicy { get; init; } = new(60, 10, 10);

    public OperationTime AddressPut { get; init; } = new(3, 3, 10);

    public OperationTime AddressDelete { get; init; } = new(10, 10, 10);

    public OperationTime RouteTablePut { get; init; } = new(3, 3, 10);

    public OperationTime RouteTableDelete { get; init; } = new(10, 10, 10);

    /// <summary>A connection's update took 1 min 43 s; its creation less than a minute.</summary>
    public OperationTime ConnectionPut { get; init; } = new(50, 10, 10);

    public OperationTime ConnectionUpdate { get; init; } = new(100, 10, 10);

    /// <summary>A key written or made anew; recorded: ready at the first poll.</summary>
    public OperationTime SharedKeyPut { get; init; } = new(10, 10, 10);

    /// <summary>The reset of a connection; its length was not recorded.</summary>
    public OperationTime ConnectionReset { get; init; } = new(20, 10, 10);

    /// <summary>For how long a new connection says Unknown (recorded; its length was not).</summary>
    public TimeSpan TunnelUnknown { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long two ends that agree take to be Connected, counted from their last change.</summary>
    public TimeSpan TunnelConnect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long without success a connection is NotConnected instead of Connecting.</summary>
    public TimeSpan TunnelGiveUp { get; init; } = TimeSpan.FromSeconds(90);

    public OperationTime SitePut { get; init; } = new(10, 10, 10);

    public OperationTime CircuitPut { get; init; } = new(44, 10, 10, 20);

    /// <summary>A peering or an authorization of a circuit (recorded: ready at the first poll or the third).</summary>
    public OperationTime CircuitPartPut { get; init; } = new(10, 10, 10);

    /// <summary>Asking a circuit for ARP and routes (recorded: ready 11 s later).</summary>
    public OperationTime CircuitTable { get; init; } = new(10, 10, 10);

    /// <summary>How long the ends of a circuit's link that agree take until their BGP session is up.</summary>
    public TimeSpan CircuitSession { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Firewalls, Route Servers and hubs were not recorded: as long as Microsoft's guides say.</summary>
    public OperationTime FirewallPut { get; init; } = new(6 * 60, 10, Growing);

    public OperationTime HubPut { get; init; } = new(15 * 60, 10, Growing);

    public OperationTime HubChildPut { get; init; } = new(60, 10, 10);

    public OperationTime InterfacePut { get; init; } = new(3, 3, 10);

    public OperationTime LoadBalancerPut { get; init; } = new(3, 3, 10);

    /// <summary>A write of a service that takes time: rules of database servers, Cosmos DB accounts. Its length was not recorded.</summary>
    public OperationTime ServicePut { get; init; } = new(15, 10, 10);

    /// <summary>How long a commit of Virtual Network Manager says NotStarted; not recorded.</summary>
    public TimeSpan DeploymentStart { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A deployment of Virtual Network Manager in one region (recorded: Deployed 31 s after the commit).</summary>
    public OperationTime Deployment { get; init; } = new(20, 10, 10);

    /// <summary>
    /// How long it takes Virtual Network Manager to act on a change of what it has deployed: of the members of a group, of a peering that
    /// somebody else deleted. Microsoft's guide says a few minutes; it was not recorded.
    /// </summary>
    public TimeSpan DeploymentUpkeep { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The removal of what has no time of its own.</summary>
    public OperationTime OtherDelete { get; init; } = new(12, 10, 10);

    public OperationTime GroupDelete { get; init; } = new(45, 15, 15);

    /// <summary>
    /// How much longer an operation may take than its duration, as a part of it: 0.25 makes a peering take 10 to 12.5
    /// s, so that it is sometimes not ready at the first poll, as recorded. Seeded.
    /// </summary>
    public double Variation { get; init; } = 0.25;
}
