using AzNetHelper.AddressSpaces;

namespace AzNetHelper.Placement.Checks;

/// <summary>What stands for the service and the VNet, whatever is in the subnet.</summary>
internal static class StandingChecks
{
    public static IEnumerable<PlacementReason> Outside(PlacementScene scene) => scene.Service.Tenancy != SubnetTenancy.Outside ? Say.Nothing
        : Say.That($"{scene.Service.Title} is in no subnet of yours: it needs a /{scene.Service.Least} of its own that clashes with nothing around.",
            $"Find-VNetAddressSpace -PrefixLength {scene.Service.Least}");

    public static IEnumerable<PlacementReason> Closed(PlacementScene scene) =>
        scene.Service.Retirement is { } end && end.IsClosed(scene.Request.Today) && !scene.Request.IsKept
            ? Say.That($"No new ones of {scene.Service.Title} are made any more; it ends on {end.On:yyyy-MM-dd}. Take {end.Instead}.")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Retires(PlacementScene scene) =>
        scene.Service.Retirement is { } end && (!end.IsClosed(scene.Request.Today) || scene.Request.IsKept)
            ? Say.That($"{scene.Service.Title} ends on {end.On:yyyy-MM-dd}. Take {end.Instead}.")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Name(PlacementScene scene) =>
        scene.Service.SubnetName is { } name && scene.Subnet.Name != name
            ? Say.Elsewhere(scene, $"{scene.Service.Title} lives in a subnet named {name}, in that spelling, and not in {scene.Name}.", "Name")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Reserved(PlacementScene scene) =>
        scene.Service.SubnetName is null && ReservedSubnet.Of(scene.Subnet.Name) is { } reserved
            ? Say.Elsewhere(scene, $"{reserved.Name} is kept: {reserved.Why}.", "Name")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> NotOffered(PlacementScene scene) =>
        scene.Request.Offered is { } offered && Wanted(scene) is [_, ..] wanted && !wanted.Any(offered.Contains)
            ? Say.That($"{scene.Network.Location} does not offer the delegation to {string.Join(" or ", wanted)}.")
            : Say.Nothing;

    // The one that the subnet has, else any that the service needs.
    private static string[] Wanted(PlacementScene scene) =>
        scene.Subnet.Delegations.Where(d => DelegationChecks.IsTo(scene.Service, d)).ToArray() is [_, ..] there ? there
            : scene.Service.Delegation == DelegationRule.Required ? [.. scene.Service.DelegatedTo] : [];

    public static IEnumerable<PlacementReason> OnePerNetwork(PlacementScene scene) =>
        scene.Service.OnePerNetwork && scene.Network.Subnets.FirstOrDefault(s => s.Id != scene.Subnet.Id
            && s.Delegations.Any(d => DelegationChecks.IsTo(scene.Service, d))) is { } other
            ? Say.That($"{other.Name} of {scene.Network.Name} is delegated to {scene.Service.Title} already, and one subnet of a VNet is all that can be.",
                $"Test-VNetServicePlacement -Service {scene.Service.Service} -Subnet '{scene.Network.ResourceGroup}/{scene.Network.Name}/{other.Name}'")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> More(PlacementScene scene) => scene.Service.Subnets == 1 ? Say.Nothing
        : Say.That($"{scene.Service.Title}: {scene.Service.Subnets} subnets in all, each like this one. The next one: {scene.NewSubnet}");

    public static IEnumerable<PlacementReason> NetworkLength(PlacementScene scene) =>
        scene.Service.NetworkLengths is var (longest, shortest)
        && scene.Network.AddressSpace.FirstOrDefault(p => scene.Subnet.Prefixes.Any(p.Contains)) is { IsIPv6: false } around
        && scene.Subnet.Prefixes.Any(around.Contains) && (around.Length > longest || around.Length < shortest)
            ? Say.That($"{scene.Service.Service} wants a VNet with a prefix of a /{shortest} to a /{longest}; {scene.Network.Name} has {around}.")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Unsure(PlacementScene scene) => scene.Service.Confidence != Confidence.Low ? Say.Nothing
        : Say.That($"What is known of {scene.Service.Title} is not from a current official text: read {string.Join(", ", scene.Service.Sources)}.");
}
