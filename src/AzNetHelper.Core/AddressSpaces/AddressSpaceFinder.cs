using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.AddressSpaces;

/// <summary>
/// Finds room that clashes with nothing: for VNets, out of supernets, clear of everything that is, or could become, connected;
/// for subnets, in a VNet. Each block goes into the smallest hole that takes it, several are placed at once. Pure.
/// </summary>
public static class AddressSpaceFinder
{
    /// <summary>Looks for room.</summary>
    /// <exception cref="ArgumentException">The request names a VNet that is not in the topology.</exception>
    public static FreeSpaceAnswer Find(Topology topology, FreeSpaceRequest request)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var ground = request.Network is null ? SearchGround.OfEstate(topology, request) : SearchGround.OfNetwork(topology, request);
        var size = BlockSizes.Of(request, ground.IsIPv6Only);
        if ((ground.Failure ?? size.Failure) is { } failure)
        {
            return new([], failure, ground.Notices);
        }

        var taken = PrefixSet.Of([.. ground.Taken.Select(c => c.Prefix), .. AddressRules.Refused.Select(r => r.Prefix)]);
        var space = new FreeSpace(PrefixSet.Of(ground.Supernets), taken);
        IPPrefix[] holes = [.. space.Holes];
        ImmutableArray<NoticeStep> notices = [.. ground.Notices, .. size.Notices];
        if (space.TakeAll(size.Lengths, size.IsIPv6) is not { } found)
        {
            return new([], NoRoom(request, ground, size, space), notices);
        }

        return new(
        [
            .. found.Select(f => new FreeAddressSpace(f.Prefix, Around(holes, f.Prefix))
            {
                VNetId = request.Network, SubnetName = size.SubnetName,
            }),
        ], Failure: null, notices);
    }

    // In order and apart, so the hole around a block is the last one that does not come behind it.
    private static IPPrefix Around(IPPrefix[] holes, IPPrefix block)
    {
        var at = Array.BinarySearch(holes, block);
        return holes[at >= 0 ? at : ~at - 1];
    }

    private static Failure NoRoom(FreeSpaceRequest request, SearchGround ground, BlockSizes size, FreeSpace space)
    {
        var wanted = size.Lengths is [var one] ? $"a /{one}"
            : $"{size.Lengths.Length} blocks at once ({string.Join(", ", size.Lengths.GroupBy(l => l).OrderBy(g => g.Key)
                .Select(g => $"{g.Count()} x /{g.Key}"))})";
        var largest = space.LargestLength(size.IsIPv6) is { } length
            ? $"The largest free block is a /{length}: {space.Holes.First(h => h.Length == length && h.IsIPv6 == size.IsIPv6)}."
            : "Nothing is free.";

        // A prefix of somebody that covers all of a supernet is most often an on-premises default that nobody thought of.
        var covered = ground.Taken.Where(c => ground.Supernets.Any(s => c.Prefix.Contains(s))).Select(c => $"{c.Prefix} is held by {c.Phrase}.");
        var place = string.Join(", ", ground.Supernets);
        return new("NoFreeAddressSpace", FailureKind.ResourceUnavailable,
            string.Join(' ', [$"There is no room for {wanted} in {place}.", largest, .. covered.Distinct(StringComparer.Ordinal).Take(3)]),
            request.Network ?? (object)place)
        {
            RecommendedAction = request.Network is null
                ? "Ask for less, name other ranges with -Supernet, or with -For only the networks that must not clash."
                : "Ask for less, or add a prefix with Set-VNetAddressSpace.",
        };
    }
}
