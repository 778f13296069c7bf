namespace AzNetHelper.Placement.Checks;

/// <summary>Who lives there already.</summary>
internal static class OccupancyChecks
{
    public static IEnumerable<PlacementReason> Others(PlacementScene scene) =>
        scene.Service.IsDedicated && !(scene.Request.IsKept && scene.IsDelegated)
        && scene.Others.Where(r => r.By != DeployedBy.ServiceLink).ToArray() is [_, ..] others
            ? Say.Elsewhere(scene, $"{scene.Service.Service} has its subnet for itself, and in {scene.Name} live {Names(others)}.", "Name")
            : Say.Nothing;

    // A link keeps everybody else out, also where only a subnet of one's own is advised.
    public static IEnumerable<PlacementReason> Links(PlacementScene scene) =>
        scene.Others.Where(r => r.By == DeployedBy.ServiceLink).ToArray() is [_, ..] others
            ? Say.Elsewhere(scene, $"{scene.Name} is taken by {Names(others)}, which keeps a link there.", "Name")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Taken(PlacementScene scene) => scene.Request.IsKept ? Say.Nothing
        : SameKind(scene) is [_, ..] kin
            ? Say.That($"{Say.List(kin)} is there: a VNet has one gateway of each kind, and this is its {scene.Service.Title}.")
            : scene.Service.Tenancy == SubnetTenancy.OneResource && scene.Own.ToArray() is [_, ..] own
                ? Say.Elsewhere(scene, $"{Names(own)} is in {scene.Name}, and {scene.Service.Title} has its subnet for itself.", "Name")
                : Say.Nothing;

    public static IEnumerable<PlacementReason> InUse(PlacementScene scene) =>
        scene.IsLivedIn && scene.Service.Tenancy == SubnetTenancy.OneResource
            ? Say.That($"{Names(scene.Own)} is in {scene.Name} already, and {scene.Service.Title} has its subnet for itself: another one needs {
                (scene.Service.SubnetName is null ? $"another subnet, {scene.NewSubnet}" : "another VNet")}.")
            : Say.Nothing;

    // The gateways that the subnet lists, and those that name it: of one that was not read the kind is not known.
    public static IEnumerable<PlacementReason> Unread(PlacementScene scene) =>
        !scene.Request.IsKept && scene.Service.Gateway is not null
        && scene.Own.Where(r => r.Id is { } id && scene.Topology.Gateways.All(g => g.Id != id)).ToArray() is [_, ..] unread
            ? Say.That($"{Names(unread)} was not read: whether it is a {scene.Service.Title}, of which a VNet has one, is not known.")
            : Say.Nothing;

    private static string[] SameKind(PlacementScene scene) => scene.Service.Gateway is not { } kind ? []
        : [.. scene.Topology.GatewaysOf(scene.Network.Id).Where(g => g.Kind == kind).Select(g => g.Name)];

    public static IEnumerable<PlacementReason> Shares(PlacementScene scene) =>
        scene.Service.Tenancy == SubnetTenancy.Advised && scene.Others.Where(r => r.By != DeployedBy.ServiceLink).ToArray() is [_, ..] others
            ? Say.That($"{scene.Service.Service} would share {scene.Name} with {Names(others)}; a subnet of its own is advised.", scene.NewSubnet)
            : Say.Nothing;

    private static string Names(IEnumerable<DeployedResource> resources) => Say.List(resources.Select(r => r.ToString()));
}
