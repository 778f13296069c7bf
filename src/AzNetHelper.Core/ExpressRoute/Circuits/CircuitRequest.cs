using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>A circuit that is wanted.</summary>
/// <param name="Circuit">Its id.</param>
/// <param name="Settings">What it is to be like.</param>
public sealed record CircuitRequest(ResourceId Circuit, CircuitSettings Settings);

/// <summary>What a circuit of a provider is to be like. What is null leaves what exists as it is, or is chosen for what is made.</summary>
/// <param name="Provider">As the list of the subscription names it (<see cref="ProviderCatalogue"/>).</param>
/// <param name="PeeringLocation">Where the provider meets Microsoft.</param>
/// <param name="BandwidthInMbps">In each direction.</param>
/// <param name="Tier">One of <see cref="CircuitSku.Tiers"/>.</param>
public sealed record CircuitSettings(string Provider, string PeeringLocation, int BandwidthInMbps, string Tier)
{
    /// <summary>One of <see cref="CircuitSku.Families"/>; null for what is there, Unlimited for a new Local circuit, Metered for another.</summary>
    public string? Family { get; init; }

    /// <summary>The region that holds the circuit's document; null for that of the group. It says nothing of where the circuit leads.</summary>
    public string? Location { get; init; }

    /// <summary>Tags of the circuit where it is made.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is said of the MD5 key of the private peering.</summary>
    public PeeringKey Key { get; init; }
}

/// <summary>
/// What is said of the MD5 key of a peering. No GET shows one (recordings of the service, and the acceptance tests of Terraform's
/// provider: "is not returned by the API"), and a PUT of what was read may take it away.
/// </summary>
public enum PeeringKey
{
    /// <summary>Nothing.</summary>
    Unsaid,

    /// <summary>It is given, and stands in a slot of the plan.</summary>
    Given,

    /// <summary>There is none, or it is to go.</summary>
    None,
}

/// <summary>The tiers of circuits and the ways to pay (expressroute-circuit-peerings, "Circuit SKU upgrade and downgrade"; azure-network-rules 6).</summary>
public static class CircuitSku
{
    public const string Local = "Local";
    public const string Standard = "Standard";
    public const string Premium = "Premium";
    public const string Metered = "Metered";
    public const string Unlimited = "Unlimited";

    /// <summary>The least first.</summary>
    public static ImmutableArray<string> Tiers { get; } = [Local, Standard, Premium];

    /// <summary>By the gigabyte, or all traffic in the price.</summary>
    public static ImmutableArray<string> Families { get; } = [Metered, Unlimited];

    /// <summary>What ARM calls a way to pay.</summary>
    internal static string Data(string family) => $"{family}Data";

    /// <summary>The way to pay that ARM's word means; null for none.</summary>
    internal static string? FamilyOf(string? data) => Families.FirstOrDefault(f => string.Equals(Data(f), data, StringComparison.OrdinalIgnoreCase));

    internal static string? TierOf(string? tier) => Tiers.FirstOrDefault(t => string.Equals(t, tier, StringComparison.OrdinalIgnoreCase));

    internal static bool Is(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
