using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

// A half of a peering as it is about to be written: Existing is the half as it stands (null for a new one), Properties
// are the members as they will stand.
internal sealed record PeeringWrite(
    ResourceId Id, ResourceId Local, ResourceId Remote, JsonObject? Existing, JsonObject Properties, bool Sync)
{
    /// <summary>The half wrapped as a document, for reading its prefixes.</summary>
    public JsonObject Half { get; } = new() { ["properties"] = Properties.DeepClone() };

    public bool Flag(string name) => Properties.Flag(name) ?? false;

    /// <summary>New, synced, or brought back from Disconnected: the address spaces are looked at afresh.</summary>
    public bool TakesSpaces =>
        Existing is null || Sync || Existing.Object("properties").Text("peeringState") is "Disconnected";
}

/// <summary>What the provider checks before it accepts a half of a peering, in the order in which it answers.</summary>
/// <param name="cloud">The state.</param>
/// <param name="limit">How many peerings a VNet may have; null for those that anybody may make.</param>
internal sealed class PeeringRules(Cloud cloud, int? limit = null)
{
    public ArmError? Check(PeeringWrite write) =>
        CheckIdentity(write) ?? CheckRemoteState(write) ?? CheckSubnets(write) ?? CheckSpaces(write)
        ?? new GatewayTransitRules(cloud).Check(write);

    private ArmError? CheckIdentity(PeeringWrite write)
    {
        if (write.Existing is not null && PeeringLinks.RemoteOf(write.Existing) is { } before && before != write.Remote)
        {
            return PeeringErrors.ChangingRemote.With(write.Id, before, write.Remote);
        }

        var own = cloud.Peerings.HalvesOf(write.Local).Where(h => h.Id != write.Id).ToArray();
        var same = Array.Find(own, h => PeeringLinks.RemoteOf(h.Half) == write.Remote);
        if (same.Half is not null)
        {
            return PeeringErrors.AnotherPeering.With(same.Id, write.Remote, write.Id);
        }

        var most = limit ?? cloud.Options.PeeringLimit;
        if (write.Existing is null && own.Length >= most)
        {
            return PeeringErrors.CountLimit.With(write.Id, write.Local, most);
        }

        return write.Existing is not null
            && (write.Existing.Object("properties").Flag("peerCompleteVnets") ?? true)
                != (write.Properties.Flag("peerCompleteVnets") ?? true)
                ? PeeringErrors.PeeringTypeChange.With(write.Id)
                : null;
    }

    // Re-creating one half while the other is left Disconnected (hashicorp/terraform#18091).
    private ArmError? CheckRemoteState(PeeringWrite write) =>
        write.Existing is null && cloud.Peerings.OtherHalf(write.Local, write.Remote) is { } other
        && other.Half.Object("properties").Text("peeringState") is "Disconnected"
            ? PeeringErrors.RemoteDisconnected.With(write.Id, other.Id, write.Local)
            : null;

    private ArmError? CheckSubnets(PeeringWrite write)
    {
        if (write.Properties.Flag("peerCompleteVnets") ?? true)
        {
            return null;
        }

        foreach (var (network, member) in
            new[] { (write.Local, "localSubnetNames"), (write.Remote, "remoteSubnetNames") })
        {
            foreach (var name in write.Properties.Texts(member))
            {
                if (cloud.Estate.Find(network.Child("subnets", name)) is null)
                {
                    return PeeringErrors.SubnetNotFound.With(write.Id, name, network);
                }
            }
        }

        return null;
    }

    private ArmError? CheckSpaces(PeeringWrite write)
    {
        if (!write.TakesSpaces)
        {
            return null;
        }

        var local = PeeringLinks.Parse(cloud.Peerings.Prefixes(write.Local, write.Half, "localSubnetNames"));
        var remote = PeeringLinks.Parse(cloud.Peerings.Prefixes(write.Remote, write.Half, "remoteSubnetNames"));
        var overlaps = Overlap.Between(local, remote);
        if (!overlaps.IsEmpty)
        {
            return PeeringErrors.AddressSpacesOverlap.With(write.Id, write.Local, write.Remote,
                string.Join(", ", overlaps.SelectMany(o => new[] { o.Left, o.Right })));
        }

        return CheckThird(write, write.Local, local, write.Remote)
            ?? CheckThird(write, write.Remote, remote, write.Local);
    }

    /// <summary>The first VNet may not overlap any other VNet that the second one is already peered with.</summary>
    private ArmError? CheckThird(PeeringWrite write, ResourceId first, IReadOnlyList<IPPrefix> space, ResourceId second)
    {
        foreach (var (_, half) in cloud.Peerings.HalvesOf(second))
        {
            if (PeeringLinks.RemoteOf(half) is not { } third || third == first || third == second
                || half.Object("properties").Text("peeringState") is "Disconnected")
            {
                continue;
            }

            var overlaps = Overlap.Between(
                space, PeeringLinks.Parse(cloud.Peerings.Prefixes(third, half, "remoteSubnetNames")));
            if (!overlaps.IsEmpty)
            {
                return PeeringErrors.OverlapsWithAlreadyPeered.With(write.Id, first, second, third,
                    string.Join(", ", overlaps.Select(o => o.Common).Distinct()));
            }
        }

        return null;
    }
}
