using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// From wishes to changes of peering halves, in the order that Azure accepts: a Disconnected half is written again
/// before its counterpart is created, the lender's half before the borrower's.
/// </summary>
internal sealed class PeeringChanges
{
    private const string UseRemoteGateways = "useRemoteGateways";

    private readonly Estate _estate;
    private readonly WishList _wishes;
    private readonly List<Change> _changes = [];

    private PeeringChanges(Estate estate, WishList wishes)
    {
        _estate = estate;
        _wishes = wishes;
    }

    /// <summary>The changes; null when one of the halves may not be written or cannot be repaired.</summary>
    public static ImmutableArray<Change>? For(Estate estate, WishList wishes)
    {
        var build = new PeeringChanges(estate, wishes);
        var done = new HashSet<HalfKey>();
        foreach (var half in wishes.Halves)
        {
            // A pair is told once, whichever half was wished for first.
            if (!done.Add(half) || !done.Add(half.Reverse))
            {
                continue;
            }

            var others = build._changes.Count;
            if (!build.Pair(half))
            {
                return null;
            }

            // Read back together: the first half turns Connected only with the second.
            for (var i = others; i < build._changes.Count; i++)
            {
                build._changes[i] = build._changes[i] with { Group = $"{half.Local} {half.Remote}" };
            }
        }

        return [.. build._changes];
    }

    private bool Pair(HalfKey key)
    {
        // The lender first: Azure refuses a borrower whose counterpart does not lend.
        var (first, second) = _wishes.For(key.Reverse).HasFlag(Wishes.GatewayTransit)
            ? (key.Reverse, key)
            : (key, key.Reverse);
        var (a, b) = (Half(first), Half(second));
        if (a is null && b is null)
        {
            return Create(first, counterpart: null, after: null) is { } created
                && Create(second, counterpart: null, created) is not null;
        }

        if (a is null || b is null)
        {
            return Complete(a ?? b!, missing: a is null ? first : second);
        }

        var rewrite = Rewrite(a, b);
        if (rewrite is null && !IsConnected(a, b))
        {
            return false;
        }

        // While a half is Disconnected its counterpart cannot be written (RemotePeeringIsDisconnected).
        if (rewrite == b)
        {
            (first, second, a, b) = (second, first, b, a);
        }

        var (possible, earlier) = Update(first, a, rewrite == a, after: null);
        return possible && Update(second, b, rewrite: false, earlier).Possible;
    }

    /// <summary>Creates the half that is missing; what is there is written first if it is Disconnected.</summary>
    private bool Complete(PeeringHalf there, HalfKey missing)
    {
        if (there.State != PeeringState.Disconnected)
        {
            var (possible, update) = Update(missing.Reverse, there, rewrite: false, after: null);
            return possible && Create(missing, there, update) is not null;
        }

        if (there.Owner != PeeringOwner.User)
        {
            return false;
        }

        // Written again it is Initiated; it cannot use a gateway that nobody lends yet.
        var again = Members(_wishes.For(missing.Reverse), there);
        again[UseRemoteGateways] = false;
        var first = Put(there, again,
            $"Write the Disconnected peering '{there.Name}' of {there.LocalVNet.Name} again", after: null);
        var getsFlag = there.UseRemoteGateways || _wishes.For(missing.Reverse).HasFlag(Wishes.RemoteGateways);
        _changes[^1] = getsFlag ? first with { OnlyWhile = State(there) } : first with { NeededWhile = State(there) };
        if (Create(missing, there, first) is not { } created)
        {
            return false;
        }

        if (getsFlag)
        {
            var flag = Put(there, new JsonObject { [UseRemoteGateways] = true },
                $"Let {there.LocalVNet.Name} use the gateway of {there.RemoteVNet.Name} again", created);
            _changes[^1] = flag with
            {
                Key = flag.Key + "#gateway", Before = Properties(new() { [UseRemoteGateways] = false }),
            };
        }

        return true;
    }

    private (bool Possible, Change? Change) Update(HalfKey key, PeeringHalf half, bool rewrite, Change? after)
    {
        var wishes = _wishes.For(key);
        var members = Members(wishes, half);
        var sync = wishes.HasFlag(Wishes.Synced);
        if (members.Count == 0 && !sync && !rewrite)
        {
            return (true, after);
        }

        if (half.Owner != PeeringOwner.User)
        {
            return (false, null);
        }

        var remote = half.RemoteVNet.Name;
        var summary = (rewrite, sync) switch
        {
            (true, _) => $"Write peering '{half.Name}' of {half.LocalVNet.Name} again, so that it connects to {remote}",
            (_, true) => $"Sync peering '{half.Name}' of {half.LocalVNet.Name} with the address space of {remote}",
            _ => $"Set {string.Join(", ", members.Select(m => $"{m.Key} = true"))} on peering '{half.Name}' of "
                + $"{half.LocalVNet.Name}",
        };
        if (members.Count == 0)
        {
            members["allowVirtualNetworkAccess"] = half.AllowVirtualNetworkAccess;
        }

        var change = Put(half, members, summary, after, sync);
        return (true, _changes[^1] = change with
        {
            NeededWhile = rewrite ? State(half) : sync ? PairChanges.StaleSpace(half) : null,
        });
    }

    private Change Put(PeeringHalf half, JsonObject members, string summary, Change? after, bool sync = false)
    {
        // A write of the other half before this one may have moved the state.
        var before = after is null ? new JsonObject { ["peeringState"] = half.State.ToString() } : [];
        foreach (var (name, _) in members)
        {
            before[name] = Flag(half, name);
        }

        var change = new Change(half.Id, ChangeKind.Update, summary)
        {
            Before = Properties(before),
            After = Properties(members),
            Expect = Properties(sync && half.SyncLevel != PeeringSyncLevel.LocalAndRemoteNotInSync
                ? new() { ["peeringState"] = "Connected", ["peeringSyncLevel"] = "FullyInSync" }
                : new() { ["peeringState"] = "Connected" }),
            Query = sync ? "syncRemoteAddressSpace=true" : null,
            DependsOn = after is null ? [] : [after.Key],
            Lanes = [half.LocalVNet, half.RemoteVNet],
        };
        _changes.Add(change);
        return change;
    }

    private Change? Create(HalfKey key, PeeringHalf? counterpart, Change? after)
    {
        if (_estate.Network(key.Local) is not { } local || counterpart is { Owner: not PeeringOwner.User })
        {
            return null;
        }

        var wishes = _wishes.For(key);
        var body = new JsonObject
        {
            ["remoteVirtualNetwork"] = new JsonObject { ["id"] = key.Remote.ToString() },
            ["allowVirtualNetworkAccess"] = true,
            ["allowForwardedTraffic"] = wishes.HasFlag(Wishes.ForwardedTraffic),
            ["allowGatewayTransit"] = wishes.HasFlag(Wishes.GatewayTransit)
                || counterpart is { UseRemoteGateways: true },
            [UseRemoteGateways] = wishes.HasFlag(Wishes.RemoteGateways),
        };
        if (counterpart is { PeerCompleteVNets: false })
        {
            // Both halves of a subnet peering list the same subnets, mirrored (subnet peering documentation).
            body["peerCompleteVnets"] = false;
            body["localSubnetNames"] = Texts(counterpart.RemoteSubnetNames);
            body["remoteSubnetNames"] = Texts(counterpart.LocalSubnetNames);
        }

        if (counterpart is { EnableOnlyIPv6Peering: true })
        {
            body["enableOnlyIPv6Peering"] = true;
        }

        var name = FreeName(local, key.Remote);
        var change = new Change(local.Id.Child("virtualNetworkPeerings", name), ChangeKind.Create,
            $"Create peering '{name}' of {local.Name} to {key.Remote.Name}")
        {
            After = Properties(body),
            Expect = Properties(new() { ["peeringState"] = "Connected" }),
            DependsOn = after is null ? [] : [after.Key],
            Lanes = [key.Local, key.Remote],
        };
        _changes.Add(change);
        return change;
    }

    /// <summary>
    /// The half that must be written for the two to connect; null when none must, or none would help.
    /// </summary>
    private static PeeringHalf? Rewrite(PeeringHalf a, PeeringHalf b) => (a.State, b.State) switch
    {
        (PeeringState.Disconnected, PeeringState.Disconnected) => null,
        (PeeringState.Disconnected, _) => a,
        (_, PeeringState.Disconnected) => b,
        (PeeringState.Initiated, _) => a,
        (_, PeeringState.Initiated) => b,
        _ => null,
    };

    private static bool IsConnected(PeeringHalf a, PeeringHalf b) =>
        a.State == PeeringState.Connected && b.State == PeeringState.Connected;

    private static JsonObject Members(Wishes wishes, PeeringHalf half)
    {
        var members = new JsonObject();
        Set(Wishes.Access, "allowVirtualNetworkAccess");
        Set(Wishes.ForwardedTraffic, "allowForwardedTraffic");
        Set(Wishes.GatewayTransit, "allowGatewayTransit");
        Set(Wishes.RemoteGateways, UseRemoteGateways);
        return members;

        void Set(Wishes wish, string name)
        {
            if (wishes.HasFlag(wish) && !Flag(half, name))
            {
                members[name] = true;
            }
        }
    }

    private static bool Flag(PeeringHalf half, string name) => name switch
    {
        "allowVirtualNetworkAccess" => half.AllowVirtualNetworkAccess,
        "allowForwardedTraffic" => half.AllowForwardedTraffic,
        "allowGatewayTransit" => half.AllowGatewayTransit,
        _ => half.UseRemoteGateways,
    };

    private PeeringHalf? Half(HalfKey key) => _estate.Network(key.Local)?.PeeringTo(key.Remote);

    private static string FreeName(VirtualNetwork local, ResourceId remote)
    {
        var wanted = $"{local.Name}-to-{remote.Name}";
        var name = wanted;
        for (var i = 2; local.Peerings.Any(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)); i++)
        {
            name = $"{wanted}-{i}";
        }

        return name;
    }

    // The flags alone do not call for the write: they are as wanted already.
    private static string State(PeeringHalf half) => Properties(new() { ["peeringState"] = half.State.ToString() });

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    private static string Properties(JsonObject properties) =>
        new JsonObject { ["properties"] = properties }.ToJsonString();
}
