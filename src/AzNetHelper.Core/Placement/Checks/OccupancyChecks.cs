namespace AzNetHelper.Placement.Checks;

/// <summary>Who lives there already.</summary>
internal static class OccupancyChecks
{
    public static IEnumerable<PlacementReason> Others(PlacementScene scene) =>
        scene.Service.IsDedicated && scene.Others.Where(r => r.By != DeployedBy.ServiceLink).ToArray() is [_, ..] others
            ? Say.That($"{scene.Service.Service} has its subnet for itself, and in {scene.Name} live {Names(others)}.", scene.NewSubnet, "Name")
            : Say.Nothing;

    // A link keeps everybody else out, also where only a subnet of one's own is advised.
    public static IEnumerable<PlacementReason> Links(PlacementScene scene) =>
        scene.Others.Where(r => r.By == DeployedBy.ServiceLink).ToArray() is [_, ..] others
            ? Say.That($"{scene.Name} is taken by {Names(others)}, which keeps a link there.", scene.NewSubnet, "Name")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Taken(PlacementScene scene) =>
        scene.Service.Tenancy == SubnetTenancy.OneResource && !scene.Request.IsKept && scene.Own.ToArray() is [_, ..] own
            ? Say.That($"{Names(own)} is in {scene.Name}, and {scene.Service.Title} has its subnet for itself.", scene.NewSubnet, "Name")
            : Say.Nothing;

    public static IEnumerable<PlacementReason> Shares(PlacementScene scene) =>
        scene.Service.Tenancy == SubnetTenancy.Advised && scene.Others.Where(r => r.By != DeployedBy.ServiceLink).ToArray() is [_, ..] others
            ? Say.That($"{scene.Service.Service} would share {scene.Name} with {Names(others)}; a subnet of its own is advised.", scene.NewSubnet)
            : Say.Nothing;

    private static string Names(IEnumerable<DeployedResource> resources) => Say.List(resources.Select(r => r.ToString()));
}
