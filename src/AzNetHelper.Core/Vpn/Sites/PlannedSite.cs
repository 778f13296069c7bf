using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn.Sites;

/// <summary>One device of a request with the resources that stand for it, there or to be made.</summary>
/// <param name="Request">What is wanted.</param>
/// <param name="Device">The device.</param>
/// <param name="SiteId">The local network gateway.</param>
/// <param name="ConnectionId">The connection.</param>
internal sealed record PlannedSite(SiteRequest Request, SiteDevice Device, ResourceId SiteId, ResourceId ConnectionId)
{
    /// <summary>The names of what is made, as they are asked for; they may be none that Azure takes.</summary>
    public ImmutableArray<string> NewNames { get; init; } = [];

    /// <summary>What the local network gateway is called where one is made.</summary>
    public string WantedName { get; init; } = string.Empty;

    /// <summary>The local network gateway of the device; null where it is to be made.</summary>
    public LocalNetworkGateway? Site { get; init; }

    /// <summary>The connection of the gateway with it; null where it is to be made.</summary>
    public GatewayConnection? Connection { get; init; }

    /// <summary>What is behind the device afterwards.</summary>
    public ImmutableArray<IPPrefix> Prefixes => Request.AddressPrefixes ?? Site?.AddressSpace ?? [];

    /// <summary>Prefixes that are there and are not wanted any more.</summary>
    public ImmutableArray<IPPrefix> Lost => Site is null || Request.AddressPrefixes is not { } wanted ? [] : [.. Site.AddressSpace.Except(wanted)];

    public long? Asn => Device.Asn ?? Site?.Asn;

    public IPAddress? Peer => Device.BgpPeerAddress ?? Site?.BgpPeeringAddress;

    /// <summary>BGP is asked for: a number or an address of a session was given.</summary>
    public bool AsksForBgp => Device.Asn is not null || Device.BgpPeerAddress is not null;

    public bool SpeaksBgp => AsksForBgp || Connection?.EnableBgp == true;

    /// <summary>The device's session has a link-local address.</summary>
    public bool IsLinkLocal => Peer is { } peer && SiteDevice.IsLinkLocal(peer);

    public bool UsesSelectors => Request.UsePolicyBasedTrafficSelectors ?? Connection?.UsePolicyBasedTrafficSelectors ?? false;

    public IpsecPolicy? Policy => (Request.IpsecPolicy ?? Connection?.IpsecPolicy)?.Own;

    public string Group => ConnectionId.ToString();
}

/// <summary>Lays a request over what there is: a device that Azure knows already is adopted, whatever its name.</summary>
internal static class SiteLayout
{
    public static ImmutableArray<PlannedSite> Of(Topology topology, SiteRequest request) =>
        [.. request.Devices.Select((device, i) => Of(topology, request, device, i))];

    /// <summary>True for the local network gateway of a device.</summary>
    public static bool IsOf(LocalNetworkGateway site, SiteDevice device) => device.IPAddress is { } address
        ? address.Equals(site.GatewayAddress)
        : site.Fqdn is { } name && string.Equals(name.TrimEnd('.'), device.Address, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when a local network gateway says of the device what the request says: nothing of it would change.</summary>
    public static bool Holds(LocalNetworkGateway site, SiteRequest request, SiteDevice device) =>
        (request.AddressPrefixes is not { } wanted || site.AddressSpace.ToHashSet().SetEquals(wanted))
        && (device.Asn is not { } asn || asn == site.Asn)
        && (device.BgpPeerAddress is not { } peer || peer.Equals(site.BgpPeeringAddress));

    private static PlannedSite Of(Topology topology, SiteRequest request, SiteDevice device, int at)
    {
        var name = request.Name is null ? $"site-{device.Address}" : request.Devices.Length == 1 ? request.Name : $"{request.Name}-{at + 1}";
        var group = request.ResourceGroupName ?? request.Gateway.ResourceGroup!;
        var newSite = Id(request, group, ResourceTypes.LocalNetworkGateway, name);

        // What is joined with the gateway already comes first, then what has the name, then any other of the group. What other
        // gateways live from is not rewritten for this one where a name says how its own is to be called.
        var site = topology.LocalNetworkGateways.Where(s => IsOf(s, device))
            .Where(s => request.Name is null || s.Id == newSite || Holds(s, request, device) || ConnectionTo(topology, request.Gateway, s.Id) is not null
                || topology.Connections.All(c => c.LocalNetworkGateway != s.Id))
            .OrderByDescending(s => ConnectionTo(topology, request.Gateway, s.Id) is not null).ThenByDescending(s => s.Id == newSite).ThenBy(s => s.Id)
            .FirstOrDefault();
        var siteId = site?.Id ?? newSite;
        var connection = ConnectionTo(topology, request.Gateway, siteId);
        var link = $"{request.Gateway.Name}-to-{site?.Name ?? name}";
        return new(request, device, siteId, connection?.Id ?? Id(request, group, ResourceTypes.Connection, link))
        {
            NewNames = site is null ? [name, link] : connection is null ? [link] : [],
            WantedName = name,
            Site = site,
            Connection = connection,
        };
    }

    private static GatewayConnection? ConnectionTo(Topology topology, ResourceId gateway, ResourceId site) =>
        topology.Connections.FirstOrDefault(c => c.Kind == ConnectionKind.IPsec && c.Gateway == gateway && c.LocalNetworkGateway == site);

    // What is no name for a resource is told by a check, and has an id until then.
    private static ResourceId Id(SiteRequest request, string group, string type, string name) =>
        ResourceId.ForResource(request.Gateway.SubscriptionId, group, type, ResourceId.IsSegment(name) ? name : "unnamed");
}
