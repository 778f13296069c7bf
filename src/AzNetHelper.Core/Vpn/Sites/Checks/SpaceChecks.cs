using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Sites;

/// <summary>
/// Rules about the prefixes behind a device: they must not overlap what the gateway leads to otherwise. A default route
/// overlaps everything and is a matter of its own.
/// </summary>
internal static class SpaceChecks
{
    public static IEnumerable<Finding> Missing(SiteScene scene) =>
        from site in scene.Sites
        where site is { SpeaksBgp: false, Prefixes.IsEmpty: true }
        select new Finding(site.SiteId, $"Without BGP nothing tells what is behind {site.Device}: give -AddressPrefix, or -DeviceAsn and -BgpPeerAddress.", site.Group)
            { Kind = FailureKind.InvalidArgument };

    // Basic carries no IPv6 (azure-network-rules 4.2).
    public static IEnumerable<Finding> NoIPv6(SiteScene scene) =>
        from site in scene.Sites
        where scene.Gateway is { IsBasic: true }
        let wide = site.Prefixes.Where(p => p.IsIPv6).ToArray()
        where wide.Length > 0
        select new Finding(site.SiteId, $"{scene.Request.Gateway.Name} has the SKU Basic, which carries no IPv6: leave {string.Join(", ", wide)} out, or give the gateway "
            + "another SKU.", site.Group);

    public static IEnumerable<Finding> Nested(SiteScene scene) =>
        from site in scene.Sites
        let nested = from one in site.Request.AddressPrefixes ?? []
                     let around = site.Prefixes.FirstOrDefault(p => p != one && !p.IsDefault && p.Contains(one))
                     where around != default
                     select $"{one} is inside {around}"
        let said = string.Join(", ", nested)
        where said.Length > 0
        select new Finding(site.SiteId, $"Of the prefixes behind {site.Device} {said}: the wider one leads there anyway.", site.Group)
            { Tells = NoticeSeverity.Information };

    public static IEnumerable<Finding> Network(SiteScene scene) => scene.Network is { } network
        ? Overlaps(scene, network.AddressSpace, $"the VNet of the gateway, {network.Name},") : [];

    public static IEnumerable<Finding> Users(SiteScene scene) =>
        scene.Users.SelectMany(u => Overlaps(scene, u.AddressSpace, $"{u.Name}, which uses the gateway,"));

    public static IEnumerable<Finding> Sites(SiteScene scene) =>
        scene.OtherSites.SelectMany(s => Overlaps(scene, s.AddressSpace, $"the site {s.Name} of the same gateway"));

    public static IEnumerable<Finding> FarNetworks(SiteScene scene) =>
        from far in scene.FarGateways
        let network = far.VirtualNetwork is { } id ? scene.Topology.VirtualNetwork(id) : null
        where network is not null
        from finding in Overlaps(scene, network.AddressSpace, $"{network.Name}, at the other end of a tunnel,")
        select finding;

    public static IEnumerable<Finding> Clients(SiteScene scene) =>
        Overlaps(scene, scene.Gateway?.ClientPool ?? [], "the client pool of the gateway");

    public static IEnumerable<Finding> Unread(SiteScene scene)
    {
        if (scene.Gateway is null || scene.Sites.All(s => s.Prefixes.IsEmpty))
        {
            return [];
        }

        var needed = new[] { scene.Gateway.VirtualNetwork }.OfType<ResourceId>().Where(id => scene.Topology.VirtualNetwork(id) is null)
            .Concat(scene.Network?.Peerings.Select(p => p.RemoteVNet).Where(id => scene.Topology.VirtualNetwork(id) is null) ?? [])
            .Concat(scene.Tunnels.Select(t => t.LocalNetworkGateway).OfType<ResourceId>().Where(id => scene.Topology.LocalNetworkGateways.All(s => s.Id != id)))
            .Concat(scene.Tunnels.Select(t => t.OtherGateway).OfType<ResourceId>().Where(id => scene.Topology.Gateways.All(g => g.Id != id)))
            .Concat(scene.FarGateways.Select(g => g.VirtualNetwork).OfType<ResourceId>().Where(id => scene.Topology.VirtualNetwork(id) is null))
            .Distinct().Order().ToArray();
        return needed.Length == 0 ? []
            : [new(scene.Request.Gateway, $"The prefixes were not compared with {string.Join(", ", needed.Select(n => n.Name))}: not read.", string.Empty)
                { Tells = NoticeSeverity.Warning }];
    }

    public static IEnumerable<Finding> Default(SiteScene scene) =>
        from site in scene.Sites
        where site.Request.AddressPrefixes?.Any(p => p.IsDefault) == true && site.Site?.AddressSpace.Any(p => p.IsDefault) != true
        select new Finding(site.SiteId, $"{site.SiteId.Name} has a default route: what {scene.Network?.Name ?? "the VNet"}, and every VNet that uses its gateway, sends to "
            + "the Internet goes through the tunnel.", site.Group) { Tells = NoticeSeverity.Warning };

    private static IEnumerable<Finding> Overlaps(SiteScene scene, ImmutableArray<IPPrefix> others, string whose) =>
        from site in scene.Sites
        where site.Request.AddressPrefixes is not null || site.Connection is null
        let common = Overlap.Between(site.Prefixes.Where(p => !p.IsDefault), others.Where(p => !p.IsDefault))
        where !common.IsEmpty
        select new Finding(site.SiteId, $"The prefixes behind {site.Device} overlap {whose} ({string.Join("; ", common)}). Leave out what is not behind the device, "
            + "or renumber one of them.", site.Group);
}
