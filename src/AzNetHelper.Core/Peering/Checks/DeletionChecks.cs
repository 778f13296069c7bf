using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering.Checks;

/// <summary>
/// Rules about halves that are deleted. Both have to be deletable before the first one goes: else the other stays behind,
/// Disconnected.
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

    public static IEnumerable<Finding> Locked(Scene scene) =>
        from deleted in scene.Deleted
        let locks = scene.Facts.Locks.Where(l => deleted.Half.Id.IsWithin(l.Scope) || l.Scope.IsWithin(deleted.Half.Id)).ToArray()
        where locks.Length > 0
        select new Finding(deleted.Half.Id, $"The peering '{deleted.Half.Name}' in {deleted.Half.LocalVNet.Name} cannot be deleted, it is "
            + $"locked: {string.Join(", ", locks.Select(Tell))}. Nothing of this peering is deleted. Remove the lock first.", deleted.Group)
        {
            Kind = FailureKind.ResourceBusy,
        };

    public static IEnumerable<Finding> Denied(Scene scene) =>
        from deleted in scene.Deleted
        let reason = scene.Facts.DeleteDenied.GetValueOrDefault(deleted.Half.LocalVNet)
        where reason is not null
        select new Finding(deleted.Half.Id, $"The peering '{deleted.Half.Name}' cannot be deleted: {reason} Nothing of this peering is "
            + "deleted.", deleted.Group) { Kind = FailureKind.PermissionDenied };

    // Only what bears on a deletion: the routes of a gateway have a check of their own.
    public static IEnumerable<Finding> Unknown(Scene scene) =>
        from gap in scene.Facts.Gaps
        select new Finding(gap.Resource, gap.Message, string.Empty) { Tells = NoticeSeverity.Warning };

    private static string Tell(LockFound found) =>
        $"'{found.Name}' ({(found.IsReadOnly ? "ReadOnly" : "CanNotDelete")}) on {Short(found.Scope)}";

    private static string Short(ResourceId scope) => scope.ProviderNamespace is not null ? scope.Name
        : scope.ResourceGroup is { } group ? $"resource group {group}" : $"subscription {scope.SubscriptionId}";
}
