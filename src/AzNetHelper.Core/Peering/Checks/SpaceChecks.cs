using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering.Checks;

/// <summary>The address spaces of everything that is or will be peered with either end are disjoint.</summary>
internal static class SpaceChecks
{
    public static IEnumerable<Finding> Overlap(Scene scene)
    {
        var wanted = scene.Pairs.SelectMany(p => p.Sides).Where(s => s.IsMissing || s.IsDisconnected).ToLookup(s => s.Network.Id);
        return scene.Resize is { } resize ? OfResize(scene.Topology, resize)
            : scene.Pairs.SelectMany(pair => OfPair(scene.Topology, pair, wanted));
    }

    // The service compares with every neighbour when the VNet is written, and with theirs when a half is synced. A
    // Disconnected one counts: overlapping, it could never be connected again.
    private static IEnumerable<Finding> OfResize(Topology topology, Resize resize)
    {
        var network = resize.Network;
        foreach (var half in resize.Changes ? network.Peerings.Where(p => p.PeerCompleteVNets) : [])
        {
            if (Addressing.Overlap.Between(resize.Wanted, SpaceBehind(topology, half)) is { IsEmpty: false } own)
            {
                yield return new(network.Id, $"{network.Name} is peered with {half.RemoteVNet.Name}, and the new address space would overlap "
                    + $"with it: {string.Join(", ", own)}.", string.Empty);
            }

            foreach (var (third, prefixes, _) in half.State == PeeringState.Connected && topology.VirtualNetwork(half.RemoteVNet) is { } neighbour
                ? Neighbours(topology, neighbour, network.Id, []) : [])
            {
                if (Addressing.Overlap.Between(resize.Wanted, prefixes) is { IsEmpty: false } clash)
                {
                    yield return new(network.Id, $"The new address space of {network.Name} would overlap with {third.Name}, which "
                        + $"{half.RemoteVNet.Name} is peered with too: {string.Join(", ", clash)}.", string.Empty);
                }
            }
        }
    }

    private static IEnumerable<Finding> OfPair(Topology topology, PlannedPair pair, ILookup<ResourceId, PairSide> wanted)
    {
        // Of a subnet peering only the subnets count, which the service knows; a VNet and itself is another check's.
        if (!pair.JoinsSpaces || pair.Sides.Any(s => s.Half is { PeerCompleteVNets: false }) || pair.First.Network.Id == pair.Second.Network.Id)
        {
            yield break;
        }

        var (first, second) = (pair.First.Network, pair.Second.Network);
        if (Addressing.Overlap.Between(first.AddressSpace, second.AddressSpace) is { IsEmpty: false } own)
        {
            yield return new(second.Id, $"{first.Name} and {second.Name} cannot be peered, their address spaces overlap: "
                + $"{string.Join(", ", own)}.", pair.Group);
        }

        foreach (var side in pair.Sides)
        {
            foreach (var (third, prefixes, isThere) in Neighbours(topology, side.Remote, side.Network.Id, wanted[side.Remote.Id]))
            {
                if (Addressing.Overlap.Between(side.Network.AddressSpace, prefixes) is { IsEmpty: false } clash)
                {
                    yield return new(side.Network.Id,
                        $"{side.Network.Name} and {side.Remote.Name} cannot be peered, because {side.Network.Name} overlaps with {third.Name}, "
                        + $"which {side.Remote.Name} is{(isThere ? string.Empty : " to be")} peered with: {string.Join(", ", clash)}.", pair.Group);
                }
            }
        }
    }

    // The VNets at the other ends of a VNet's peerings, those of this call included. Where one was not read, the half tells
    // its prefixes; of a subnet peering only the subnets' prefixes count. A Disconnected half joins nothing.
    private static IEnumerable<(ResourceId Network, ImmutableArray<IPPrefix> Prefixes, bool IsThere)> Neighbours(
        Topology topology, VirtualNetwork network, ResourceId except, IEnumerable<PairSide> wanted)
    {
        var there = network.Peerings.Where(p => p.RemoteVNet != except && p.State != PeeringState.Disconnected)
            .Select(p => (p.RemoteVNet, SpaceBehind(topology, p), true));
        return there.Concat(wanted.Where(s => s.Remote.Id != except).Select(s => (s.Remote.Id, s.Remote.AddressSpace, false)))
            .DistinctBy(n => n.Item1);
    }

    private static ImmutableArray<IPPrefix> SpaceBehind(Topology topology, PeeringHalf half) =>
        !half.PeerCompleteVNets ? half.RemoteAddressSpace ?? []
        : topology.VirtualNetwork(half.RemoteVNet)?.AddressSpace ?? half.RemoteVirtualNetworkAddressSpace ?? half.RemoteAddressSpace ?? [];
}
