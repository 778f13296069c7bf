using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>Rules about the VNets that were named.</summary>
internal static class NetworkChecks
{
    public const string ClassicType = "Microsoft.ClassicNetwork/virtualNetworks";

    // The regions of the clouds that are not the public one begin with these words.
    private static readonly (string Prefix, string Cloud)[] Clouds =
    [
        ("china", "Azure China"), ("usgov", "Azure US Government"), ("usdod", "Azure US Government"),
        ("ussec", "Azure Government Secret"), ("usnat", "Azure Government Top Secret"),
    ];

    // A hub that is not there concerns the whole plan and is told once.
    private static IEnumerable<(ResourceId Id, ResourceId Other, string Group)> Ends(Scene scene) => scene.Asked
        .SelectMany(a => new[] { (a.First, a.Second, string.Empty), (a.Second, a.First, a.Group) })
        .Concat(scene.Networks.Select(n => (n, n, string.Empty)));

    public static IEnumerable<Finding> NotFound(Scene scene) =>
        from end in Ends(scene)
        where !IsClassic(end.Id) && scene.Topology.VirtualNetwork(end.Id) is null
        let gap = scene.Topology.Gaps.FirstOrDefault(g => ResourceId.TryParse(g.Scope, out var scope) && end.Id.IsWithin(scope))
        select new Finding(end.Id, gap is null
            ? $"There is no virtual network {end.Id}, or you may not read it."
            : $"The virtual network {end.Id} could not be read: {gap.Message}", end.Group) { Kind = FailureKind.ObjectNotFound };

    public static IEnumerable<Finding> Classic(Scene scene) =>
        from end in Ends(scene)
        where IsClassic(end.Id)
        select new Finding(end.Id, $"{end.Id.Name} is a classic virtual network, which holds no half of a peering, so this command "
            + $"cannot write both. {(IsClassic(end.Other) && end.Other != end.Id ? "Two classic VNets cannot be peered at all; m" : "M")}igrate it to Azure "
            + "Resource Manager (Move-AzureVirtualNetwork); or, in the same subscription, make the one half that is needed in "
            + "the other VNet (az network vnet peering create), which connects at once.", end.Group)
        {
            Kind = FailureKind.InvalidArgument,
        };

    public static IEnumerable<Finding> Same(Scene scene) =>
        from asked in scene.Asked
        where asked.First == asked.Second
        select new Finding(asked.First, $"{asked.First.Name} cannot be peered with itself.", asked.Group)
        {
            Kind = FailureKind.InvalidArgument,
        };

    public static IEnumerable<Finding> Cloud(Scene scene) =>
        from pair in scene.Pairs
        let first = CloudOf(pair.First.Network.Location)
        let second = CloudOf(pair.Second.Network.Location)
        where first is not null && second is not null && first != second
        select new Finding(pair.Second.Network.Id, $"{pair.First.Network.Name} is in {first} and {pair.Second.Network.Name} in {second}: "
            + "peerings do not cross clouds. A site-to-site VPN between their gateways does.", pair.Group);

    public static IEnumerable<Finding> Failed(Scene scene) =>
        from pair in scene.Pairs
        from side in pair.Sides
        where pair.Writes && side.Network.ProvisioningState == ProvisioningState.Failed && side.Network.Id != scene.Resize?.Network.Id
        select new Finding(side.Network.Id,
            $"{side.Network.Name} is in state Failed, so the service refuses peerings with it. Write the VNet again first.", pair.Group);

    public static bool IsClassic(ResourceId id) => id.IsType(ClassicType);

    /// <summary>The cloud that a region belongs to; null for an unnamed one.</summary>
    public static string? CloudOf(string location)
    {
        var region = location.Replace(" ", string.Empty, StringComparison.Ordinal);
        return region.Length == 0 ? null
            : Array.Find(Clouds, c => region.StartsWith(c.Prefix, StringComparison.OrdinalIgnoreCase)).Cloud ?? "the public cloud";
    }
}
