using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Sites;

/// <summary>Rules about devices, and about the names of what stands for them.</summary>
internal static class DeviceChecks
{
    // RFC 1918, and the range that carriers share (RFC 6598).
    private static readonly IPPrefix[] PrivateRanges =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" }.Select(IPPrefix.Parse)];

    // This network, loopback, link-local, multicast and reserved: no device has such an address (RFC 6890).
    private static readonly IPPrefix[] NoDevice =
        [.. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3" }.Select(IPPrefix.Parse)];

    // The longest name of a host (RFC 1035), and the longest part of one.
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    public static IEnumerable<Finding> Name(SiteScene scene) =>
        from site in scene.Sites
        let bad = site.NewNames.FirstOrDefault(n => !NetworkName.IsValid(n))
        where bad is not null && (scene.Request.Name is not null || IsDevice(site.Device))
        select new Finding(site.SiteId, $"'{bad}' is no name for a resource: up to 80 letters, digits, '_', '.' and '-', a letter or digit first, "
            + "a letter, digit or '_' last. Give another -Name.", site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> SiteTaken(SiteScene scene) =>
        from site in scene.Sites
        where site.Site is null
        let other = scene.Topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == site.SiteId)
        where other is not null
        select new Finding(site.SiteId, $"There is a site {other.Name} of another device ({other.GatewayAddress?.ToString() ?? other.Fqdn}). Give another -Name, or "
            + $"change that one: az network local-gateway update --ids '{other.Id}' --gateway-ip-address {site.Device}.", site.Group);

    public static IEnumerable<Finding> ConnectionTaken(SiteScene scene) =>
        from site in scene.Sites
        where site.Connection is null
        let other = scene.Topology.Connections.FirstOrDefault(c => c.Id == site.ConnectionId)
        where other is not null
        select new Finding(site.ConnectionId, $"There is a connection {other.Name} already, to {(other.LocalNetworkGateway ?? other.OtherGateway)?.Name}. "
            + "Give another -Name.", site.Group);

    public static IEnumerable<Finding> Address(SiteScene scene) =>
        from site in scene.Sites
        where !IsDevice(site.Device)
        select new Finding(site.SiteId, $"'{site.Device.Address}' is no address of a device: give its public IPv4 address, or its fully qualified name.", site.Group)
            { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Twice(SiteScene scene) =>
        from same in scene.Sites.GroupBy(s => s.Device.Address, StringComparer.OrdinalIgnoreCase)
        where same.Skip(1).Any()
        select new Finding(same.First().SiteId, $"The device {same.Key} is named {same.Count()} times.", string.Empty) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Own(SiteScene scene) =>
        from site in scene.Sites
        where site.Device.IPAddress is { } address && GatewayAddresses(scene).Contains(address)
        select new Finding(scene.Request.Gateway, $"{site.Device} is the address of {scene.Request.Gateway.Name} itself. Give the address of the device on premises.",
            site.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Private(SiteScene scene) =>
        from site in scene.Sites
        where site.Device.IPAddress is { } address && PrivateRanges.Any(p => p.Contains(address))
        select new Finding(site.SiteId, $"{site.Device} is a private address. Azure accepts it and cannot reach it over the Internet.", site.Group)
            { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Names(SiteScene scene)
    {
        var names = scene.Sites.Select(s => s.Device).Where(d => d.IPAddress is null).Select(d => d.Address)
            .Concat(scene.OtherSites.Select(s => s.Fqdn).OfType<string>()).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return scene.Sites.Any(s => s.Device.IPAddress is null && s.Connection is null) && names.Length > 1
            ? [new(scene.Request.Gateway, $"Devices of {scene.Request.Gateway.Name} are named ({string.Join(", ", names)}); each name must resolve to another address.",
                string.Empty) { Tells = NoticeSeverity.Information }]
            : [];
    }

    public static IEnumerable<Finding> Clients(SiteScene scene) => scene.Gateway is { ClientPool.IsEmpty: false } gateway && scene.Sites.Any(s => s.Connection is null)
        ? [new(gateway.Id, $"{gateway.Name} also serves point-to-site clients: one that comes by IKEv2 from a device's own address does not get through.", string.Empty)
            { Tells = NoticeSeverity.Information }]
        : [];

    public static IEnumerable<Finding> Adopted(SiteScene scene) =>
        from site in scene.Sites
        where site.Site is not null
        let names = scene.Request.Name is not null && !string.Equals(site.WantedName, site.SiteId.Name, StringComparison.OrdinalIgnoreCase)
        let untagged = Untagged(scene, site).ToArray()
        where names || untagged.Length > 0
        select new Finding(site.SiteId, $"{(names ? untagged.Length > 0 ? "-Name and -Tag have" : "-Name has" : "-Tag has")} no effect on what is there: {site.Device} is the "
            + $"site {site.SiteId.Name}" + (site.Connection is { } tunnel ? $", joined by {tunnel.Name}." : " already."), site.Group) { Tells = NoticeSeverity.Information };

    // What is there and has not the tags that are asked for.
    private static IEnumerable<ResourceId> Untagged(SiteScene scene, PlannedSite site) =>
        from id in new[] { site.SiteId, site.Connection?.Id }.OfType<ResourceId>()
        let tags = scene.Topology.Document(id) is { } document ? JsonBody.At(JsonBody.Parse(document.Json), "tags") as JsonObject : null
        where scene.Request.Tags.Any(t => (string?)tags?[t.Key] != t.Value)
        select id;

    public static IEnumerable<Finding> Shared(SiteScene scene) =>
        from site in scene.Sites
        where site.Site is not null && (site.Request.AddressPrefixes is not null || site.AsksForBgp)
        let others = scene.Topology.Connections.Where(c => c.LocalNetworkGateway == site.SiteId && c.Id != site.ConnectionId).Select(c => c.Name).ToArray()
        where others.Length > 0
        select new Finding(site.SiteId, $"{string.Join(", ", others)} {(others.Length == 1 ? "uses" : "use")} the site {site.SiteId.Name} too, and take what is changed in it.",
            site.Group) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> UsersUnknown(SiteScene scene) =>
        from site in scene.Sites
        where site.Site is { } there && !SiteLayout.Holds(there, scene.Request, site.Device)
        let unread = scene.Topology.Gaps.Where(g => TellsOfTunnels(g.Scope)).Select(g => g.Scope).Distinct(StringComparer.OrdinalIgnoreCase).ToArray()
        where unread.Length > 0
        select new Finding(site.SiteId, $"The site {site.SiteId.Name} is changed, and not every tunnel could be listed ({string.Join(", ", unread)}): whoever else uses it "
            + "takes the change, too.", site.Group) { Tells = NoticeSeverity.Warning };

    // Gateways list their tunnels, and are found by the subnets of VNets.
    private static bool TellsOfTunnels(string scope) => scope.EndsWith("/connections", StringComparison.OrdinalIgnoreCase)
        || scope.EndsWith($"/providers/{ResourceTypes.VirtualNetwork}", StringComparison.OrdinalIgnoreCase);

    private static bool IsDevice(SiteDevice device) =>
        device.IPAddress is { } address ? !NoDevice.Any(p => p.Contains(address)) : IsHost(device.Address);

    // A name of one part, or of digits alone, is none that Azure could resolve.
    private static bool IsHost(string name) => name is { Length: > 0 and <= LongestName } && name.Split('.') is { Length: > 1 } labels
        && labels.All(l => l.Length is > 0 and <= LongestLabel && l[0] != '-' && l[^1] != '-' && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        && labels[^1].Any(char.IsAsciiLetter);

    private static HashSet<IPAddress> GatewayAddresses(SiteScene scene) =>
    [
        .. (scene.Gateway?.Addresses ?? []).SelectMany(a => a.TunnelAddresses),
        .. from configuration in scene.Gateway?.Addresses ?? []
           let address = scene.Topology.PublicIPAddresses.FirstOrDefault(p => p.Id == configuration.PublicAddress)?.Address
           where address is not null
           select address,
    ];
}
