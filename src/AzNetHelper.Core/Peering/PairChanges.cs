using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>
/// The changes that make a pair whole, in the only orders that the service takes: a lender of a gateway before its user, a
/// user that stops before its lender (the CLI's own test goes this way), and a Disconnected half written again before the
/// missing one is made (RemotePeeringIsDisconnected; capz issue 2638, bicep-registry-modules issue 6556).
/// </summary>
internal sealed class PairChanges(PairSide first, PairSide second, string group)
{
    private const string Sync = "syncRemoteAddressSpace=true";

    private const string Disconnected = """{"properties":{"peeringState":"Disconnected"}}""";

    private readonly List<Change> _changes = [];
    private bool _inOrder;

    public static ImmutableArray<Change> Between(PairSide first, PairSide second, string group)
    {
        var plan = new PairChanges(first, second, group);
        plan.Compose();
        return plan.Linked();
    }

    private void Compose()
    {
        var secondGoesFirst = first.Target.UseRemoteGateways || second.StopsUsingGateway;
        var (one, two) = secondGoesFirst ? (second, first) : (first, second);
        _inOrder = first.IsMissing || second.IsMissing || first.StartsUsingGateway || second.StartsUsingGateway
            || first.StopsUsingGateway || second.StopsUsingGateway
            || first.Target.AllowGatewayTransit != first.Before.AllowGatewayTransit
            || second.Target.AllowGatewayTransit != second.Before.AllowGatewayTransit;
        switch (first.IsDisconnected, second.IsDisconnected)
        {
            case (true, true):
                // Writing either is refused while the other is Disconnected, so one has to go and come back.
                Delete(second);
                Revive(first, second, () => Create(second));
                break;
            case (true, false):
                Revive(first, second, () => Settle(second, first));
                break;
            case (false, true):
                Revive(second, first, () => Settle(first, second));
                break;
            default:
                Settle(one, two);
                Settle(two, one);
                break;
        }

        Refresh(one, two);
        Refresh(two, one);
    }

    // A half that waited keeps the prefixes that it was made with; it can be synced when the two are joined.
    private void Refresh(PairSide side, PairSide other)
    {
        if (!side.IsConnectedWith(other) && side.NeedsSync(other))
        {
            _inOrder = true;
            AddSync(side, side.Target, ":sync");
        }
    }

    private void AddSync(PairSide side, HalfFlags before, string keySuffix = "")
    {
        Add(side, ChangeKind.Update, $"Sync with the address space of {side.Remote.Name}", before, side.Target, keySuffix);
        _changes[^1] = _changes[^1] with { Query = Sync, NeededWhile = StaleSpace(side.Half!) };
    }

    // The surviving half first without the gateway, which the other half cannot lend yet; then the other; then the flag.
    private void Revive(PairSide disconnected, PairSide other, Action writeOther)
    {
        _inOrder = true;
        var lenderIsThere = !other.IsMissing && !other.IsDisconnected && other.Before.AllowGatewayTransit
            && other.Target.AllowGatewayTransit;
        var interim = disconnected.Target with { UseRemoteGateways = disconnected.Target.UseRemoteGateways && lenderIsThere };
        Add(disconnected, ChangeKind.Update, "Write again the disconnected peering", disconnected.Before, interim);

        // Where the flag follows, the members of this step are not the end: they must not be written into a whole pair.
        _changes[^1] = interim == disconnected.Target
            ? _changes[^1] with { NeededWhile = Disconnected } : _changes[^1] with { OnlyWhile = Disconnected };
        writeOther();
        if (interim != disconnected.Target)
        {
            Add(disconnected, ChangeKind.Update, "Let the gateway be used by", interim, disconnected.Target, ":gateway");
        }
    }

    private void Settle(PairSide side, PairSide other)
    {
        if (side.IsMissing)
        {
            Create(side);
            return;
        }

        var half = side.Half!;
        if (side.IsConnectedWith(other) && side.NeedsSync(other))
        {
            AddSync(side, side.Before);
        }
        else if (side.Before != side.Target || half.ProvisioningState is ProvisioningState.Failed)
        {
            Add(side, ChangeKind.Update, "Update peering", side.Before, side.Target);
        }
        else if (half.State == PeeringState.Initiated && other.Half is { } there && !Joins(other)
            && (there.State == PeeringState.Connected || ReferenceEquals(side, second)))
        {
            // Both exist and have not taken notice of one another: writing one of them joins the two.
            Add(side, ChangeKind.Update, "Write again the waiting peering", side.Before, side.Target);
            _changes[^1] = _changes[^1] with { NeededWhile = """{"properties":{"peeringState":"Initiated"}}""" };
        }
        else
        {
            Add(side, ChangeKind.NoChange, "Keep peering", side.Before, side.Target);
            _changes[^1] = _changes[^1] with { Awaits = half.IsInTransit ? HalfFlags.Settled : null };
        }
    }

    // Its half is written anyway.
    private static bool Joins(PairSide side) => side.IsDisconnected || side.Before != side.Target
        || side.Half?.ProvisioningState is ProvisioningState.Failed;

    private void Create(PairSide side)
    {
        _inOrder = true;
        Add(side, ChangeKind.Create, "Create peering", HalfFlags.Default, side.Target);
        var body = side.Target.ToBody(side.Remote.Id);
        Mirror(body["properties"]!.AsObject(), side.Remote.PeeringTo(side.Network.Id));
        _changes[^1] = _changes[^1] with { Before = null, After = JsonBody.Write(body), Impact = ImpactStatement.None };
    }

    private void Delete(PairSide side)
    {
        Add(side, ChangeKind.Delete, "Delete the disconnected peering", side.Before, side.Before);
        _changes[^1] = _changes[^1] with { After = null, Expect = null, OnlyWhile = Disconnected };
    }

    private void Add(PairSide side, ChangeKind kind, string verb, HalfFlags before, HalfFlags after, string keySuffix = "")
    {
        var change = new Change(side.Id, kind, $"{verb} '{side.Id.Name}' in {side.Network.Name}{after}")
        {
            Group = group,
            Before = JsonBody.Write(before.ToBody(side.Half?.RemoteVNet ?? side.Remote.Id)),
            After = JsonBody.Write(after.ToBody(side.Half?.RemoteVNet ?? side.Remote.Id)),
            Expect = first.StaysStale(second) || second.StaysStale(first) ? HalfFlags.ConnectedOnly : HalfFlags.Connected,
            Lanes = kind == ChangeKind.NoChange ? [] : [first.Network.Id, second.Network.Id],
            Impact = side.IsDisconnected ? ImpactStatement.None
                : PeeringImpacts.OfUpdate(side.Network.Id, side.Remote.Id, before, after),
        };
        _changes.Add(change with { Key = change.Key + keySuffix });
    }

    private ImmutableArray<Change> Linked()
    {
        var linked = ImmutableArray.CreateBuilder<Change>();
        string? last = null;
        foreach (var change in _changes)
        {
            linked.Add(change.Writes && _inOrder && last is not null ? change with { DependsOn = [last] } : change);
            last = change.Writes ? change.Key : last;
        }

        return linked.ToImmutable();
    }

    /// <summary>
    /// While this holds, a half has not been synced: syncing the other half changes this one's level but not the prefixes
    /// that it was synced with, so those decide.
    /// </summary>
    internal static string StaleSpace(PeeringHalf half) => JsonBody.Write(new JsonObject
    {
        ["properties"] = half.RemoteAddressSpace is { } space
            ? new JsonObject { ["remoteAddressSpace"] = new JsonObject { ["addressPrefixes"] =
                new JsonArray([.. space.Select(p => (JsonNode)p.ToString())]) } }
            : new JsonObject { ["peeringSyncLevel"] = half.SyncLevel.ToString() },
    });

    // A subnet peering is set on both halves, mirrored; a link cannot change its type later (how-to-configure-subnet-peering).
    private static void Mirror(JsonObject properties, PeeringHalf? other)
    {
        if (other is null || other.PeerCompleteVNets)
        {
            return;
        }

        properties["peerCompleteVnets"] = false;
        properties["localSubnetNames"] = new JsonArray([.. other.RemoteSubnetNames.Select(n => (JsonNode)n)]);
        properties["remoteSubnetNames"] = new JsonArray([.. other.LocalSubnetNames.Select(n => (JsonNode)n)]);
        properties["enableOnlyIPv6Peering"] = other.EnableOnlyIPv6Peering;
    }
}
