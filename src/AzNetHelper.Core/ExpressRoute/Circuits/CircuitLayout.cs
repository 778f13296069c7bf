using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>A circuit that is wanted, laid over what there is.</summary>
internal sealed class CircuitLayout
{
    public CircuitLayout(CircuitGround ground)
    {
        Ground = ground;
        Existing = ground.Topology.Circuits.FirstOrDefault(c => c.Id == ground.Request.Circuit);
        Offer = ground.Providers.Find(Settings.Provider);
        Tier = CircuitSku.TierOf(Settings.Tier) ?? Settings.Tier;
        Family = Settings.Family is { } wanted ? CircuitSku.Families.FirstOrDefault(f => CircuitSku.Is(f, wanted)) ?? wanted
            : CircuitSku.FamilyOf(Existing?.Family) ?? (Tier == CircuitSku.Local ? CircuitSku.Unlimited : CircuitSku.Metered);
    }

    public CircuitGround Ground { get; }

    public Topology Topology => Ground.Topology;

    public CircuitSettings Settings => Ground.Request.Settings;

    public ResourceId Id => Ground.Request.Circuit;

    /// <summary>The circuit that is there; null where it is to be made.</summary>
    public ExpressRouteCircuit? Existing { get; }

    /// <summary>What the provider offers; null where the list does not name it, or is not known.</summary>
    public ServiceProviderOffer? Offer { get; }

    public string Tier { get; }

    public string Family { get; }

    /// <summary>The provider, written as the list does.</summary>
    public string Provider => Offer?.Name ?? Settings.Provider;

    /// <summary>The peering location, written as the list does.</summary>
    public string PeeringLocation => Offer?.Location(Settings.PeeringLocation) ?? Settings.PeeringLocation;

    /// <summary>The region of its document; null where nobody said and the group does not tell.</summary>
    public string? Location => Existing?.Location ?? Settings.Location ?? Ground.GroupLocation;

    public string SkuText => $"{Tier}, {Family}";

    public bool ChangesBandwidth => Existing is { } there && there.BandwidthMbps != Settings.BandwidthInMbps;

    public bool ChangesTier => Existing is { } there && !CircuitSku.Is(there.Tier, Tier);

    public bool ChangesFamily => Existing is { } there && !CircuitSku.Is(there.Family, CircuitSku.Data(Family));

    /// <summary>True for a circuit that is there and is to be written.</summary>
    public bool Changes => ChangesBandwidth || ChangesTier || ChangesFamily || IsFailed;

    public bool IsFailed => Existing?.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled;

    /// <summary>The circuits of the subscription, as its list tells them.</summary>
    public IEnumerable<ExpressRouteCircuit> OfSubscription => Topology.Circuits
        .Where(c => string.Equals(c.Id.SubscriptionId, Id.SubscriptionId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Peerings whose MD5 key, if they have one, a PUT of the circuit would not send on.</summary>
    public ImmutableArray<CircuitPeering> KeylessPeerings => Existing is null || Settings.Key == PeeringKey.None ? []
        : [.. (Existing.Peerings ?? []).Where(p => !PeeringKeys.Shows(Topology, Id, p.Name) && !(p.IsPrivate && Settings.Key == PeeringKey.Given))];
}
