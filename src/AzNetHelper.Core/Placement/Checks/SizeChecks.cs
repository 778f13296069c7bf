using AzNetHelper.Addressing;

namespace AzNetHelper.Placement.Checks;

/// <summary>Size, and what is left of it. Only IPv4 counts: an IPv6 subnet is always a /64.</summary>
internal static class SizeChecks
{
    public static IEnumerable<PlacementReason> NoIPv4(PlacementScene scene) => Length(scene) is not null ? Say.Nothing
        : Say.Elsewhere(scene, $"{scene.Name} has no IPv4 prefix, and {scene.Service.Service} needs IPv4 addresses.", "Prefix", isSize: true);

    public static IEnumerable<PlacementReason> IPv6(PlacementScene scene)
    {
        var (subnet, network) = (scene.Subnet.Prefixes.FirstOrDefault(p => p.IsIPv6), scene.Network.AddressSpace.FirstOrDefault(p => p.IsIPv6));
        return scene.Service.IPv6 != IPv6Rule.Allowed && subnet.IsIPv6
            ? Say.Elsewhere(scene, $"{scene.Service.Service} takes no subnet with IPv6, and {scene.Name} has {subnet}.", "Prefix", isSize: true)
            : scene.Service.IPv6 == IPv6Rule.NotInNetwork && network.IsIPv6
                ? Say.That($"{scene.Service.Service} takes no VNet with IPv6, and {scene.Network.Name} has {network}.")
                : Say.Nothing;
    }

    // What lives in a smaller one goes on working there (bastion/configuration-settings#subnet), and its subnet is kept.
    public static IEnumerable<PlacementReason> TooSmall(PlacementScene scene) =>
        Length(scene) is { } length && length > scene.Service.Least && !scene.IsLivedIn
            ? Say.Elsewhere(scene, $"{scene.Name} is a /{length}; {scene.Service.Service} needs a /{scene.Service.Least} or wider.", "Prefix", isSize: true)
            : Say.Nothing;

    public static IEnumerable<PlacementReason> TooWide(PlacementScene scene) =>
        Length(scene) is { } length && scene.Service.Widest is { } widest && length < widest
            ? Say.Elsewhere(scene, $"{scene.Name} is a /{length}; {scene.Service.Service} takes nothing wider than a /{widest}.", "Prefix", isSize: true)
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Scale(PlacementScene scene) =>
        Length(scene) is { } length && scene.Request.Scale is { } scale && (length <= scene.Service.Least || scene.IsLivedIn)
        && scale.Addresses > scene.Occupancy.Addresses
            ? Say.Elsewhere(scene, $"{scene.Service.Service} takes {scale.Addresses} addresses at this scale ({scene.Service.Scale!.Says}); {scene.Name}, a /{
                length}, has {scene.Occupancy.Addresses}. A /{scene.Service.LengthFor(scale)} has room.", "Prefix", isSize: true)
            : Say.Nothing;

    // Of a service that shares the subnet with its like what is there is taken; a resource that has it to itself is told elsewhere.
    public static IEnumerable<PlacementReason> Taken(PlacementScene scene)
    {
        var needed = scene.Request.Scale?.Addresses ?? 1;
        return !scene.Request.IsKept && Length(scene) is { } length && length <= scene.Service.Least && needed <= scene.Occupancy.Addresses
            && needed > scene.Occupancy.Free
                ? Say.Elsewhere(scene, $"{scene.Occupancy.Free} of {scene.Occupancy.Addresses} addresses of {scene.Name} are free, and {
                    scene.Service.Service} takes {needed}{(scene.Request.Scale is null ? " at least" : " at this scale")}.", "Prefix", isSize: true)
                : Say.Nothing;
    }

    public static IEnumerable<PlacementReason> Tight(PlacementScene scene) =>
        scene.Request.Scale is null && Length(scene) is { } length && length > scene.Service.Advised
        && (length <= scene.Service.Least || scene.IsLivedIn)
            ? Say.That($"{scene.Name} is a /{length}; a /{scene.Service.Advised} is advised for {scene.Service.Service}.", scene.NewSubnet)
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Uncounted(PlacementScene scene) => !scene.Occupancy.IsAtLeast ? Say.Nothing
        : Say.That($"Services in {scene.Name} take addresses that the subnet does not list: fewer than {scene.Occupancy.Free} are free. In a session Azure is asked.");

    // The widest of a list: a service that grows takes the others too, but one must hold its smallest.
    private static int? Length(PlacementScene scene) =>
        scene.Subnet.Prefixes.Where(p => !p.IsIPv6).Select(p => (int?)p.Length).Min();
}
