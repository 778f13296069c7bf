using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>An ExpressRoute circuit: two links to Microsoft's edge.</summary>
public sealed record ExpressRouteCircuit(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    /// <summary><c>Standard</c>, <c>Premium</c> or <c>Local</c>.</summary>
    public string? Tier { get; init; }

    /// <summary><c>MeteredData</c> or <c>UnlimitedData</c>.</summary>
    public string? Family { get; init; }

    /// <summary>The provider; null for a circuit on a port of ExpressRoute Direct.</summary>
    public string? ServiceProvider { get; init; }

    /// <summary>Where the provider meets Microsoft; not a region of Azure. Null for a circuit on a port.</summary>
    public string? PeeringLocation { get; init; }

    /// <summary>The port of ExpressRoute Direct; null for a circuit of a provider.</summary>
    public ResourceId? Port { get; init; }

    /// <summary>Who may link gateways of other subscriptions; their keys are not held. Default when the document does not tell them.</summary>
    public ImmutableArray<CircuitAuthorization>? Authorizations { get; init; }

    /// <summary>True where sites of several circuits reach each other through it (Global Reach).</summary>
    public bool HasGlobalReach { get; init; }

    /// <summary>What it was ordered with, of a provider or of a port of ExpressRoute Direct; null when absent.</summary>
    public int? BandwidthMbps { get; init; }

    /// <summary><c>Enabled</c> once the circuit exists at Microsoft's side; null when absent.</summary>
    public string? CircuitState { get; init; }

    /// <summary><c>Provisioned</c> once the provider has done its part; null when absent.</summary>
    public string? ProviderState { get; init; }

    /// <summary>The routing domains; default when the document does not tell them.</summary>
    public ImmutableArray<CircuitPeering>? Peerings { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    /// <summary>The peering that carries VNets; null when there is none.</summary>
    public CircuitPeering? PrivatePeering => Peerings?.FirstOrDefault(p => p.IsPrivate);

    /// <summary>
    /// Enabled, Provisioned, and with an enabled private peering; what is not told counts as yes (ExpressRoute
    /// workflows: usable only when both sides are).
    /// </summary>
    public bool IsUsable => Is(CircuitState, "Enabled") && Is(ProviderState, "Provisioned")
        && (Peerings is null || PrivatePeering is { IsEnabled: true });

    public bool HasTier(string tier) => string.Equals(Tier, tier, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Id.ToString();

    private static bool Is(string? state, string wanted) =>
        state is null || state.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A peering of a circuit: one BGP session over each link.</summary>
public sealed record CircuitPeering(string Name)
{
    /// <summary><c>AzurePrivatePeering</c> or <c>MicrosoftPeering</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>False when it was switched off.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The addresses of the primary link; null when they are not given.</summary>
    public IPPrefix? PrimaryPrefix { get; init; }

    /// <summary>The addresses of the secondary link; null when they are not given.</summary>
    public IPPrefix? SecondaryPrefix { get; init; }

    /// <summary>The customer's, or the layer 3 provider's, AS; null when it is not given.</summary>
    public long? PeerAsn { get; init; }

    /// <summary>Microsoft's AS, once it is there: 12076 (0 while the peering is made); null when it is not told.</summary>
    public long? AzureAsn { get; init; }

    /// <summary>The 802.1Q tag (with QinQ the inner one) on both links; null when it is not given.</summary>
    public int? VlanId { get; init; }

    /// <summary>The IPv6 addresses of the primary link; null when there are none.</summary>
    public IPPrefix? PrimaryPrefixIPv6 { get; init; }

    /// <summary>The IPv6 addresses of the secondary link; null when there are none.</summary>
    public IPPrefix? SecondaryPrefixIPv6 { get; init; }

    /// <summary>False when IPv6 was switched off, or was never there.</summary>
    public bool HasIPv6 { get; init; }

    /// <summary>The port of Microsoft's router of the primary link; null while there is none.</summary>
    public string? PrimaryPort { get; init; }

    /// <summary>The port of Microsoft's router of the secondary link; null while there is none.</summary>
    public string? SecondaryPort { get; init; }

    /// <summary><c>Customer</c>, or the provider: who wrote it last; null when it is not told.</summary>
    public string? LastModifiedBy { get; init; }

    /// <summary>Prefixes that a Microsoft peering says are the customer's; empty on a private one.</summary>
    public ImmutableArray<string> AdvertisedPublicPrefixes { get; init; } = [];

    /// <summary>What chooses the routes of a Microsoft peering: without one it announces none; null where there is none.</summary>
    public ResourceId? RouteFilter { get; init; }

    /// <summary><c>Configured</c> once Microsoft has found them to be the customer's; null on a private peering.</summary>
    public string? AdvertisedPublicPrefixesState { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    public bool IsPrivate => (Kind ?? Name).Equals("AzurePrivatePeering", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What lets somebody of another subscription link a gateway with the circuit.</summary>
public sealed record CircuitAuthorization(string Name)
{
    /// <summary>True once a connection uses it.</summary>
    public bool IsInUse { get; init; }

    /// <summary>The connection that uses it; null when none does or nobody said.</summary>
    public ResourceId? Connection { get; init; }

    public ProvisioningState ProvisioningState { get; init; }
}
