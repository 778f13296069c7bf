using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>Rules about the halves themselves: whose they are, what they are called, how many there are.</summary>
internal static class HalfChecks
{
    public static IEnumerable<Finding> Owned(Scene scene)
    {
        var written = from pair in scene.Pairs
                      where pair.Writes
                      from side in pair.Sides
                      where side.Half is { Owner: not PeeringOwner.User }
                      select new Finding(side.Id, $"The peering '{side.Id.Name}' in {side.Network.Name} belongs to "
                          + $"{Owners.Name(side.Half!.Owner)}, which writes it again. Change it there.", pair.Group);
        var removed = from removal in scene.Removals
                      from half in removal.Halves
                      where half.Owner != PeeringOwner.User
                      select new Finding(half.Id, $"The peering '{half.Name}' in {half.LocalVNet.Name} belongs to {Owners.Name(half.Owner)}, "
                          + $"which makes it again. {(half.Owner == PeeringOwner.VirtualNetworkManager
                              ? "Remove-HubSpokePeering -NetworkManager takes the spoke out of it." : "Remove it there.")}", removal.Group);
        return written.Concat(removed);
    }

    public static IEnumerable<Finding> Duplicate(Scene scene) =>
        from pair in scene.Pairs
        from side in pair.Sides
        let doubles = side.Network.Peerings.Where(p => p.RemoteVNet == side.Remote.Id).ToArray()
        where doubles.Length > 1
        select new Finding(doubles[1].Id,
            $"{side.Network.Name} has {doubles.Length.ToString(CultureInfo.InvariantCulture)} peerings to {side.Remote.Name} "
            + $"({string.Join(", ", doubles.Select(d => d.Name))}); Azure knows one. Read the network again.", pair.Group);

    public static IEnumerable<Finding> NameTaken(Scene scene) =>
        from pair in scene.Pairs
        from side in pair.Sides
        where side.IsMissing
        let other = side.Network.Peerings.FirstOrDefault(p => p.Id == side.Id)
        where other is not null
        select new Finding(side.Id, $"{side.Network.Name} already has a peering '{side.Id.Name}', to {other.RemoteVNet.Name}. "
            + "Choose another name.", pair.Group);

    public static IEnumerable<Finding> Name(Scene scene) =>
        from pair in scene.Pairs
        from side in pair.Sides
        where side.IsMissing && !NetworkName.IsValid(side.Id.Name)
        select new Finding(side.Id, $"'{side.Id.Name}' is no name for a peering: up to 80 letters, digits, '_', '.' and '-', a letter, "
            + "digit or '_' at both ends, a letter or digit first.", pair.Group) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Limit(Scene scene) =>
        from side in scene.Pairs.SelectMany(p => p.Sides)
        where side.IsMissing
        group side by side.Network.Id into made
        let count = made.First().Network.Peerings.Length + made.Count()
        where count > PeeringLimits.PeeringsPerVNet
        select new Finding(made.Key, string.Create(CultureInfo.InvariantCulture,
            $"{made.Key.Name} would have {count} peerings; Azure allows {PeeringLimits.PeeringsPerVNet}."), string.Empty)
        {
            Kind = FailureKind.LimitsExceeded,
        };
}
