using AzNetHelper.Networks;
using static AzNetHelper.AddressSpaces.AddressSpaceFindingId;
using static AzNetHelper.AddressSpaces.AddressSpaceSeverity;

namespace AzNetHelper.AddressSpaces;

/// <summary>Names and sizes of the subnets that Azure knows by name.</summary>
internal static class ReservedSubnetAudit
{
    public static IEnumerable<AddressSpaceFinding> Of(
        Topology topology, VirtualNetwork network, Subnet subnet, ReservedSubnet reserved)
    {
        if (!subnet.Name.Equals(reserved.Name, StringComparison.Ordinal))
        {
            yield return new(ReservedSubnetName, Warning,
                $"{network.Name} has a subnet '{subnet.Name}': the name that Azure looks for is '{reserved.Name}'.")
            {
                Resources = [subnet.Id, network.Id], Prefixes = subnet.Prefixes, Remedy = $"Make it again as '{reserved.Name}'.",
            };
        }

        foreach (var prefix in subnet.Prefixes.Where(p => !p.IsIPv6 && p.Length > reserved.Planned))
        {
            yield return new(ReservedSubnetSize, Severity(topology, network, reserved, prefix.Length),
                $"{network.Name}/{subnet.Name} is a /{prefix.Length} ({prefix}): {reserved.Why}.")
            {
                Resources = [subnet.Id, network.Id], Prefixes = [prefix],
                Remedy = $"Make it a /{reserved.Planned}, which takes an empty subnet: Find-VNetAddressSpace -VNet {network.Name} "
                    + $"-SubnetName {reserved.Name} finds room. See {reserved.Source}.",
            };
        }
    }

    // Between what is planned for and what works: gateways that are there go on working, the next one may be refused.
    private static AddressSpaceSeverity Severity(Topology topology, VirtualNetwork network, ReservedSubnet reserved, int length)
    {
        if (length > reserved.Least)
        {
            return Error;
        }

        var gateways = topology.GatewaysOf(network.Id).ToArray();
        return reserved.Name == Subnet.GatewaySubnetName && !(gateways.Length > 0 && Array.TrueForAll(gateways, g => g.IsBasic))
            ? Warning : Information;
    }
}
