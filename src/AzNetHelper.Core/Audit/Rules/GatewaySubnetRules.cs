using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>What GatewaySubnet must be and must not have (virtual-networks-udr-overview, vpn-gateway-about-vpn-gateway-settings).</summary>
internal static class GatewaySubnetRules
{
    /// <summary>Every SKU but Basic needs this length (vpn-gateway-about-vpn-gateway-settings).</summary>
    public const int LongestPrefix = 27;

    /// <summary>Basic may do with this one.</summary>
    public const int LongestBasicPrefix = 29;

    public static IEnumerable<Found> TooSmall(AuditScene scene) =>
        from place in scene.GatewaySubnets
        from prefix in place.Subnet.Prefixes
        let gateways = scene.Topology.GatewaysOf(place.Network.Id).ToArray()
        let longest = gateways.Length > 0 && gateways.All(g => g.IsBasic) ? LongestBasicPrefix : LongestPrefix
        where !prefix.IsIPv6 && prefix.Length > longest
        select new Found(place.Subnet.Id, string.Create(CultureInfo.InvariantCulture,
            $"GatewaySubnet of {place.Network.Name} is {prefix}; gateways need a /{longest} or wider."), Wider(place, prefix, gateways.Length > 0), place.Network.Id);

    public static IEnumerable<Found> SecurityGroup(AuditScene scene) =>
        from place in scene.GatewaySubnets
        where place.Subnet.NetworkSecurityGroup is not null
        select new Found(place.Subnet.Id, $"GatewaySubnet of {place.Network.Name} has the network security group "
            + $"{place.Subnet.NetworkSecurityGroup!.Name}, which is not supported there.",
            Remedy.Update("vnet subnet", place.Subnet.Id, "--remove networkSecurityGroup"), place.Network.Id);

    public static IEnumerable<Found> PropagationOff(AuditScene scene) =>
        from place in scene.GatewaySubnets
        let table = scene.TableOf(place.Subnet)
        where table is { DisableBgpRoutePropagation: true }
        let others = scene.ByTable[table.Id].Where(p => p.Subnet.Id != place.Subnet.Id).Select(p => p.Name).ToArray()
        select new Found(table.Id, $"The route table {table.Name} keeps gateway routes from GatewaySubnet of {place.Network.Name}, where they are needed."
            + (others.Length == 0 ? string.Empty : $" It also serves {Names.Several(others)}."),
            Remedy.Update("route-table", table.Id, "--disable-bgp-route-propagation false"), place.Network.Id);

    public static IEnumerable<Found> DefaultRoute(AuditScene scene) =>
        from place in scene.GatewaySubnets
        let table = scene.TableOf(place.Subnet)
        where table is not null
        from route in table.Routes
        where route.Prefix is { IsDefault: true }
        select new Found(table.Id.Child("routes", route.Name), $"The route '{route.Name}' ({route.Prefix}) of {table.Name} is in force in GatewaySubnet of "
            + $"{place.Network.Name}, where a default route is not supported.",
            WithoutDefault(scene, place, table, route), place.Network.Id);

    // The default route of other subnets is not ours to delete.
    private static Remedy WithoutDefault(AuditScene scene, Place place, RouteTable table, Route route)
    {
        string[] others = [.. scene.ByTable[table.Id].Where(p => p.Subnet.Id != place.Subnet.Id).Select(p => p.Name)];
        return others.Length == 0
            ? Remedy.Cli($"network route-table route delete --ids '{table.Id.Child("routes", route.Name)}'")
            : Remedy.Advice($"Give GatewaySubnet of {place.Network.Name} a table of its own without the default route: {table.Name} serves "
                + $"{Names.Several(others)} too.");
    }

    private static Remedy Wider(Place place, IPPrefix prefix, bool isUsed)
    {
        // A subnet is resized only while nothing is in it (virtual-networks-faq).
        if (isUsed || !place.Subnet.IPConfigurations.IsEmpty)
        {
            return Remedy.Advice("A subnet that holds a gateway cannot be resized: make a wider one in a new range when the gateway is made again.");
        }

        return Room(place, prefix) is not { } room
            ? Remedy.Advice($"{place.Network.Name} has no room for a /27: give it more addresses first (Set-VNetAddressSpace -Add).")
            : Remedy.Update("vnet subnet", place.Subnet.Id, $"--address-prefixes {string.Join(' ', place.Subnet.Prefixes.Where(p => p.IsIPv6).Prepend(room))}");
    }

    // The /27 around the present prefix, else the first one that is free.
    private static IPPrefix? Room(Place place, IPPrefix prefix)
    {
        IPPrefix[] taken = [.. place.Network.Subnets.Where(s => s.Id != place.Subnet.Id).SelectMany(s => s.Prefixes)];
        return Candidates().Select(c => (IPPrefix?)c).FirstOrDefault(c => !taken.Any(c!.Value.Overlaps));

        IEnumerable<IPPrefix> Candidates()
        {
            var around = IPPrefix.Containing(prefix.Network, LongestPrefix);
            if (place.Network.AddressSpace.Any(a => a.Contains(around)))
            {
                yield return around;
            }

            foreach (var space in place.Network.AddressSpace.Where(a => !a.IsIPv6 && a.Length <= LongestPrefix).Order())
            {
                var step = UInt128.One << (128 - LongestPrefix);
                for (var bits = space.Bits; bits <= space.LastBits; bits += step)
                {
                    yield return IPPrefix.FromBits(bits, LongestPrefix, isIPv6: false);
                }
            }
        }
    }
}
