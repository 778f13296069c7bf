using System.Collections.Immutable;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Reading;

/// <summary>What a survey reads beside VNets, gateways, route tables and public addresses.</summary>
[Flags]
public enum SurveyDepth
{
    /// <summary>Nothing more.</summary>
    Networks = 0,

    /// <summary>
    /// What packets pass: connections, sites, circuits, firewalls, internal load balancers, network interfaces that
    /// forward or that a route names, Route Servers and Virtual WAN hubs with what is attached to them.
    /// </summary>
    Ways = 1,

    /// <summary>
    /// What Virtual Network Manager joins without peerings: one request for each VNet, in a large estate for each that is in a
    /// network group.
    /// </summary>
    ConnectedGroups = 2,

    /// <summary>All but what takes minutes.</summary>
    All = Ways | ConnectedGroups,

    /// <summary>
    /// What on-premises announces over each circuit that is read: two questions a circuit to Microsoft's routers, each of which
    /// may take a minute or more.
    /// </summary>
    CircuitRoutes = 4,
}

/// <summary>What is to be read.</summary>
public sealed record TopologyScope
{
    /// <summary>Everything that the session can see.</summary>
    public static TopologyScope Everything { get; } = new();

    /// <summary>Ids of subscriptions; empty for all that are visible.</summary>
    public ImmutableArray<string> SubscriptionIds { get; init; } = [];

    /// <summary>Names of resource groups; empty for all.</summary>
    public ImmutableArray<string> ResourceGroups { get; init; } = [];

    /// <summary>
    /// Names of VNets; empty for all. With names, gateways and route tables are those of these VNets.
    /// </summary>
    public ImmutableArray<string> VNetNames { get; init; } = [];

    /// <summary>
    /// True to read the VNets at the other ends of peerings too, wherever they are; null for that where neither groups
    /// nor names narrow the scope: then only those of other tenants and of subscriptions out of sight are not read yet.
    /// </summary>
    public bool? IncludePeers { get; init; }

    /// <summary>What is read beside the networks.</summary>
    public SurveyDepth Depth { get; init; }

    /// <summary>How long a router of a circuit is waited for; what it has not told by then is not known.</summary>
    public TimeSpan RouterPatience { get; init; } = RouterQuestions.Patience;

    /// <summary>How many requests are under way at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>True when not everything in the subscriptions is asked for.</summary>
    internal bool IsNarrow => !ResourceGroups.IsEmpty || !VNetNames.IsEmpty;

    internal bool ReadsPeers => IncludePeers ?? (ResourceGroups.IsEmpty && VNetNames.IsEmpty);
}
