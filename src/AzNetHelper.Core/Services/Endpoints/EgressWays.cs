using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;

namespace AzNetHelper.Services.Endpoints;

/// <summary>
/// Finds the public addresses that the clients of a subnet are seen with, of what was read. Pure. The order of the ways is Microsoft's
/// (nat-overview): user route, NAT gateway, address of the instance, outbound rules of a load balancer, Azure's own address.
/// </summary>
internal sealed class EgressWays(Topology topology)
{
    public const string PublicPrefix = "Microsoft.Network/publicIPPrefixes";

    /// <summary>The route to everywhere, where a user gave the subnet one; and whether its table was read.</summary>
    public (Route? Route, bool IsRead) UserDefault(Subnet subnet) =>
        subnet.RouteTable is not { } id ? (null, true)
        : topology.RouteTable(id) is { } table ? (table.Routes.FirstOrDefault(r => r.Prefix is { IsDefault: true, IsIPv6: false }), true)
        : (null, false);

    /// <summary>True where a default route that a gateway learns would count in the subnet.</summary>
    public bool TakesLearnedRoutes(Subnet subnet) => UserDefault(subnet).Route is null
        && (subnet.RouteTable is null || topology.RouteTable(subnet.RouteTable) is not { DisableBgpRoutePropagation: true });

    /// <summary>The VNets whose gateways lend routes to a VNet: itself, or the one whose gateway it uses.</summary>
    public static IEnumerable<ResourceId> LendersOf(VirtualNetwork network) =>
        network.Peerings.Where(p => p.UseRemoteGateways).Select(p => p.RemoteVNet).Append(network.Id).Distinct();

    /// <param name="subnet">The subnet.</param>
    /// <param name="learned">What the gateways of VNets have learned, by the VNet; one that is not in it was not asked.</param>
    public SubnetEgress Of(Subnet subnet, IReadOnlyDictionary<ResourceId, LentRoutes> learned)
    {
        var (route, isRead) = UserDefault(subnet);
        var egress = new SubnetEgress(subnet.Id);
        if (!isRead)
        {
            return egress with { Unknown = [$"The route table {subnet.RouteTable!.Name} could not be read."] };
        }

        switch (route?.NextHopType)
        {
            case NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp:
                return BehindAppliance(egress, subnet, route);
            case NextHopType.VirtualNetworkGateway:
                return egress with
                {
                    Forced = $"its route table {subnet.RouteTable!.Name} sends 0.0.0.0/0 to the gateway",
                    Unknown = ["The addresses of what is behind the gateway are not known here."],
                };
            case NextHopType.None:
                return egress with { Forced = $"its route table {subnet.RouteTable!.Name} drops 0.0.0.0/0" };
        }

        ImmutableArray<ResourceId> lenders = TakesLearnedRoutes(subnet) && topology.VirtualNetwork(subnet.Id.Parent!) is { } network ? [.. LendersOf(network)] : [];
        ImmutableArray<LentRoutes> defaults = [.. lenders.Select(learned.GetValueOrDefault).OfType<LentRoutes>()];
        if (defaults.FirstOrDefault(d => !d.DefaultRoutes.IsEmpty) is { } lent)
        {
            return egress with
            {
                Forced = $"it learns a default route from {string.Join(" and ", lent.DefaultRoutes)}",
                Unknown = ["The addresses of what is behind the gateway are not known here."],
            };
        }

        var direct = Direct(egress, subnet);
        var unread = lenders.Where(l => topology.VirtualNetwork(l) is null).Select(l => $"{l.Name}, whose gateway it uses, could not be read.");
        var doubts = defaults.Select(d => d.Unknown).OfType<string>().Concat(unread).Select(u => $"Whether a gateway has learned a default route is not known: {u}");
        return direct with { Unknown = [.. doubts, .. direct.Unknown] };
    }

    private SubnetEgress BehindAppliance(SubnetEgress egress, Subnet subnet, Route route)
    {
        var hops = route.NextHops;
        var firewalls = topology.Firewalls.Where(f => f.Addresses.Any(a => a.Address is not null && hops.Contains(a.Address))).ToArray();
        var known = firewalls.Length > 0 && hops.All(h => firewalls.Any(f => f.Addresses.Any(a => h.Equals(a.Address))));
        var unknown = ImmutableArray.CreateBuilder<string>();
        return egress with
        {
            Forced = $"its route table {subnet.RouteTable!.Name} sends 0.0.0.0/0 to "
                + (known ? $"the firewall {string.Join(", ", firewalls.Select(f => f.Name))}" : $"the appliance at {string.Join(", ", hops)}"),
            Ways = [.. firewalls.Select(f => Way($"firewall {f.Name}", Configurations(f.Id, "ipConfigurations")
                .Select(c => c.Object("properties").Id("publicIPAddress")), unknown)).OfType<EgressWay>()],
            Unknown = [.. known ? [] : (string[])[$"The addresses that the appliance at {string.Join(", ", hops)} shows are not known here."], .. unknown],
        };
    }

    private SubnetEgress Direct(SubnetEgress egress, Subnet subnet)
    {
        var (ways, unknown) = (ImmutableArray.CreateBuilder<EgressWay>(), ImmutableArray.CreateBuilder<string>());
        if (subnet.NatGateway is { } nat)
        {
            return topology.Document(nat) is not { } document
                ? egress with { Unknown = [$"The NAT gateway {nat.Name} could not be read."] }
                : egress with { Ways = [.. new[] { Way($"NAT gateway {nat.Name}", AddressesOf(document), unknown) }.OfType<EgressWay>()], Unknown = [.. unknown] };
        }

        foreach (var configuration in subnet.IPConfigurations)
        {
            Add(subnet, configuration, ways, unknown);
        }

        // What a service keeps here brings no interface that could be read.
        if (!subnet.Links.IsEmpty || !subnet.Delegations.IsEmpty)
        {
            unknown.Add($"The addresses of what {string.Join(", ", subnet.Links.Select(l => l.LinkedType).Concat(subnet.Delegations).Distinct(StringComparer.OrdinalIgnoreCase))} "
                + "keeps in the subnet are not known here.");
        }

        return egress with
        {
            Ways = [.. ways.GroupBy(w => w.Through, StringComparer.OrdinalIgnoreCase).Select(g => new EgressWay(g.Key, [.. g.SelectMany(w => w.Addresses).Distinct()]))],
            Unknown = [.. unknown.Distinct(StringComparer.Ordinal)],
        };
    }

    private void Add(Subnet subnet, ResourceId configuration, ImmutableArray<EgressWay>.Builder ways, ImmutableArray<string>.Builder unknown)
    {
        var owner = configuration.Parent;
        if (owner is null || !owner.IsType(ResourceTypes.NetworkInterface))
        {
            if (configuration.Type.StartsWith("Microsoft.Compute/virtualMachineScaleSets", StringComparison.OrdinalIgnoreCase))
            {
                unknown.Add($"The instances of the scale set {configuration.Names[0]} are not read.");
            }

            return;
        }

        if (topology.Document(owner) is null)
        {
            unknown.Add("Not every network interface of the subnet could be read.");
            return;
        }

        using var json = Json(owner);
        if (json.RootElement.Object("properties").Id("privateEndpoint") is not null)
        {
            return;
        }

        var mine = json.RootElement.Object("properties").Items("ipConfigurations").Select(c => (Name: c.Text("name"), Says: c.Object("properties")))
            .FirstOrDefault(c => string.Equals(c.Name, configuration.Name, StringComparison.OrdinalIgnoreCase)).Says;
        if (mine.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (mine.Id("publicIPAddress") is { } own)
        {
            ways.AddRange(new[] { Way($"address of {owner.Name}", [own], unknown) }.OfType<EgressWay>());
            return;
        }

        var pools = mine.Items("loadBalancerBackendAddressPools").Select(p => p.Text("id")).Select(t => ResourceId.TryParse(t, out var id) ? id : null)
            .OfType<ResourceId>().ToArray();
        var told = unknown.Count;
        var balanced = pools.Select(p => Balanced(p, unknown)).OfType<EgressWay>().ToArray();
        ways.AddRange(balanced);
        if (pools.Any(p => topology.Document(p.Parent!) is null))
        {
            unknown.Add("Not every load balancer of the subnet's clients could be read.");
        }
        else if (balanced.Length == 0 && unknown.Count == told && subnet.DefaultOutboundAccess is not false)
        {
            unknown.Add("Clients without an address of their own go out with one that Azure chooses and may change (default outbound access).");
        }
    }

    // Outbound rules; else load balancing rules that do not say that they do no source translation.
    private EgressWay? Balanced(ResourceId pool, ImmutableArray<string>.Builder unknown)
    {
        if (topology.Document(pool.Parent!) is null)
        {
            return null;
        }

        using var json = Json(pool.Parent!);
        var p = json.RootElement.Object("properties");
        var fronts = p.Items("outboundRules").Where(r => r.Object("properties").Id("backendAddressPool") == pool)
            .SelectMany(r => r.Object("properties").Items("frontendIPConfigurations").Select(f => f.Text("id")))
            .Concat(p.Items("loadBalancingRules").Where(r => Pools(r).Contains(pool) && !r.Object("properties").Flag("disableOutboundSnat"))
                .Select(r => r.Object("properties").Id("frontendIPConfiguration")?.ToString()))
            .Select(t => ResourceId.TryParse(t, out var id) ? id.Name : null).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Way($"load balancer {pool.Parent!.Name}", p.Items("frontendIPConfigurations").Where(f => fronts.Contains(f.Text("name") ?? string.Empty))
            .SelectMany(f => new[] { f.Object("properties").Id("publicIPAddress"), f.Object("properties").Id("publicIPPrefix") }), unknown);

        static IEnumerable<ResourceId?> Pools(JsonElement rule) => rule.Object("properties").Items("backendAddressPools").Select(b => b.Text("id"))
            .Select(t => ResourceId.TryParse(t, out var id) ? id : null).Append(rule.Object("properties").Id("backendAddressPool"));
    }

    private EgressWay? Way(string through, IEnumerable<ResourceId?> publics, ImmutableArray<string>.Builder unknown)
    {
        var found = publics.OfType<ResourceId>().Distinct().Select(id => (Id: id, Prefix: Prefix(id))).ToArray();
        foreach (var (id, _) in found.Where(f => f.Prefix is null))
        {
            unknown.Add($"The address {id.Name} of the {through} could not be read, or is not allocated yet.");
        }

        var prefixes = found.Select(f => f.Prefix).OfType<IPPrefix>().ToImmutableArray();
        return prefixes.IsEmpty ? null : new(through, prefixes);
    }

    private IPPrefix? Prefix(ResourceId id)
    {
        if (id.IsType(PublicPrefix))
        {
            using var json = topology.Document(id) is null ? null : Json(id);
            return IPPrefix.TryParse(json?.RootElement.Object("properties").Text("ipPrefix"), out var prefix) ? prefix : null;
        }

        return topology.PublicIPAddresses.FirstOrDefault(a => a.Id == id)?.Address is { } address ? IPPrefix.Of(address) : null;
    }

    /// <summary>The public addresses and prefixes of a NAT gateway.</summary>
    public static ImmutableArray<ResourceId> AddressesOf(ResourceDocument nat)
    {
        using var json = CanonicalJson.Parse(nat.Json);
        var p = json.RootElement.Object("properties");
        return [.. p.Items("publicIpAddresses").Concat(p.Items("publicIpPrefixes")).Select(a => a.Text("id"))
            .Select(t => ResourceId.TryParse(t, out var id) ? id : null).OfType<ResourceId>()];
    }

    private IEnumerable<JsonElement> Configurations(ResourceId id, string member)
    {
        using var json = Json(id);
        return [.. json.RootElement.Object("properties").Items(member).Select(i => i.Clone())];
    }

    private JsonDocument Json(ResourceId id) => CanonicalJson.Parse(topology.Document(id)!.Json);
}
