using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>Where the gateway's subnet is, or is to be.</summary>
/// <param name="Id">Its id.</param>
internal sealed record GatewaySubnetPlace(ResourceId Id)
{
    /// <summary>The one that is there; null for none.</summary>
    public Subnet? There { get; private init; }

    /// <summary>The prefix of the one that is made.</summary>
    public IPPrefix? Made { get; private init; }

    /// <summary>The prefix that the VNet's address space lacks for it; null where it has room.</summary>
    public IPPrefix? Lacking { get; private init; }

    /// <summary>Why there is no room at all, not even with a wider address space.</summary>
    public string? NoRoom { get; private init; }

    public static GatewaySubnetPlace In(Topology topology, VirtualNetwork network, GatewayWish wish)
    {
        if (network.Subnets.FirstOrDefault(s => s.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase)) is { } there)
        {
            return new(there.Id) { There = there };
        }

        var place = new GatewaySubnetPlace(network.Id.Child("subnets", Subnet.GatewaySubnetName));
        if (wish.SubnetPrefix is { } given)
        {
            return place with { Made = given, Lacking = network.AddressSpace.Any(p => p.Contains(given)) ? null : given };
        }

        var lengths = wish.SubnetLengths.Made;
        foreach (var length in lengths)
        {
            var room = AddressSpaceFinder.Find(topology, new() { Network = network.Id, Lengths = [length] });
            if (room.Found is [var free])
            {
                return place with { Made = free.Prefix };
            }
        }

        // Nothing in the VNet: a range that clashes with nothing that it is, or could become, connected to.
        var outside = AddressSpaceFinder.Find(topology, new() { For = [network.Id], Lengths = [lengths[0]] });
        return outside.Found is [var found]
            ? place with { Made = found.Prefix, Lacking = found.Prefix }
            : place with { NoRoom = outside.Failure?.Message ?? "Nothing is free." };
    }
}
