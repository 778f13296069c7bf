using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>
/// What the service does when a half of a peering is written or goes away, and when a VNet changes (recordings of
/// azure-powershell, TestVirtualNetworkPeeringSyncCRUD; the refusals as quoted in hashicorp/terraform#18091 and #20298).
/// </summary>
internal static class PeeringWrites
{
    /// <summary>Stores a half as the service would; says why when it would refuse.</summary>
    public static PlanProblem? Put(NetworkDraft draft, Change change, JsonObject? before, JsonObject after)
    {
        var local = change.Resource.Parent!;
        var half = new DraftHalf(draft, local, after);
        if (half.Remote is not { } remote)
        {
            return Refusal("InvalidRequestFormat", "names no remote virtual network");
        }

        var isRead = draft.Find(remote) is not null;
        var other = draft.HalfIn(remote, local);
        if (Reason(draft, half, remote, other) is var (id, why))
        {
            return Refusal(id, why);
        }

        var wasDisconnected = before is not null && new DraftHalf(draft, local, before).IsDisconnected;
        after["properties"]!["provisioningState"] = nameof(ProvisioningState.Succeeded);
        draft.Store(change.Resource, after);
        if (before is null || wasDisconnected || change.Query?.Contains("syncRemoteAddressSpace=true", StringComparison.OrdinalIgnoreCase) == true)
        {
            half.TakeSpace();
        }

        if (!isRead)
        {
            Alone(half, before, wasDisconnected, change.Query is not null);
            return null;
        }

        // The second half joins the two. What a waiting half was synced with stays as it is.
        half.SetState(other is null ? PeeringState.Initiated : PeeringState.Connected);
        other?.SetState(PeeringState.Connected);
        half.Level(other);
        other?.Level(half);
        return null;

        PlanProblem Refusal(string id, string why) =>
            new(id, $"Azure would refuse the peering '{change.Resource.Name}' in {local.Name}: it {why}.", change.Resource);
    }

    /// <summary>What follows for halves when a resource was changed or removed; <paramref name="before"/> is what it was.</summary>
    public static void Settle(NetworkDraft draft, ResourceId id, JsonObject? before)
    {
        if (id.IsType(ResourceTypes.Peering))
        {
            var gone = new DraftHalf(draft, id.Parent!, before!);
            if (gone.Remote is { } remote && draft.HalfIn(remote, id.Parent!) is { } other)
            {
                other.SetState(PeeringState.Disconnected);
                other.Level(other: null);
            }
        }
        else if (draft.IsRemoved(id))
        {
            foreach (var half in id.IsType(ResourceTypes.VirtualNetwork) ? draft.HalvesTo(id) : [])
            {
                half.SetState(PeeringState.Disconnected);
            }
        }
        else if ((id.IsType(ResourceTypes.VirtualNetwork) ? id : id.IsType(ResourceTypes.Subnet) ? id.Parent : null) is { } network)
        {
            Grown(draft, network, id == network && SpaceChanged(before, draft.Find(id)));
        }
    }

    // Its own halves say RemoteNotInSync, those that point at it LocalNotInSync, each until the far one is synced (recorded).
    private static void Grown(NetworkDraft draft, ResourceId network, bool spaceChanged)
    {
        foreach (var half in draft.HalvesTo(network).Where(h => spaceChanged || !h.IsWhole))
        {
            half.Level(draft.HalfIn(network, half.Local));
        }

        foreach (var half in draft.Halves(network).Where(h => h.Remote is not null && (spaceChanged || !h.IsWhole)).ToArray())
        {
            if (draft.Find(half.Remote!) is not null)
            {
                half.Level(draft.HalfIn(half.Remote!, network));
            }
            else if (spaceChanged)
            {
                half.LevelAlone(half.SaysLocalIsStale, remoteIsStale: true);
            }
        }
    }

    // The VNet at the other end was not read. A half that is there keeps its state: writing it changes none. A Disconnected
    // one waits again, because its counterpart is gone and cannot have come back before it (RemotePeeringIsDisconnected).
    // Whether a half that is made finds another one waiting cannot be known, so it is given no state.
    private static void Alone(DraftHalf half, JsonObject? before, bool wasDisconnected, bool sync)
    {
        if (before is null)
        {
            half.ForgetState();
        }
        else if (wasDisconnected)
        {
            half.SetState(PeeringState.Initiated);
            half.LevelAlone(localIsStale: false, remoteIsStale: true);
        }
        else if (sync)
        {
            half.LevelAlone(localIsStale: false, half.SaysRemoteIsStale);
        }
    }

    private static (string Id, string Why)? Reason(NetworkDraft draft, DraftHalf half, ResourceId remote, DraftHalf? other)
    {
        if (draft.IsRemoved(remote))
        {
            return ("InvalidGlobalResourceReference", $"points at {remote.Name}, which the plan has deleted");
        }

        var siblings = draft.Halves(half.Local).Where(h => !string.Equals(h.Name, half.Name, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (Array.Find(siblings, h => h.Remote == remote) is { } same)
        {
            return ("AnotherPeeringAlreadyReferencesRemoteVnet", $"points at {remote.Name}, and so does '{same.Name}'");
        }

        if (other is { IsDisconnected: true })
        {
            return ("RemotePeeringIsDisconnected", $"cannot be written while '{other.Name}' in {remote.Name} is Disconnected");
        }

        if (!half.UsesGateway)
        {
            return !half.LendsGateway && other is { UsesGateway: true }
                ? ("GatewayInUse", $"has to lend its gateway as long as '{other.Name}' in {remote.Name} uses it")
                : null;
        }

        return half.LendsGateway ? ("GatewayFlagsConflict", "cannot both lend a gateway and use a remote one")
            : Array.Find(siblings, h => h.UsesGateway) is { } second
                ? ("SpokeUsesOtherGateway", $"cannot use a remote gateway, because '{second.Name}' does")
            : other is { LendsGateway: false }
                ? ("RemotePeeringDisallowsGatewayTransit", $"uses a gateway that '{other.Name}' in {remote.Name} does not lend")
            : null;
    }

    private static bool SpaceChanged(JsonObject? before, JsonObject? after) =>
        !JsonNode.DeepEquals(JsonBody.At(before, "properties.addressSpace"), JsonBody.At(after, "properties.addressSpace"));
}
