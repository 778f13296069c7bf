using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What the provider checks before it builds or removes a gateway.</summary>
internal sealed class GatewayRules(Cloud cloud)
{
    public ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var location = made.Text("location");
        var before = write.Existing.Object("properties").Objects("ipConfigurations").ToArray();
        var configurations = made.Object("properties").Objects("ipConfigurations").ToArray();
        if (configurations.Length == 0)
        {
            return NetworkErrors.GatewaySubnetMissing.With($"{write.Id}/ipConfigurations/default");
        }

        return Each((configuration, now, old) =>
                CheckSubnet(write.Id, location, configuration, now.Reference("subnet"), old.Reference("subnet")))
            ?? new VpnGatewayRules(cloud).Check(write.Id, write.Existing, made)
            ?? new CircuitGatewayRules(cloud).Check(write.Id, write.Existing, made)
            ?? Each((configuration, now, old) => CheckAddress(
                write.Id, location, made, configuration, now.Reference("publicIPAddress"), old.Reference("publicIPAddress")))
            ?? (write.Existing is null ? CheckNeighbours(write.Id, made) : null);

        ArmError? Each(Func<JsonObject, JsonObject?, JsonObject?, ArmError?> check) => configurations.Select(c => check(c,
            c.Object("properties"), Array.Find(before, b => Json.Same(b.Text("id"), c.Text("id"))).Object("properties")))
            .FirstOrDefault(e => e is not null);
    }

    /// <summary>
    /// A gateway that a neighbour uses cannot go: clear useRemoteGateways there first. Nor can one with a connection.
    /// </summary>
    public ArmError? CheckRemoval(ResourceId id, JsonObject gateway)
    {
        if (ConnectionWriter.Using(cloud, id) is { } connection)
        {
            return NetworkErrors.GatewayInUse.With(id, $"connection {connection}");
        }

        foreach (var network in GatewayTransitRules.Subnets(gateway).Select(s => s.Parent!).Distinct())
        {
            foreach (var neighbour in cloud.Peerings.Neighbours(network))
            {
                var user = cloud.Peerings.HalvesOf(neighbour).FirstOrDefault(h =>
                    PeeringLinks.RemoteOf(h.Half) == network
                    && h.Half.Object("properties").Objects("remoteGateways").Any(g =>
                        Json.Same(g.Text("id"), id.ToString())));
                if (user.Half is not null)
                {
                    return NetworkErrors.GatewayInUse.With(id, $"peering {user.Id}");
                }
            }
        }

        return null;
    }

    private ArmError? CheckSubnet(
        ResourceId gateway, string? location, JsonObject configuration, string? subnet, string? before)
    {
        if (subnet is null)
        {
            return NetworkErrors.GatewaySubnetMissing.With(configuration.Text("id"));
        }

        return ReferenceRules.Check(
            cloud, gateway, location, ResourceKind.Subnet, "properties.ipConfigurations", subnet, before)
            ?? (Json.Same(ResourceId.Parse(subnet).Name, "GatewaySubnet")
                ? null
                : NetworkErrors.GatewaySubnetName.With(gateway, subnet));
    }

    private ArmError? CheckAddress(
        ResourceId gateway, string? location, JsonObject made, JsonObject configuration, string? address,
            string? before)
    {
        if (ReferenceRules.Check(
            cloud, gateway, location, ResourceKind.Address, "properties.ipConfigurations", address,
                before) is { } refusal)
        {
            return refusal;
        }

        if (!ResourceId.TryParse(address, out var id) || cloud.Estate.Find(id) is not { } document)
        {
            return null;
        }

        var user = document.Object("properties").Reference("ipConfiguration");
        if (user is not null && !Json.Same(user, configuration.Text("id")))
        {
            return NetworkErrors.AddressTaken.With(configuration.Text("id"), id, user);
        }

        var properties = made.Object("properties")!;
        if (!Json.Same(properties.Text("gatewayType"), "Vpn") || Json.Same(address, before))
        {
            return null;
        }

        var isBasic = GatewayDocuments.IsBasic(properties);
        if (Json.Same(document.Object("sku").Text("name"), "Basic"))
        {
            return new VpnGatewayRules(cloud).IsRetired(isBasic ? GatewayRetirement.BasicAddressOfBasic : GatewayRetirement.BasicAddress)
                ? NetworkErrors.GatewayBasicAddress.With() : null;
        }

        // Where a region has no zones the SKUs with zones are regional (azure-network-rules 4.2); of a region that is not in the table
        // neither is asked.
        var zonal = document.Texts("zones").Any();
        var wantsZones = !isBasic && (VpnGatewaySku.Find(properties.Object("sku").Text("name"))?.HasZones ?? false);
        return isBasic || zonal == wantsZones ? null
            : !wantsZones ? NetworkErrors.GatewayZonesSet.With()
            : Region.Find(location) is { Zones.Length: > 0 } ? NetworkErrors.GatewayZonesMissing.With()
            : null;
    }

    // What attaches a VNet to a Virtual WAN: a connection of a hub, or a peering that the hub made.
    private ResourceId? HubOf(ResourceId network) => cloud.Estate.Resources
        .Where(r => r.Key.IsType(ResourceKind.HubConnection.Type)
            && Json.Same(r.Value.Object("properties").Reference("remoteVirtualNetwork"), network.ToString())).Select(r => r.Key)
        .Concat(cloud.Peerings.HalvesOf(network).Select(h => h.Id)
            .Where(h => h.Name.StartsWith("RemoteVnetToHubPeering_", StringComparison.OrdinalIgnoreCase))).FirstOrDefault();

    private ArmError? CheckNeighbours(ResourceId id, JsonObject made)
    {
        var transit = new GatewayTransitRules(cloud);
        var type = made.Object("properties").Text("gatewayType");
        foreach (var network in GatewayTransitRules.Subnets(made).Select(s => s.Parent!).Distinct())
        {
            var second = transit.Of(network).FirstOrDefault(
                g => g.Key != id && Json.Same(g.Value.Object("properties").Text("gatewayType"), type));
            if (second.Value is not null)
            {
                return NetworkErrors.SecondGateway.With(network, type, second.Key);
            }

            if (Json.Same(type, "Vpn") && GatewayShape.IsBasic(made)
                && transit.Of(network).FirstOrDefault(g => g.Key != id) is { Key: { } other })
            {
                return VpnErrors.BasicBesideExpressRoute.With(id, other);
            }

            // Neither first (azure-network-rules 6, coexistence).
            if (CircuitGateway.Is(made) && transit.Of(network).FirstOrDefault(g => g.Key != id
                && (GatewayShape.IsBasic(g.Value) || GatewayShape.IsPolicyBased(g.Value))) is { Key: { } unfit })
            {
                return CircuitErrors.InvalidGateway.With(id, $"{unfit} in its VNet is Basic or policy-based");
            }

            if (HubOf(network) is { } hub)
            {
                return VpnErrors.AttachedToHub.With(id, network, hub);
            }

            var user = cloud.Peerings.HalvesOf(network)
                .FirstOrDefault(h => h.Half.Object("properties").Flag("useRemoteGateways") ?? false);
            if (user.Half is not null)
            {
                return NetworkErrors.GatewayBesideRemote.With(id, user.Id);
            }
        }

        return null;
    }
}
