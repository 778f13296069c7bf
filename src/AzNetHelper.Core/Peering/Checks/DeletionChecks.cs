using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>
/// Rules about peerings that are removed. Whether both halves may be deleted is asked of every plan before its first write
/// (<see cref="Rights.RightsCheck"/>): else the second one would stay behind, Disconnected.
/// </summary>
internal static class DeletionChecks
{
    public static IEnumerable<Finding> NotFound(Scene scene) =>
        from removal in scene.Removals
        where removal.Halves.IsEmpty
        select new Finding(removal.Pair.VNetId, $"{removal.Pair.VNet} and {removal.Pair.RemoteVNet} are not peered.", removal.Group)
        {
            Kind = FailureKind.ObjectNotFound,
        };

    public static IEnumerable<Finding> Unread(Scene scene) =>
        from removal in scene.Removals
        where !removal.Pair.IsComplete
        select new Finding(removal.Pair.Id ?? removal.Pair.VNetId, "Not both VNets were read: a half in the other one stays behind, "
            + $"Disconnected. {removal.Pair.Verdict}.", removal.Group) { Tells = NoticeSeverity.Warning };
}
