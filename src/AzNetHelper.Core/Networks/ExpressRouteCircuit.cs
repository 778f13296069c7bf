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

    public long? PeerAsn { get; init; }

    public bool IsPrivate => (Kind ?? Name).Equals("AzurePrivatePeering", StringComparison.OrdinalIgnoreCase);
}
