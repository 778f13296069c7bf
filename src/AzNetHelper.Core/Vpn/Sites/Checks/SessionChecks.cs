using System.Globalization;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Sites;

/// <summary>Rules about BGP with a device (azure-network-rules 4.5).</summary>
internal static class SessionChecks
{
    public static IEnumerable<Finding> Several(SiteScene scene) => scene.Sites.Length > 1 && scene.Sites.Any(s => !s.SpeaksBgp)
        ? [new(scene.Request.Gateway, "Several devices of one site need BGP on all of their tunnels, which then find the way that is up: give -DeviceAsn and a "
            + "-BgpPeerAddress for each device. Devices of different sites are connected one by one.", string.Empty) { Kind = FailureKind.InvalidArgument }]
        : [];

    public static IEnumerable<Finding> SeveralWithPrefixes(SiteScene scene) => scene.Sites.Length > 1 && scene.Request.AddressPrefixes is { IsEmpty: false }
        ? [new(scene.Request.Gateway, "Static prefixes cannot lead to several devices at once: leave -AddressPrefix out, the devices announce theirs by BGP.",
            string.Empty) { Kind = FailureKind.InvalidArgument }]
        : [];

    public static IEnumerable<Finding> NotPossible(SiteScene scene) => scene.Gateway is { } gateway && (gateway.IsBasic || TunnelRules.IsPolicyBased(gateway))
        && scene.Sites.Any(s => s.AsksForBgp)
        ? [new(gateway.Id, $"{gateway.Name} {(TunnelRules.IsPolicyBased(gateway) ? "is policy-based" : "has the SKU Basic")} and knows no BGP. Leave -DeviceAsn and "
            + "-BgpPeerAddress out and give -AddressPrefix.", string.Empty)]
        : [];

    public static IEnumerable<Finding> GatewayOff(SiteScene scene) =>
        scene.Gateway is { } gateway && scene.Sites.Any(s => s.AsksForBgp) && GatewayFlag.Advice(gateway) is { } advice
            ? [new(gateway.Id, advice, string.Empty) { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> Incomplete(SiteScene scene) =>
        from site in scene.Sites
        where site.SpeaksBgp && (site.Asn is null || site.Peer is null)
        select new Finding(site.SiteId, $"BGP with {site.Device} needs both the device's ASN and the address of its session: give {(site.Asn is null
            ? "-DeviceAsn" : "-BgpPeerAddress")}, too.", site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Asn(SiteScene scene) =>
        from site in scene.Sites
        let problem = site.Device.Asn is { } asn ? AutonomousSystem.DeviceProblem(asn) : null
        where problem is not null
        select new Finding(site.SiteId, problem, site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Equal(SiteScene scene) =>
        from site in scene.Sites
        where scene.Gateway is { } gateway && site.SpeaksBgp && site.Asn == gateway.Asn && AutonomousSystem.DeviceProblem(gateway.Asn) is null
        select new Finding(site.SiteId, string.Create(CultureInfo.InvariantCulture, $"{scene.Gateway!.Name} has the ASN {site.Asn}, too: no session would come up. "
            + $"Give the device another one, for example {AutonomousSystem.Free([scene.Gateway.Asn])}."), site.Group);

    public static IEnumerable<Finding> PeerIsDevice(SiteScene scene) =>
        from site in scene.Sites
        where site is { AsksForBgp: true, Peer: { } peer } && peer.Equals(site.Device.IPAddress)
        select new Finding(site.SiteId, $"{site.Peer} is the public address of the device. The session needs another one, inside the tunnel: an address of a loopback "
            + "interface of the device, or a link-local one.", site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> PeerInNetwork(SiteScene scene) =>
        from site in scene.Sites
        where site is { AsksForBgp: true, Peer: { } peer } && scene.Network?.AddressSpace.Any(p => p.Contains(peer)) == true
        select new Finding(site.SiteId, $"{site.Peer} lies in {scene.Network!.Name} ({string.Join(", ", scene.Network.AddressSpace)}). The address of the session is one "
            + "of the device's, on premises.", site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> PeerInPrefixes(SiteScene scene) =>
        from site in scene.Sites
        where site is { AsksForBgp: true, Peer: { } peer } && site.Prefixes.Contains(IPPrefix.Of(peer))
        select new Finding(site.SiteId, $"{IPPrefix.Of(site.Peer!)} is the address of the session; Azure adds it by itself. Leave it out of -AddressPrefix.", site.Group)
            { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> PeerTaken(SiteScene scene)
    {
        var theirs = scene.OtherSites.Where(s => s.BgpPeeringAddress is not null).Select(s => (s.Name, Peer: s.BgpPeeringAddress!))
            .Concat(scene.Sites.Where(s => s.Peer is not null).Select(s => (s.SiteId.Name, Peer: s.Peer!))).ToLookup(s => s.Peer, s => s.Name);
        return from site in scene.Sites
               where site is { AsksForBgp: true, Peer: not null } && theirs[site.Peer!].Skip(1).Any()
               select new Finding(site.SiteId, $"{site.Peer} is the address of the session of {string.Join(" and ", theirs[site.Peer!])}: every device needs its own. "
                   + "Give another -BgpPeerAddress.", site.Group) { Kind = FailureKind.InvalidArgument };
    }

    public static IEnumerable<Finding> LinkLocal(SiteScene scene) =>
        from site in scene.Sites
        where scene.Gateway is not null
        let problem = LinkLocalProblem(scene, site)
        where problem is not null
        select new Finding(site.SiteId, problem, site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Starts(SiteScene scene) =>
        from site in scene.Sites
        where site is { AsksForBgp: true, IsLinkLocal: true, Connection: null }
        select new Finding(site.SiteId, $"The session with {site.Device} is link-local: {scene.Request.Gateway.Name} does not start it, the device must.", site.Group)
            { Tells = NoticeSeverity.Information };

    private static string? LinkLocalProblem(SiteScene scene, PlannedSite site)
    {
        var (given, gateway) = (site.Device.GatewayBgpAddresses, scene.Gateway!);
        if (!site.IsLinkLocal)
        {
            return given.IsEmpty ? null : $"-GatewayBgpAddress is for a link-local session; {site.Peer?.ToString() ?? "no address"} is none. Leave it out: "
                + "the gateway uses its own addresses in GatewaySubnet.";
        }

        if (given.FirstOrDefault(a => !LinkLocalAddresses.IsAllowed(a)) is { } outside)
        {
            return $"{outside} cannot be the gateway's: {string.Join(" or ", LinkLocalAddresses.Allowed)}.";
        }

        if (site.AsksForBgp && (given.Contains(site.Peer!) || Own(gateway).Contains(site.Peer!)))
        {
            return $"{site.Peer} is the gateway's address of the session, and cannot be the device's.";
        }

        if (given.FirstOrDefault(a => !Own(gateway).Contains(a)) is { } unknown)
        {
            return $"{gateway.Name} has no address {unknown} for BGP ({Names(Own(gateway))}). Give it to the gateway first: New-VpnGateway -BgpPeeringAddress.";
        }

        return site.AsksForBgp && LinkLocalAddresses.Of(gateway, site).IsEmpty
            ? $"The session with {site.Device} is link-local, and {gateway.Name} has no address for it ({Names(Own(gateway))}). Give it one first: "
                + "New-VpnGateway -BgpPeeringAddress, in " + string.Join(" or ", LinkLocalAddresses.Allowed) + ", then name it with -GatewayBgpAddress."
            : null;
    }

    private static HashSet<IPAddress> Own(Networks.VirtualNetworkGateway gateway) => [.. gateway.Addresses.SelectMany(a => a.CustomBgpAddresses)];

    private static string Names(HashSet<IPAddress> addresses) => addresses.Count == 0 ? "it has none of its own" : $"it has {string.Join(", ", addresses)}";
}
