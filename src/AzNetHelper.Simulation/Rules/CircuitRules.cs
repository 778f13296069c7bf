using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a circuit (azure-network-rules 6; expressroute-howto-circuit-portal-resource-manager, modify).</summary>
internal sealed class CircuitRules(Cloud cloud)
{
    private static readonly string[] Tiers = ["Local", "Standard", "Premium"];
    private static readonly string[] Families = ["MeteredData", "UnlimitedData"];

    public ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var before = write.Existing;
        return CheckSku(write.Id, made) ?? CheckOffer(write.Id, made, before)
            ?? (before is null ? CheckCounts(write.Id, made) : CheckChange(write.Id, before, made))
            ?? CheckPeerings(write.Id, before, made);
    }

    private static ArmError? CheckSku(ResourceId id, JsonObject made)
    {
        var sku = made.Object("sku");
        var (tier, family) = (sku.Text("tier"), sku.Text("family"));
        return !Tiers.Contains(tier, StringComparer.OrdinalIgnoreCase)
                ? CircuitErrors.InvalidSku.With(id, $"tier {tier} is none of {string.Join(", ", Tiers)}")
            : !Families.Contains(family, StringComparer.OrdinalIgnoreCase)
                ? CircuitErrors.InvalidSku.With(id, $"family {family} is none of {string.Join(", ", Families)}")
            : Json.Same(tier, "Local") && !Json.Same(family, "UnlimitedData")
                ? CircuitErrors.InvalidSku.With(id, "tier Local needs family UnlimitedData")
            : sku.Text("name") is { } name && !Json.Same(name, $"{tier}_{family}")
                ? CircuitErrors.InvalidSku.With(id, $"its name is {name}, and tier and family make {tier}_{family}")
            : null;
    }

    // A loaded circuit may be of a provider that the table does not have: what stands there is not checked again.
    private ArmError? CheckOffer(ResourceId id, JsonObject made, JsonObject? before)
    {
        var offer = made.Object("properties").Object("serviceProviderProperties");
        var port = made.Object("properties").Reference("expressRoutePort");
        if (offer is null == port is null)
        {
            return CircuitErrors.NoProvider.With(id);
        }

        var old = before.Object("properties").Object("serviceProviderProperties");
        if (offer is null || (old is not null && JsonNode.DeepEquals(old, offer)))
        {
            return null;
        }

        var (name, location, bandwidth) = (offer.Text("serviceProviderName"), offer.Text("peeringLocation"), offer.Number("bandwidthInMbps"));
        return cloud.Options.CircuitProviders.FirstOrDefault(p => Json.Same(p.Name, name)) is not { } provider
                ? CircuitErrors.UnknownProvider.With(name, id)
            : !provider.PeeringLocations.Contains(location ?? string.Empty, StringComparer.OrdinalIgnoreCase)
                ? CircuitErrors.UnknownLocation.With(provider.Name, id, location, string.Join(", ", provider.PeeringLocations))
            : !provider.Bandwidths.Any(b => b == bandwidth)
                ? CircuitErrors.UnknownBandwidth.With(id, bandwidth, provider.Name, string.Join(", ", provider.Bandwidths
                    .Select(b => b.ToString(CultureInfo.InvariantCulture))))
            : null;
    }

    private ArmError? CheckCounts(ResourceId id, JsonObject made)
    {
        var others = cloud.Estate.OfKind(ResourceKind.Circuit).Where(c => Json.Same(c.Key.SubscriptionId, id.SubscriptionId)).ToArray();
        var region = made.Text("location");
        var near = others.Count(c => Json.Same(Documents.NormalLocation(c.Value.Text("location")), region));
        return others.Length >= CircuitCounts.OfSubscription
                ? CircuitErrors.TooManyInSubscription.With(id.SubscriptionId, others.Length, CircuitCounts.OfSubscription, id)
            : near >= CircuitCounts.OfRegion
                ? CircuitErrors.TooManyInRegion.With(id.SubscriptionId, near, CircuitCounts.OfRegion, region, id)
            : null;
    }

    private ArmError? CheckChange(ResourceId id, JsonObject before, JsonObject made)
    {
        var (old, now) = (before.Object("properties").Object("serviceProviderProperties"), made.Object("properties").Object("serviceProviderProperties"));
        foreach (var member in (string[])["serviceProviderName", "peeringLocation"])
        {
            if (old.Text(member) is { } was && !Json.Same(was, now.Text(member)))
            {
                return CircuitErrors.CannotChange.With(member, id, was, now.Text(member), "make another circuit");
            }
        }

        if (CircuitShape.Megabits(made) < CircuitShape.Megabits(before))
        {
            return CircuitErrors.CannotChange.With("The bandwidth", id, CircuitShape.Megabits(before), CircuitShape.Megabits(made),
                "it can only be raised");
        }

        var (wasTier, tier) = (CircuitShape.Tier(before), CircuitShape.Tier(made));
        var (wasFamily, family) = (before.Object("sku").Text("family"), made.Object("sku").Text("family"));
        var links = CircuitShape.Connections(cloud, id).Count();
        return Json.Same(wasFamily, "UnlimitedData") && Json.Same(family, "MeteredData")
                ? CircuitErrors.CannotChange.With("The family", id, wasFamily, family, "metered becomes unlimited, and not the other way round")
            : wasTier is not null && Json.Same(tier, "Local") && !Json.Same(wasTier, "Local")
                ? CircuitErrors.CannotChange.With("The tier", id, wasTier, tier, "no other tier becomes Local")
            : CircuitLinks.MostOf(tier, CircuitShape.Megabits(made)) is { } most && links > most
                ? CircuitErrors.CannotChange.With("The tier", id, wasTier, tier, string.Create(CultureInfo.InvariantCulture,
                    $"it has {links} connections of at most {most}"))
            : null;
    }

    private ArmError? CheckPeerings(ResourceId id, JsonObject? before, JsonObject made)
    {
        foreach (var peering in CircuitShape.Peerings(made))
        {
            if (CircuitPeeringRules.Check(id.Child("peerings", peering.Text("name")!), peering, made) is { } refusal)
            {
                return refusal;
            }
        }

        return CircuitShape.Peering(before, CircuitShape.PrivatePeering) is not null
            && CircuitShape.Peering(made, CircuitShape.PrivatePeering) is null
            && CircuitShape.Connections(cloud, id).FirstOrDefault() is { Key: { } user }
                ? CircuitErrors.PeeringInUse.With(id.Child("peerings", CircuitShape.PrivatePeering), user) : null;
    }
}
