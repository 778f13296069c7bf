using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about GatewaySubnet. Those about one that is there concern a gateway that is made, not one that lives in it.</summary>
internal static class SubnetChecks
{
    public static IEnumerable<Finding> Name(GatewayLayout layout) =>
        from subnet in New(layout)
        where subnet.Name != Subnet.GatewaySubnetName
        select new Finding(subnet.Id, $"{layout.Network!.Name} has a subnet '{subnet.Name}'; Azure takes no other spelling than "
            + $"'{Subnet.GatewaySubnetName}'. Delete it; this command makes the right one.", string.Empty);

    public static IEnumerable<Finding> TooSmall(GatewayLayout layout)
    {
        var longest = layout.Wish.SubnetLengths.Longest;
        return from subnet in New(layout)
               from prefix in subnet.Prefixes
               where !prefix.IsIPv6 && prefix.Length > longest
               select new Finding(subnet.Id, string.Create(CultureInfo.InvariantCulture,
                   $"GatewaySubnet of {layout.Network!.Name} is {prefix}; a {layout.Wish.Sku} gateway needs a /{longest} or wider. ")
                   + "Delete it while nothing is in it; this command makes one of the right size.", string.Empty);
    }

    public static IEnumerable<Finding> Differs(GatewayLayout layout) =>
        layout is { Subnet.There: { } there, Wish.SubnetPrefix: { } given } && !there.Prefixes.Contains(given)
            ? [new(there.Id, $"GatewaySubnet of {layout.Network!.Name} is {string.Join(", ", there.Prefixes)}, not {given}. "
                + "Leave -GatewaySubnetPrefix out to use it.", string.Empty) { Kind = FailureKind.InvalidArgument }]
            : [];

    public static IEnumerable<Finding> Unfit(GatewayLayout layout)
    {
        if (layout is not { Network: { } network, Subnet: { There: null } place, Wish.SubnetPrefix: { } given })
        {
            yield break;
        }

        var longest = layout.Wish.SubnetLengths.Longest;
        var taken = network.Subnets.FirstOrDefault(s => s.Prefixes.Any(p => p.Overlaps(given)));
        var why = given.IsIPv6 ? "is IPv6, and a gateway needs IPv4 addresses"
            : given.Length > longest || given.Length < AddressRules.WidestSubnet ? string.Create(CultureInfo.InvariantCulture,
                $"is no size for it: /{AddressRules.WidestSubnet} to /{longest}")
            : taken is not null ? $"overlaps with the subnet {taken.Name} ({string.Join(", ", taken.Prefixes)})"
            : null;
        if (why is not null)
        {
            yield return new(place.Id,
                $"{given} cannot be GatewaySubnet of {network.Name}: it {why}.", string.Empty)
                {
                    Kind = FailureKind.InvalidArgument,
                };
        }
    }

    public static IEnumerable<Finding> Room(GatewayLayout layout) => layout switch
    {
        { Existing: not null } or { Network: null } => [],
        { Subnet.NoRoom: { } why } => [new(layout.Wish.Network,
            $"{layout.Wish.Network.Name} has no room for GatewaySubnet, and no range is free that its address space could be extended by. {why}",
            string.Empty) { Kind = FailureKind.ResourceUnavailable }],
        { Subnet: { There: null, Lacking: { } lacking }, Wish.ExtendAddressSpace: false } => [new(layout.Wish.Network,
            layout.Wish.SubnetPrefix is null
                ? $"{layout.Wish.Network.Name} ({string.Join(", ", layout.Network!.AddressSpace)}) has no room for GatewaySubnet. "
                    + $"With -ExtendAddressSpace {lacking} is added to its address space, or give another prefix with -GatewaySubnetPrefix."
                : $"{lacking} is not in the address space of {layout.Wish.Network.Name} ({string.Join(", ", layout.Network!.AddressSpace)}). "
                    + "With -ExtendAddressSpace it is added.",
            string.Empty) { Kind = FailureKind.ResourceUnavailable }],
        _ => [],
    };

    public static IEnumerable<Finding> SecurityGroup(GatewayLayout layout) =>
        from subnet in New(layout)
        where subnet.NetworkSecurityGroup is not null
        select new Finding(subnet.Id,
            $"GatewaySubnet of {layout.Network!.Name} has the network security group {subnet.NetworkSecurityGroup!.Name}, "
            + $"which is not supported there: az network vnet subnet update --ids '{subnet.Id}' --remove networkSecurityGroup", string.Empty);

    public static IEnumerable<Finding> DefaultRoute(GatewayLayout layout) =>
        from subnet in New(layout)
        let table = Table(layout, subnet)
        where table is not null
        from route in table.Routes
        where route.Prefix is { IsDefault: true }
        select new Finding(table.Id.Child("routes", route.Name),
            $"The route '{route.Name}' ({route.Prefix}) of {table.Name} is in force in GatewaySubnet of "
            + $"{layout.Network!.Name}, where a default route is not supported: delete it, or give GatewaySubnet a table without it.", string.Empty);

    public static IEnumerable<Finding> Propagation(GatewayLayout layout) =>
        from subnet in New(layout)
        let table = Table(layout, subnet)
        where table is { DisableBgpRoutePropagation: true }
        select new Finding(table.Id,
            $"The route table {table.Name} keeps gateway routes from GatewaySubnet of {layout.Network!.Name}, where they are "
            + $"needed: az network route-table update --ids '{table.Id}' --disable-bgp-route-propagation false", string.Empty);

    public static IEnumerable<Finding> Delegated(GatewayLayout layout)
    {
        foreach (var subnet in New(layout))
        {
            var others = subnet.IPConfigurations.Select(c => c.Parent).OfType<ResourceId>()
                .Where(o => !o.IsType(ResourceTypes.VirtualNetworkGateway)).Select(o => o.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            var why = !subnet.Delegations.IsEmpty ? $"is delegated to {string.Join(", ", subnet.Delegations)}"
                : others.Length > 0 ? $"holds {string.Join(", ", others)}"
                : null;
            if (why is not null)
            {
                yield return new(subnet.Id,
                    $"GatewaySubnet of {layout.Network!.Name} {why}; it is for gateways alone.", string.Empty);
            }
        }
    }

    public static IEnumerable<Finding> TableUnread(GatewayLayout layout) =>
        from subnet in New(layout)
        where subnet.RouteTable is not null && Table(layout, subnet) is null
        select new Finding(subnet.Id,
            $"The route table {subnet.RouteTable!.Name} of GatewaySubnet could not be read: whether it has a default route, or "
            + "keeps gateway routes out, is not known.", string.Empty) { Tells = NoticeSeverity.Warning };

    // A gateway that is there has shown that its subnet will do; the audit speaks of those (Test-VNetTopology).
    private static IEnumerable<Subnet> New(GatewayLayout layout) =>
        layout is { Existing: null, Subnet.There: { } there } ? [there] : [];

    private static RouteTable? Table(GatewayLayout layout, Subnet subnet) =>
        subnet.RouteTable is { } id ? layout.Topology.RouteTable(id) : null;
}
