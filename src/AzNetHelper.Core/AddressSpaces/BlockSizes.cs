using System.Collections.Immutable;
using AzNetHelper.Steps;

namespace AzNetHelper.AddressSpaces;

/// <summary>Which lengths are looked for, and of which family: what Azure takes, and what reserved subnets need.</summary>
internal sealed record BlockSizes(ImmutableArray<int> Lengths, bool IsIPv6)
{
    public Failure? Failure { get; private init; }

    public ImmutableArray<NoticeStep> Notices { get; private init; } = [];

    /// <summary>The name of the subnet, a reserved one as Azure writes it.</summary>
    public string? SubnetName { get; private init; }

    public static BlockSizes Of(FreeSpaceRequest request, bool isIPv6Only)
    {
        var reserved = request.SubnetName is null ? null : ReservedSubnet.Of(request.SubnetName);
        ImmutableArray<int> lengths = !request.Lengths.IsEmpty ? request.Lengths : reserved?.Planned is { } planned ? [planned] : [];
        if (lengths.IsEmpty)
        {
            return Refuse("PrefixLengthNotGiven", request.SubnetName is null ? "Say with -PrefixLength how large it is to be."
                : $"'{request.SubnetName}' has no size of its own: say with -PrefixLength how large it is to be.",
                request.SubnetName ?? "PrefixLength");
        }

        // 33 and up can only be IPv6; what is below is IPv4 where there is any.
        var families = lengths.Select(l => isIPv6Only || l > 32).Distinct().ToArray();
        if (families.Length > 1)
        {
            return Refuse("PrefixLengthInvalid", "Ask for IPv4 and IPv6 one after the other.", string.Join(", ", lengths));
        }

        var isIPv6 = families[0];
        var sizes = new BlockSizes([.. lengths.SelectMany(l => Enumerable.Repeat(l, request.Count))], isIPv6)
        {
            SubnetName = reserved?.Name ?? request.SubnetName,
        };
        var wrong = lengths.Where(l => !IsTaken(request, isIPv6, l)).ToArray();
        return wrong.Length > 0 ? Refuse("PrefixLengthInvalid", $"{What(request, isIPv6)}, not a /{wrong[0]}.", wrong[0])
            : isIPv6 && request.Network is null && request.Supernets.IsEmpty
                ? Refuse("SupernetNotGiven", "IPv6 has no range to begin with: name yours with -Supernet.", lengths[0])
            : isIPv6 || reserved is null ? sizes
            : lengths.Where(l => l > reserved.Least).ToArray() is [var small, ..]
                ? Refuse("ReservedSubnetTooSmall", $"A /{small} is too small for {reserved.Name}: {reserved.Why}.", small)
            : lengths.Where(l => l > reserved.Planned).ToArray() is [var tight, ..] ? sizes with
            {
                Notices = [new(NoticeSeverity.Warning, "ReservedSubnetSize",
                    $"A /{tight} is tight for {reserved.Name}: {reserved.Why}. See {reserved.Source}.")],
            }
            : sizes;
    }

    private static bool IsTaken(FreeSpaceRequest request, bool isIPv6, int length) => isIPv6
        ? length == AddressRules.IPv6Subnet || (request.Network is null && length < AddressRules.IPv6Subnet && length > 0)
        : length is >= AddressRules.WidestSubnet and <= AddressRules.NarrowestSubnet;

    private static string What(FreeSpaceRequest request, bool isIPv6) => (request.Network, isIPv6) switch
    {
        (null, true) => $"An IPv6 prefix of a VNet holds subnets, each a /{AddressRules.IPv6Subnet}",
        (_, true) => $"An IPv6 subnet is exactly a /{AddressRules.IPv6Subnet}",
        _ => $"Azure takes a /{AddressRules.NarrowestSubnet} to a /{AddressRules.WidestSubnet}",
    };

    private static BlockSizes Refuse(string id, string message, object target) =>
        new([], IsIPv6: false) { Failure = new(id, FailureKind.InvalidArgument, message, target) };
}
