using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Audit.Rules;

/// <summary>Connections of gateways: one end alone, down, or ends that contradict each other.</summary>
internal static class ConnectionRules
{
    public static IEnumerable<Found> OneEnded(AuditScene scene) =>
        from connection in Tunnels(scene)
        where scene.Counterpart(connection) is null && !IsHidden(scene, connection)
        let here = scene.Gateway(connection.Gateway)
        let there = scene.Gateway(connection.OtherGateway)
        where there is not null
        select new Found(connection.Id, $"{connection.Name} connects {connection.Gateway!.Name} with {there.Name}, and {there.Name} has no connection back: "
            + "the tunnel does not come up.", Back(scene, connection, there), Ends(scene, connection));

    public static IEnumerable<Found> NotConnected(AuditScene scene) =>
        from connection in scene.Topology.Connections
        where connection.Status == ConnectionStatus.NotConnected
            && !(connection is { Kind: ConnectionKind.Vnet2Vnet, OtherGateway: not null } && scene.Counterpart(connection) is null)
        select new Found(connection.Id, $"{connection.Name} is not connected.", Remedy.Advice(connection.Kind switch
        {
            ConnectionKind.Vnet2Vnet => "Compare the shared keys of both connections, their IPsec policies and their BGP; both gateways must be running.",
            ConnectionKind.IPsec => "Compare shared key, IKE version and policies with the device, and see that the device's address is still the one of the site.",
            ConnectionKind.ExpressRoute => "Test-ExpressRouteCircuit says of the circuit whether it is provisioned and its links are up; see that the authorization is still valid.",
            _ => "See what the two ends disagree about.",
        }), Ends(scene, connection));

    public static IEnumerable<Found> BgpOneSided(AuditScene scene) =>
        from connection in Tunnels(scene)
        let back = scene.Counterpart(connection)
        where back is not null && connection.EnableBgp && !back.EnableBgp
        let cannot = new[] { connection, back }.Select(c => scene.Gateway(c.Gateway)).Any(g => g is null || g.IsBasic || IsPolicyBased(g))
        select new Found(back.Id, $"BGP is on in {connection.Name} and off in {back.Name}, which is its other end: no routes are exchanged.", cannot
            ? Remedy.Update("vpn-connection", connection.Id, "--enable-bgp false") : Remedy.Update("vpn-connection", back.Id, "--enable-bgp true"),
            Ends(scene, connection));

    public static IEnumerable<Found> SameAsn(AuditScene scene)
    {
        var seen = new HashSet<(ResourceId, ResourceId)>();
        foreach (var connection in Tunnels(scene).Where(c => c.EnableBgp))
        {
            if (scene.Gateway(connection.Gateway) is { } one && scene.Gateway(connection.OtherGateway) is { } other && one.Asn == other.Asn
                && one.Id != other.Id && seen.Add(one.Id < other.Id ? (one.Id, other.Id) : (other.Id, one.Id)))
            {
                var changed = Changed(scene, one.Id < other.Id ? one : other, one.Id < other.Id ? other : one);
                yield return new(changed.Id, string.Create(CultureInfo.InvariantCulture,
                    $"{one.Name} and {other.Name} speak BGP with each other ({connection.Name}) and both have the ASN {one.Asn}: no session comes up."),
                    AutonomousSystem.Free(Taken(scene)) is { } free
                        ? Remedy.Update("vnet-gateway", changed.Id, string.Create(CultureInfo.InvariantCulture, $"--asn {free}"))
                        : Remedy.Advice("Give one of them another ASN; every private one is in use here."), Ends(scene, connection));
            }
        }

        foreach (var connection in scene.Topology.Connections.Where(c => c.Kind == ConnectionKind.IPsec && c.EnableBgp))
        {
            if (scene.Gateway(connection.Gateway) is { } gateway && scene.Site(connection.LocalNetworkGateway) is { } site && site.Asn == gateway.Asn)
            {
                yield return new(site.Id, string.Create(CultureInfo.InvariantCulture,
                    $"The site {site.Name} has the ASN {site.Asn}, as has {gateway.Name} ({connection.Name}): no BGP session comes up."),
                    Remedy.Advice("Give the device another ASN, and the site the same (az network local-gateway update --asn)."), Ends(scene, connection));
            }
        }
    }

    public static IEnumerable<Doubt> Unread(AuditScene scene)
    {
        ResourceId[] unread = [.. Tunnels(scene).SelectMany(c => new[] { c.Gateway!, c.OtherGateway! }).Where(g => scene.Gateway(g) is null).Distinct().Order()];
        if (unread.Length > 0)
        {
            yield return Doubt.Missing($"At the other ends of connections the gateways {Names.Several(unread)} were not read.");
        }

        foreach (var doubt in Absent(scene))
        {
            yield return doubt;
        }
    }

    public static IEnumerable<Doubt> Untold(AuditScene scene)
    {
        ResourceId[] untold = [.. scene.Topology.Connections.Where(c => c.Status is null).Select(c => c.Id)];
        return untold.Length == 0 ? Absent(scene) : [Doubt.Missing($"Whether {Names.Several(untold)} {(untold.Length == 1 ? "is" : "are")} connected was not told: lists do not carry it.")];
    }

    private static IEnumerable<Doubt> Absent(AuditScene scene) => scene.Topology.Connections.IsEmpty && scene.Topology.Gateways.Length > 0
        ? [Doubt.Absent("No connections of gateways are in this topology.")] : [];

    private static IEnumerable<GatewayConnection> Tunnels(AuditScene scene) => scene.Topology.Connections
        .Where(c => c is { Kind: ConnectionKind.Vnet2Vnet, Gateway: not null, OtherGateway: not null } && c.Gateway != c.OtherGateway);

    // The other end may be where nothing could be read: a list of its group or subscription, or of the gateway.
    private static bool IsHidden(AuditScene scene, GatewayConnection connection)
    {
        var there = connection.OtherGateway!;
        var any = ResourceId.ForResource(there.SubscriptionId, there.ResourceGroup!, ResourceTypes.Connection, "any");
        return scene.Topology.ConnectionsGapOf(there) is not null || scene.Topology.GapOf(any) is not null;
    }

    private static bool IsPolicyBased(VirtualNetworkGateway gateway) =>
        string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase);

    // The key is taken from the end that there is; $( ) means the same to PowerShell and to Unix shells.
    private static Remedy Back(AuditScene scene, GatewayConnection connection, VirtualNetworkGateway there)
    {
        var name = $"{there.Name}-to-{connection.Gateway!.Name}";
        while (scene.Topology.Document(ResourceId.ForResource(there.Id.SubscriptionId, there.Id.ResourceGroup!, ResourceTypes.Connection, name)) is not null)
        {
            name += "-2";
        }

        return Remedy.Cli($"network vpn-connection create --subscription {there.Id.SubscriptionId} -g '{there.Id.ResourceGroup}' -n '{name}' "
            + $"--vnet-gateway1 '{there.Id}' --vnet-gateway2 '{connection.Gateway}'"
            + (there.Location.Length == 0 ? string.Empty : $" -l {there.Location}") + (connection.EnableBgp ? " --enable-bgp" : string.Empty)
            + $" --shared-key \"$(az network vpn-connection shared-key show --subscription {connection.Id.SubscriptionId} -g '{connection.Id.ResourceGroup}' "
            + $"--connection-name '{connection.Name}' --query value -o tsv)\"");
    }

    // A Route Server needs 65515 beside it (route-server-faq).
    private static VirtualNetworkGateway Changed(AuditScene scene, VirtualNetworkGateway first, VirtualNetworkGateway second) =>
        second.VirtualNetwork is { } network && scene.Topology.VirtualNetwork(network) is { } home
            && scene.Lenders.Of(home).Any(l => l.Kind == Peering.LenderKind.RouteServer) ? first : second;

    private static IEnumerable<long> Taken(AuditScene scene) =>
        scene.Topology.Gateways.Select(g => g.Asn).Concat(scene.Topology.LocalNetworkGateways.Select(s => s.Asn ?? 0));

    private static ImmutableArray<ResourceId> Ends(AuditScene scene, GatewayConnection connection) =>
        [.. scene.NetworkOf(connection.Gateway), .. scene.NetworkOf(connection.OtherGateway)];
}
