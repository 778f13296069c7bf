using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;

namespace AzNetHelper.Audit.Rules;

/// <summary>Peerings that are not whole, or whose halves say different things.</summary>
internal static class PeeringRules
{
    public static IEnumerable<Found> OneSided(AuditScene scene) =>
        from pair in scene.Pairs
        where pair.State == PeeringPairState.HalfMissing
        let half = (pair.Half ?? pair.RemoteHalf)!
        let near = scene.Topology.VirtualNetwork(half.LocalVNet)!
        let far = scene.Topology.VirtualNetwork(half.RemoteVNet)!
        let clash = half.PeerCompleteVNets ? Overlap.Between(near.AddressSpace, far.AddressSpace) : []
        select new Found(half.Id, $"'{half.Name}' in {near.Name} points at {far.Name}, which has no half that points back: nothing passes."
            + (clash.IsEmpty ? string.Empty : $" It cannot be made while {string.Join(", ", clash)} overlap."),
            clash.IsEmpty ? Repair(half) : Remove(half), near.Id, far.Id);

    public static IEnumerable<Found> Initiated(AuditScene scene) =>
        from pair in scene.Pairs
        let half = pair.Half?.State == PeeringState.Initiated ? pair.Half : pair.RemoteHalf ?? pair.Half
        where pair.State == PeeringPairState.Initiated
            || (pair.State == PeeringPairState.HalfUnread && half?.State == PeeringState.Initiated)
        select new Found(half.Id, pair.State == PeeringPairState.HalfUnread
                ? $"'{half.Name}' in {half.LocalVNet.Name} waits for its other half in {half.RemoteVNet.Name}, which was not read."
                : $"Both halves of {pair.VNet} and {pair.RemoteVNet} exist and have not connected ({Word(pair.PeeringState)} and "
                    + $"{Word(pair.RemotePeeringState)}).",
            pair.State == PeeringPairState.HalfUnread
                ? Remedy.Advice($"Whoever may write both virtual networks runs: {Owners.Repair(half.LocalVNet, half.RemoteVNet)}") : Repair(half),
            pair.VNetId, pair.RemoteVNetId);

    public static IEnumerable<Found> Disconnected(AuditScene scene) =>
        from pair in scene.Pairs
        where pair.State == PeeringPairState.Disconnected
        let half = pair.Half?.State == PeeringState.Disconnected ? pair.Half : pair.RemoteHalf!
        select new Found(half.Id, $"'{half.Name}' in {half.LocalVNet.Name} is Disconnected: its other half in {half.RemoteVNet.Name} was deleted.",
            pair.IsComplete ? Repair(half) : Orphan(scene, half), pair.VNetId, pair.RemoteVNetId);

    public static IEnumerable<Found> OutOfSync(AuditScene scene) =>
        from pair in scene.Pairs
        where pair.State == PeeringPairState.Connected
        let stale = new[] { pair.Half!, pair.RemoteHalf! }.FirstOrDefault(h => IsStale(h.SyncLevel))
        where stale is not null
        select new Found(stale.Id, $"'{stale.Name}' in {stale.LocalVNet.Name} is {stale.SyncLevel}: an address space has changed, and what is "
            + $"new has no route between {pair.VNet} and {pair.RemoteVNet}.",
            OfOwner(stale) ?? Remedy.SyncPeering(stale.LocalVNet, stale.RemoteVNet), pair.VNetId, pair.RemoteVNetId);

    public static IEnumerable<Found> AccessOneSided(AuditScene scene) =>
        from pair in scene.Pairs
        where pair is { Half: not null, RemoteHalf: not null } && pair.AllowVirtualNetworkAccess != pair.RemoteAllowVirtualNetworkAccess
        let closed = pair.Half!.AllowVirtualNetworkAccess ? pair.RemoteHalf! : pair.Half!
        select new Found(closed.Id, $"'{closed.Name}' in {closed.LocalVNet.Name} allows no access (allowVirtualNetworkAccess) and the other half "
            + "does: traffic is blocked unless security rules allow it.",
            OfOwner(closed) ?? Remedy.Update("vnet peering", closed.Id, "--set allowVirtualNetworkAccess=true"), pair.VNetId, pair.RemoteVNetId);

    public static IEnumerable<Found> TypeMismatch(AuditScene scene)
    {
        foreach (var pair in scene.Pairs)
        {
            if (pair is not { Half: { } one, RemoteHalf: { } other })
            {
                continue;
            }

            string? fault = one.PeerCompleteVNets != other.PeerCompleteVNets ? "one half is of whole virtual networks and the other of subnets"
                : one.EnableOnlyIPv6Peering != other.EnableOnlyIPv6Peering ? "one half is for IPv6 alone and the other is not"
                : !one.PeerCompleteVNets && !(Same(one.LocalSubnetNames, other.RemoteSubnetNames) && Same(one.RemoteSubnetNames, other.LocalSubnetNames))
                    ? "the halves name different subnets" : null;
            if (fault is not null)
            {
                // Azure changes no half from one type to the other (how-to-configure-subnet-peering).
                yield return new(one.Id, $"Of the peering of {pair.VNet} and {pair.RemoteVNet} {fault}.", OfOwner(one) ?? OfOwner(other)
                    ?? Remedy.Advice($"Remove it (Remove-VNetPeering -VNet '{pair.VNetId}' -RemoteVNet '{pair.RemoteVNetId}') and make both halves "
                        + "alike; New-VNetPeering peers whole virtual networks."), pair.VNetId, pair.RemoteVNetId);
            }
        }
    }

    public static IEnumerable<Doubt> Unread(AuditScene scene)
    {
        ResourceId[] unread =
        [
            .. scene.Pairs.Where(p => p.State == PeeringPairState.HalfUnread).SelectMany(p => new[] { p.VNetId, p.RemoteVNetId })
                .Where(id => scene.Topology.VirtualNetwork(id) is null && !id.IsType(ClassicRules.ClassicVNet)).Distinct().Order(),
        ];
        return unread.Length == 0 ? [] : [Doubt.Missing($"At the other ends of peerings {Names.Several(unread)} {(unread.Length == 1 ? "was" : "were")} not read.")];
    }

    /// <summary>What the owner of a half does about it; null for a half that anybody may write.</summary>
    public static Remedy? OfOwner(PeeringHalf half) => half.Owner == PeeringOwner.User ? null
        : Remedy.Advice($"It belongs to {Owners.Name(half.Owner)}, which writes it again. {Owners.Command(half)}");

    private static bool IsStale(PeeringSyncLevel level) => level is PeeringSyncLevel.LocalNotInSync or PeeringSyncLevel.RemoteNotInSync
        or PeeringSyncLevel.LocalAndRemoteNotInSync;

    private static Remedy Repair(PeeringHalf half) => OfOwner(half) ?? Remedy.RepairPeering(half.LocalVNet, half.RemoteVNet);

    private static Remedy Remove(PeeringHalf half) => OfOwner(half) ?? Remedy.RemovePeering(half.LocalVNet, half.RemoteVNet);

    private static Remedy Orphan(AuditScene scene, PeeringHalf half) => OfOwner(half)
        ?? (scene.Topology.GapOf(half.RemoteVNet)?.Code.EndsWith("NotFound", StringComparison.OrdinalIgnoreCase) == true
            ? Remedy.RemovePeering(half.LocalVNet, half.RemoteVNet)
            : Remedy.Advice($"{half.RemoteVNet.Name} was not read. If it is gone: Remove-VNetPeering -VNet '{half.LocalVNet}' -RemoteVNet "
                + $"'{half.RemoteVNet}'. Else whoever may write both runs: {Owners.Repair(half.LocalVNet, half.RemoteVNet)}"));

    private static bool Same(IEnumerable<string> one, IEnumerable<string> other) =>
        one.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(other);

    private static string Word(PeeringState? state) => state?.ToString() ?? "missing";
}
