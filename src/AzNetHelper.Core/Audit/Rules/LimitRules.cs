using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Services;

namespace AzNetHelper.Audit.Rules;

/// <summary>Counts that come near a limit of Azure, or are above one.</summary>
internal static class LimitRules
{
    public static IEnumerable<Found> Near(AuditScene scene) =>
        from count in Networks(scene).Concat(Routes(scene)).Concat(Gateways(scene)).Concat(Circuits(scene)).Concat(Subscriptions(scene))
        where count.Number >= count.Limit.Most * Limits.ToldFrom
        select new Found(count.Resource, string.Create(CultureInfo.InvariantCulture,
            $"{count.Of} has {count.Number} {count.Limit.What}, and {count.Limit.Most} are allowed ({count.Limit.Id}, {100 * count.Number / count.Limit.Most} %)."),
            Remedy.Advice(count.Limit.Help), count.Networks);

    private static IEnumerable<Count> Networks(AuditScene scene)
    {
        foreach (var network in scene.Topology.VirtualNetworks)
        {
            var managed = network.Peerings.Any(p => p.Owner == PeeringOwner.VirtualNetworkManager);
            yield return Of(network, network.Peerings.Length, managed ? Limits.ManagedPeeringsOfVNet : Limits.PeeringsOfVNet);
            yield return Of(network, network.Subnets.Length, Limits.SubnetsOfVNet);
            yield return Of(network, Addresses(network), Limits.AddressesOfVNet);
            yield return Of(network, scene.Links(network).Sum(l => Addresses(l.Peer)) + Addresses(network), Limits.AddressesOfPeers);
            yield return Of(network, scene.OfProperties(network, static p => p.Object("dhcpOptions").Texts("dnsServers").Length), Limits.DnsServersOfVNet);
            foreach (var half in network.Peerings.Where(p => !p.PeerCompleteVNets))
            {
                yield return new(half.Id, half.Name, Math.Max(half.LocalSubnetNames.Length, half.RemoteSubnetNames.Length), Limits.SubnetsOfPeering, [network.Id]);
            }
        }

        foreach (var group in scene.Topology.ConnectedGroups.Where(g => !g.IsEmpty))
        {
            yield return new(group.Min()!, $"The connected group of {group.Min()!.Name}", group.Length, Limits.VNetsOfConnectedGroup, group);
        }

        static Count Of(VirtualNetwork network, long number, Limit limit) => new(network.Id, network.Name, number, limit, [network.Id]);

        static long Addresses(VirtualNetwork network) => network.Subnets.Sum(s => s.IPConfigurations.Length);
    }

    private static IEnumerable<Count> Routes(AuditScene scene)
    {
        foreach (var table in scene.Topology.RouteTables)
        {
            ImmutableArray<ResourceId> networks = [.. scene.ByTable[table.Id].Select(p => p.Network.Id)];
            yield return new(table.Id, table.Name, table.Routes.Length, Limits.RoutesOfTable, networks);
            yield return new(table.Id, table.Name, table.Routes.Count(r => r.Prefix is null), Limits.ServiceTagRoutes, networks);
        }
    }

    private static IEnumerable<Count> Gateways(AuditScene scene)
    {
        foreach (var gateway in scene.Topology.Gateways)
        {
            ImmutableArray<ResourceId> networks = [.. scene.NetworkOf(gateway.Id)];
            var connections = scene.ConnectionsOf[gateway.Id];
            if (gateway.Kind == GatewayKind.Vpn)
            {
                var clients = scene.Properties(gateway.Id).Object("vpnClientConfiguration");
                yield return new(gateway.Id, gateway.Name, connections.Count(c => c.Kind is ConnectionKind.IPsec or ConnectionKind.Vnet2Vnet),
                    Limits.Tunnels(gateway.Sku), networks);
                yield return new(gateway.Id, gateway.Name, clients.Items("vpnClientRootCertificates").Count(), Limits.RootCertificates, networks);
                yield return new(gateway.Id, gateway.Name, clients.Items("vpnClientRevokedCertificates").Count(), Limits.RevokedCertificates, networks);
            }
            else if (gateway.Kind == GatewayKind.ExpressRoute)
            {
                yield return new(gateway.Id, gateway.Name, connections.Where(c => c.Circuit is not null).DistinctBy(c => c.Circuit).Count(),
                    Limits.CircuitsOfGateway(gateway), networks);
                var advertised = gateway.VirtualNetwork is { } id && scene.Topology.VirtualNetwork(id) is { } home
                    ? scene.Links(home).Where(l => l.Half.AllowGatewayTransit && l.Other.UseRemoteGateways).Select(l => l.Peer).Prepend(home)
                        .SelectMany(n => n.AddressSpace).ToArray() : [];
                yield return new(gateway.Id, gateway.Name, advertised.Count(p => !p.IsIPv6), Limits.PrefixesToOnPremisesIPv4, networks);
                yield return new(gateway.Id, gateway.Name, advertised.Count(p => p.IsIPv6), Limits.PrefixesToOnPremisesIPv6, networks);
            }
        }

        foreach (var server in scene.Topology.Documents.Where(d => d.Id.IsType(ResourceTypes.VirtualHub)))
        {
            yield return new(server.Id, server.Id.Name, scene.Properties(server.Id).Items("bgpConnections").Count(), Limits.RouteServerPeers, []);
        }
    }

    private static IEnumerable<Count> Circuits(AuditScene scene) =>
        from circuit in scene.Topology.Circuits
        let connections = scene.Topology.Connections.Where(c => c.Circuit == circuit.Id).ToArray()
        select new Count(circuit.Id, circuit.Name, connections.Length,
            Limits.GatewaysOfCircuit(circuit.Tier, circuit.BandwidthMbps),
            [.. connections.SelectMany(c => scene.NetworkOf(c.Gateway))]);

    private static IEnumerable<Count> Subscriptions(AuditScene scene)
    {
        foreach (var networks in scene.Topology.VirtualNetworks.GroupBy(n => (n.SubscriptionId, Region: RegionPairs.Name(n.Location))))
        {
            yield return new(ResourceId.ForSubscription(networks.Key.SubscriptionId), $"{networks.Key.SubscriptionId} in {networks.Key.Region}", networks.Count(),
                Limits.VNetsOfRegion, [.. networks.Select(n => n.Id)]);
        }

        foreach (var tables in scene.Topology.RouteTables.GroupBy(t => t.Id.SubscriptionId, StringComparer.OrdinalIgnoreCase))
        {
            yield return new(ResourceId.ForSubscription(tables.Key), tables.Key, tables.Count(), Limits.RouteTables, []);
        }

        foreach (var circuits in scene.Topology.Circuits.GroupBy(c => c.Id.SubscriptionId, StringComparer.OrdinalIgnoreCase))
        {
            yield return new(ResourceId.ForSubscription(circuits.Key), circuits.Key, circuits.Count(), Limits.CircuitsOfSubscription, []);
            foreach (var region in circuits.GroupBy(c => RegionPairs.Name(c.Location), StringComparer.Ordinal))
            {
                yield return new(ResourceId.ForSubscription(circuits.Key), $"{circuits.Key} in {region.Key}", region.Count(), Limits.CircuitsOfRegion, []);
            }
        }
    }

    // "West Europe" and "westeurope" are one region.

    private sealed record Count(ResourceId Resource, string Of, long Number, Limit Limit, ImmutableArray<ResourceId> Networks);
}
