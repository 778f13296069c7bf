using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement;

/// <summary>Where the subnet of a service is, or is to be.</summary>
/// <param name="Network">Its VNet.</param>
internal sealed record ServiceSubnetLayout(VirtualNetwork Network)
{
    /// <summary>The one that is there; null for none.</summary>
    public Subnet? There { get; private init; }

    /// <summary>The prefix of the one that is made; null where there is no room.</summary>
    public IPPrefix? Made { get; private init; }

    /// <summary>The prefix that the VNet's address space lacks for it; null where it has room.</summary>
    public IPPrefix? Lacking { get; private init; }

    /// <summary>Why there is no room at all, not even with a wider address space.</summary>
    public string? NoRoom { get; private init; }

    public static ServiceSubnetLayout In(Topology topology, VirtualNetwork network, ServiceSubnetRequest request)
    {
        var layout = new ServiceSubnetLayout(network);
        if (network.Subnets.FirstOrDefault(s => s.Id == request.Subnet) is { } there)
        {
            return layout with { There = there };
        }

        if (request.Prefix is { } given)
        {
            return layout with { Made = given, Lacking = network.AddressSpace.Any(p => p.Contains(given)) ? null : given };
        }

        // The advised size, then down to the smallest; by scale there is only one.
        var lengths = Lengths(request);
        foreach (var length in lengths)
        {
            if (AddressSpaceFinder.Find(topology, new() { Network = network.Id, Lengths = [length] }).Found is [var free])
            {
                return layout with { Made = free.Prefix };
            }
        }

        // Nothing in the VNet: a range that clashes with nothing that it is, or could become, connected to.
        var outside = AddressSpaceFinder.Find(topology, new() { For = [network.Id], Lengths = [lengths[0]] });
        return outside.Found is [var found]
            ? layout with { Made = found.Prefix, Lacking = found.Prefix }
            : layout with { NoRoom = outside.Failure?.Message ?? "Nothing is free." };
    }

    /// <summary>The lengths that will do, in the order in which they are tried.</summary>
    public static ImmutableArray<int> Lengths(ServiceSubnetRequest request)
    {
        var first = request.Service.PlannedLength(request.Scale);
        return request.Scale is not null ? [first]
            : [.. Enumerable.Range(first, Math.Max(1, request.Service.Least - first + 1))];
    }
}
