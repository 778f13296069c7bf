using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using static AzNetHelper.AddressSpaces.AddressSpaceFindingId;
using static AzNetHelper.AddressSpaces.AddressSpaceSeverity;

namespace AzNetHelper.AddressSpaces;

/// <summary>
/// The overlaps of an estate, each for what it means to those who overlap. A sweep over everything that meets in one place
/// (a VNet and its peers, a gateway and all behind it, a connected group) finds those that matter; one over the whole estate
/// finds addresses that are in use twice elsewhere. So the work grows with what there is and what is found.
/// </summary>
internal sealed class OverlapSearch(AddressEstate estate)
{
    private readonly Dictionary<(AddressHolder, AddressHolder, AddressSpaceFindingId), Clash> _clashes = [];
    private readonly HashSet<(AddressHolder, AddressHolder)> _joined = [];

    public IEnumerable<AddressSpaceFinding> Find()
    {
        foreach (var network in estate.Peered)
        {
            AroundNetwork(network);
        }

        foreach (var hub in estate.Hubs)
        {
            Sweep([.. hub.Members.Keys], hub.Network, (a, b) => HubRules.Judge(hub, a, b));
        }

        foreach (var group in estate.Topology.ConnectedGroups)
        {
            Sweep([.. group.Select(AddressEstate.VNet)], via: null, static (_, _) => new(GroupOverlap, Warning));
        }

        // What two holders are to each other is told once: by what matters most.
        var strongest = _clashes.Values.Where(c => c.Judgement.Severity is not null).GroupBy(c => (c.First, c.Second))
            .Select(g => g.OrderByDescending(c => c.Judgement.Severity).ThenBy(c => c.Judgement.Id).First());
        return strongest.Select(OverlapSentences.Of).Concat(Reuse());
    }

    private void AroundNetwork(ResourceId network)
    {
        var links = estate.PeersOf(network).ToDictionary(l => l.Peer);
        Sweep([AddressEstate.VNet(network), .. links.Keys.Select(AddressEstate.VNet)], network, (a, b) =>
        {
            if (a.Holder.Id != network && b.Holder.Id != network)
            {
                // Who shares only subnets, or is no longer joined, stands in nobody's way.
                return links[a.Holder.Id] is { IsWhole: true, IsTorn: false } && links[b.Holder.Id] is { IsWhole: true, IsTorn: false }
                    ? new(NeighbourOverlap, Warning) : null;
            }

            return links[a.Holder.Id == network ? b.Holder.Id : a.Holder.Id].IsWhole ? new(PeeredOverlap, Error) : Judgement.InOrder;
        });
    }

    private void Sweep(
        IEnumerable<AddressHolder> members, ResourceId? via, Func<AddressClaim, AddressClaim, Judgement?> judge)
    {
        AddressClaim[] claims = [.. members.SelectMany(estate.ClaimsOf)];
        foreach (var (outer, inner) in PrefixNesting.Of([.. claims.Select(c => c.Prefix)]).Pairs())
        {
            if (claims[outer].Holder != claims[inner].Holder && judge(claims[outer], claims[inner]) is { } judgement)
            {
                Add(claims[outer], claims[inner], judgement, via);
            }
        }
    }

    private void Add(AddressClaim a, AddressClaim b, Judgement judgement, ResourceId? via)
    {
        var (first, second) = IsFirst(a.Holder, b.Holder) ? (a, b) : (b, a);
        _joined.Add((first.Holder, second.Holder));
        var key = (first.Holder, second.Holder, judgement.Id);
        if (!_clashes.TryGetValue(key, out var clash) || clash.Judgement.Severity < judgement.Severity)
        {
            _clashes[key] = clash = new(first.Holder, second.Holder, judgement);
        }

        clash.Overlaps.Add(new(first.Prefix, second.Prefix));
        if (via is not null && via != first.Holder.Id && via != second.Holder.Id)
        {
            clash.Via.Add(via);
        }
    }

    // VNets first: they are what can be changed here.
    private static bool IsFirst(AddressHolder a, AddressHolder b) =>
        a.Kind != b.Kind ? a.Kind < b.Kind : a.Id.CompareTo(b.Id) < 0;

    private IEnumerable<AddressSpaceFinding> Reuse()
    {
        AddressClaim[] claims = [.. estate.Holders.SelectMany(estate.ClaimsOf)];
        var nesting = PrefixNesting.Of([.. claims.Select(c => c.Prefix)]);
        foreach (var group in nesting.Groups().Where(g => g.Length > 1))
        {
            var reused = new SortedSet<int>();
            foreach (var inner in group)
            {
                foreach (var outer in nesting.Around(inner).Where(outer => IsApart(claims[outer].Holder, claims[inner].Holder)))
                {
                    reused.Add(outer);
                    reused.Add(inner);
                }
            }

            if (reused.Count > 0)
            {
                yield return OverlapSentences.OfReuse([.. reused.Select(i => claims[i])]);
            }
        }
    }

    private bool IsApart(AddressHolder a, AddressHolder b) =>
        a != b && !_joined.Contains(IsFirst(a, b) ? (a, b) : (b, a));
}
