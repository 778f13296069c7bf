using System.Net;
using System.Net.Sockets;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>
/// Traffic that passes an appliance one way and goes straight the other: a stateful one sees half of it and drops the rest.
/// Judged by routes alone and by the first hop of each way, which is sure where the way back is one hop: inside a VNet and
/// over a peering. Ways that differ further on are those of Test-VNetTransitivity (AsymmetricPath).
/// </summary>
internal static class AsymmetryRules
{
    public static IEnumerable<Found> Asymmetric(AuditScene scene)
    {
        foreach (var table in scene.Topology.RouteTables.Where(t => t.Routes.Any(IsAppliance)))
        {
            foreach (var from in scene.ByTable[table.Id].Where(IsEndpoint))
            {
                var around = scene.Links(from.Network).Where(l => l.Half.AllowVirtualNetworkAccess && l.Other.AllowVirtualNetworkAccess)
                    .Select(l => l.Peer).Prepend(from.Network).Where(n => MayDetour(from, n, table));
                foreach (var to in around.SelectMany(n => n.Subnets.Select(s => new Place(n, s))).Where(p => p.Subnet.Id != from.Subnet.Id && IsEndpoint(p)))
                {
                    if (Detour(scene, from, to) is { } detour && Straight(scene, to, from, detour.AddressFamily == AddressFamily.InterNetworkV6) is { } piece)
                    {
                        yield return new(to.Subnet.Id, $"{from.Name} sends to {to.Name} over {detour} (route table {table.Name}), and the answers go straight back: "
                            + $"what is stateful at {detour} drops the connection.", Back(scene, to, from, piece, detour), from.Network.Id, to.Network.Id);
                    }
                }
            }
        }
    }

    // The appliance that packets for the other subnet, or for a part of it, go to first.
    private static IPAddress? Detour(AuditScene scene, Place from, Place to) => Pieces(scene, from, to)
        .Select(piece => Choose(scene, from, to, piece)).Where(r => r is not null && IsAppliance(r)).SelectMany(r => r!.NextHops)
        .FirstOrDefault(hop => Standing.At(scene, from.Network, scene.TableOf(from.Subnet)!, hop).Kind != StandingKind.Nowhere
            && !from.Subnet.Prefixes.Concat(to.Subnet.Prefixes).Any(p => p.Contains(hop)));

    // A part of the other subnet that packets reach with no user route in between; null when there is none.
    private static IPPrefix? Straight(AuditScene scene, Place from, Place to, bool isIPv6)
    {
        if (from.Subnet.RouteTable is not null && scene.TableOf(from.Subnet) is null)
        {
            return null;
        }

        return Pieces(scene, from, to).Where(p => p.IsIPv6 == isIPv6 && System(scene, from, to, p) is not null && Choose(scene, from, to, p) is null)
            .Select(p => (IPPrefix?)p).FirstOrDefault();
    }

    // The user route in force; null where the system's is.
    private static Route? Choose(AuditScene scene, Place from, Place to, IPPrefix piece)
    {
        var user = scene.TableOf(from.Subnet)?.Routes
            .Where(r => r.Prefix is { } p && p.Contains(piece)).MaxBy(r => r.Prefix!.Value.Length);
        return user is not null && !(System(scene, from, to, piece) is { } system && system.Length > user.Prefix!.Value.Length) ? user : null;
    }

    // The route of the VNet itself or of the peering.
    private static IPPrefix? System(AuditScene scene, Place from, Place to, IPPrefix piece)
    {
        var found = default(IPPrefix?);
        foreach (var route in Installed(from, to.Network, scene.TableOf(from.Subnet)))
        {
            found = route.Contains(piece) && !(found?.Length > route.Length) ? route : found;
        }

        return found;
    }

    private static IEnumerable<IPPrefix> Installed(Place from, VirtualNetwork to, RouteTable? table)
    {
        var half = from.Network.PeeringTo(to.Id);
        return from.Network.Id == to.Id ? from.Network.AddressSpace
            : half is null || table is { DisablePeeringRoute: true } || !half.PeerCompleteVNets ? []
            : (half.RemoteAddressSpace ?? half.RemoteVirtualNetworkAddressSpace ?? to.AddressSpace).Where(r => r.IsIPv6 || !half.EnableOnlyIPv6Peering);
    }

    // Where the system has a route for the whole network, only a user route inside it can lead elsewhere.
    private static bool MayDetour(Place from, VirtualNetwork to, RouteTable table)
    {
        var installed = Installed(from, to, table).ToArray();
        return to.AddressSpace.Any(s => !installed.Contains(s)) || table.Routes.Any(r => IsAppliance(r) && r.Prefix is { } p && to.AddressSpace.Any(s => s.Contains(p)));
    }

    // The subnet, and what longer user routes cut out of it.
    private static IEnumerable<IPPrefix> Pieces(AuditScene scene, Place from, Place to)
    {
        IPPrefix[] routes = [.. (scene.TableOf(from.Subnet)?.Routes ?? []).Select(r => r.Prefix).OfType<IPPrefix>()];
        return to.Subnet.Prefixes.SelectMany(p => routes.Where(r => p.Contains(r) && r != p).Prepend(p));
    }

    private static Remedy Back(AuditScene scene, Place at, Place to, IPPrefix piece, IPAddress appliance)
    {
        var name = $"to-{to.Network.Name}-{to.Subnet.Name}";
        if (at.Subnet.RouteTable is not { } table)
        {
            var made = $"rt-{at.Network.Name}-{at.Subnet.Name}";
            var where = $"--subscription {at.Network.SubscriptionId} -g '{at.Network.ResourceGroup}'";
            var id = ResourceId.ForResource(at.Network.SubscriptionId, at.Network.ResourceGroup, ResourceTypes.RouteTable, made);
            return scene.Topology.Document(id) is not null
                ? Remedy.Advice($"Give {at.Name} a route table with a route for {piece} to {appliance}.")
                : Remedy.Cli($"network route-table create {where} -n '{made}' -l {at.Network.Location}",
                    $"network route-table route create {where} --route-table-name '{made}' -n '{name}' --address-prefix {piece} "
                    + $"--next-hop-type VirtualAppliance --next-hop-ip-address {appliance}",
                    $"network vnet subnet update --ids '{at.Subnet.Id}' --route-table '{id}'");
        }

        var known = scene.Topology.RouteTable(table)!;
        return scene.ByTable[table].Skip(1).Any() || known.Routes.Any(r => r.Prefix == piece || r.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? Remedy.Advice($"A route for {piece} to {appliance} in {table.Name} mends it; look at the other subnets of the table first.")
            : Remedy.Cli($"network route-table route create --subscription {table.SubscriptionId} -g '{table.ResourceGroup}' --route-table-name '{table.Name}' "
                + $"-n '{name}' --address-prefix {piece} --next-hop-type VirtualAppliance --next-hop-ip-address {appliance}");
    }

    private static bool IsAppliance(Route route) => route.NextHopType is NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp;

    private static bool IsEndpoint(Place place) => !Reachability.ReservedSubnets.Contains(place.Subnet.Name);
}
