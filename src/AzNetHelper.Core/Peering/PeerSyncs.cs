using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>The peerings of a VNet whose address space changes: which halves are synced, which cannot be, which need not.</summary>
internal sealed class PeerSyncs
{
    private readonly Topology _topology;
    private readonly PeeringFacts _facts;
    private readonly VirtualNetwork _network;
    private readonly ImmutableArray<IPPrefix> _wanted;
    private readonly Change _write;

    public PeerSyncs(Topology topology, PeeringFacts facts, VirtualNetwork network, ImmutableArray<IPPrefix> wanted, Change write)
    {
        (_topology, _facts, _network, _wanted, _write) = (topology, facts, network, wanted, write);

        // Of a subnet peering only the subnets' prefixes count, and these stay.
        foreach (var half in network.Peerings.Where(h => h.PeerCompleteVNets && !h.RemoteVNet.IsType(NetworkChecks.ClassicType)))
        {
            Look(half);
        }
    }

    public List<PlannedPair> Pairs { get; } = [];

    public List<Unsyncable> Unsyncable { get; } = [];

    /// <summary>Peerings that carry nothing yet and take the prefixes of the day when they are made whole.</summary>
    public List<PlanNotice> Waiting { get; } = [];

    private void Look(PeeringHalf half)
    {
        var remote = _topology.VirtualNetwork(half.RemoteVNet);
        var back = remote?.PeeringTo(_network.Id);
        if (half.State != PeeringState.Connected || (remote is not null && back?.State != PeeringState.Connected))
        {
            Waiting.Add(new("PeeringNotConnected", NoticeSeverity.Information, $"{_network.Name} and {half.RemoteVNet.Name} are not connected "
                + "and are not synced; Repair-VNetPeering makes them whole, with the prefixes of then.", half.Id));
            return;
        }

        if (remote is null || back is null)
        {
            // What it holds is not known; its level here tells whether it holds what is there now.
            if (_write.Writes || HalfLevels.Of(half).OtherIsStale)
            {
                var gap = _topology.GapOf(half.RemoteVNet);
                Unsyncable.Add(new(half, $"{half.RemoteVNet.Name} could not be read{(gap is null ? string.Empty : $" ({gap.Code})")}",
                    half.Owner != PeeringOwner.User ? Owners.Command(half) : $"Its owner runs: {Owners.Sync(half.RemoteVNet, _network.Id)}"));
            }

            return;
        }

        var (backIsStale, ownIsStale) = (!Holds(back, _wanted), !Holds(half, remote.AddressSpace));
        var reason = Reason(half, back, backIsStale, ownIsStale);
        if (reason is not null)
        {
            Unsyncable.Add(reason);
            return;
        }

        var group = $"{_network.Id} {half.RemoteVNet}";
        Pairs.Add(new(Side(_network with { AddressSpace = _wanted }, remote, half), Side(remote, _network, back),
            [Change(back, backIsStale, group), Change(half, ownIsStale, group)], group));
    }

    private Unsyncable? Reason(PeeringHalf half, PeeringHalf back, bool backIsStale, bool ownIsStale)
    {
        if (!backIsStale && !ownIsStale)
        {
            return null;
        }

        if (Array.Find([back, half], h => h.Owner != PeeringOwner.User) is { } owned)
        {
            return new(half, $"'{owned.Name}' in {owned.LocalVNet.Name} belongs to {Owners.Name(owned.Owner)}", Owners.Command(owned));
        }

        return _facts.WriteDenied.GetValueOrDefault(half.RemoteVNet) is { } why
            ? new(half, why, Owners.Command(backIsStale ? back : half)) : null;
    }

    private Change Change(PeeringHalf half, bool isStale, string group) => !isStale
        ? HalfSync.Keep(half, group, HalfFlags.Connected)
        : HalfSync.Of(half, group, HalfFlags.Connected) with { DependsOn = _write.Writes ? [_write.Key] : [] };

    // A half that does not tell what it holds is synced.
    private static bool Holds(PeeringHalf half, ImmutableArray<IPPrefix> space) =>
        half.RemoteAddressSpace is { } held && held.ToHashSet().SetEquals(space);

    private static PairSide Side(VirtualNetwork network, VirtualNetwork remote, PeeringHalf half)
    {
        var side = new PairSide(network, remote, half, new(), half.Id);
        return side with { Target = side.Before };
    }
}
