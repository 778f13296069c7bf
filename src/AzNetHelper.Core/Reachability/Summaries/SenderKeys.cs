using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Summaries;

/// <summary>
/// Which VNets send alike: whatever a packet for another leaf meets is the same for all that have one key. Such a VNet
/// is a leaf, which no packet of others enters (no gateway in it, no next hop of any route), its addresses are no other
/// leaf's, and its key holds everything of it that a first hop is decided by.
/// </summary>
internal sealed class SenderKeys
{
    /// <summary>Who has more peerings is like nobody else.</summary>
    private const int MostLinks = 32;

    private readonly Estate _estate;
    private readonly HashSet<ResourceId> _leaves;
    private readonly Dictionary<object, int> _numbers = [];
    private readonly Dictionary<ResourceId, int> _tables = [];

    public SenderKeys(Estate estate)
    {
        _estate = estate;
        var unanswered = estate.Nodes.SelectMany(n => n.Links).Where(l => l.PeerNode is { } peer && peer.LinkTo(l.Half.LocalVNet) is null)
            .Select(l => l.Half.RemoteVNet).ToHashSet();
        var leaves = estate.Nodes.Where(n => !unanswered.Contains(n.Id) && IsLeaf(n)).ToArray();
        _leaves = [.. leaves.Select(n => n.Id).Except(Overlapping(leaves))];
    }

    /// <summary>The key; null for a VNet that is like no other.</summary>
    public string? Of(NetworkNode node)
    {
        if (!_leaves.Contains(node.Id))
        {
            return null;
        }

        var key = new List<int>
        {
            node.Home is { } home ? Number(home.Host) : -1, _estate.ConnectedGroups.IsKnown(node.Id) ? 1 : 0, _estate.ConnectedGroups.HasGap(node.Id) ? 1 : 0,
            node.Links.Length,
        };
        foreach (var link in node.Links)
        {
            key.Add(Number(link.Half.RemoteVNet));
            Half(key, link.Half);
            Prefixes(key, link.Installed);
            if (link.Other is { } other)
            {
                Half(key, other);
            }
            else
            {
                key.Add(link.Peer is null ? -1 : -2);
            }
        }

        foreach (var group in node.Groups)
        {
            key.Add(group.HasIPv6 ? 1 : 0);
            key.Add(Table(group.Start!.RouteTable));
        }

        return string.Join(',', key.Select(n => n.ToString(CultureInfo.InvariantCulture)));
    }

    private bool IsLeaf(NetworkNode node) =>
        node.Links.Length <= MostLinks
        && node.Groups.All(g => g.Covers.Length == 1)
        && node.Home?.Host != node.Id && !_estate.GatewaysOf(node.Id).Any()
        && !node.HasSubnetPeering && !_estate.Attachments.IsOnVirtualWan(node.Id)
        && !_estate.ConnectedGroups.Of(node).Any()
        && !Addresses(node).Any(_estate.Appliances.IsNextHopIn)
        && !node.Network.AddressSpace.Any(SystemRoutes.HoldsUnused);

    // Subnets are in the address space; a document can say otherwise.
    private static IEnumerable<IPPrefix> Addresses(NetworkNode node) =>
        node.Network.AddressSpace.Concat(node.Groups.SelectMany(g => g.Covers));

    private static HashSet<ResourceId> Overlapping(IEnumerable<NetworkNode> nodes)
    {
        var sorted = nodes.SelectMany(n => Addresses(n).Distinct().Select(p => (Prefix: p, n.Id))).OrderBy(a => a.Prefix).ToArray();
        var found = new HashSet<ResourceId>();
        var around = new Stack<(IPPrefix Prefix, ResourceId Id)>();
        foreach (var at in sorted)
        {
            while (around.TryPeek(out var top) && !top.Prefix.Contains(at.Prefix))
            {
                around.Pop();
            }

            // What lies further out and is another's overlaps the one on top too, and was found with that.
            if (around.TryPeek(out var outer) && outer.Id != at.Id)
            {
                found.Add(outer.Id);
                found.Add(at.Id);
            }

            around.Push(at);
        }

        return found;
    }

    private static void Half(List<int> key, PeeringHalf half)
    {
        key.Add((int)half.State);
        key.Add((int)half.Owner);
        key.AddRange(new[]
        {
            half.AllowVirtualNetworkAccess, half.AllowForwardedTraffic, half.AllowGatewayTransit, half.UseRemoteGateways, half.EnableOnlyIPv6Peering,
        }.Select(flag => flag ? 1 : 0));
    }

    private void Prefixes(List<int> key, IReadOnlyCollection<IPPrefix> prefixes)
    {
        key.Add(prefixes.Count);
        key.AddRange(prefixes.Select(p => Number(p)));
    }

    // Two tables that say the same have one number.
    private int Table(ResourceId? id)
    {
        if (id is null)
        {
            return -1;
        }

        if (_tables.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_estate.RouteTable(id) is not { } table)
        {
            return -2;
        }

        var key = new List<int> { table.DisablePeeringRoute ? 1 : 0, table.DisableBgpRoutePropagation ? 1 : 0 };
        foreach (var route in table.Routes.Where(r => r.Prefix is not null))
        {
            key.Add(Number(route.Prefix!.Value));
            key.Add((int)route.NextHopType);
            key.Add(route.NextHops.Length);
            key.AddRange(route.NextHops.Select(Number));
        }

        return _tables[id] = Number(string.Join(',', key.Select(n => n.ToString(CultureInfo.InvariantCulture))));
    }

    private int Number(object thing)
    {
        _numbers.TryAdd(thing, _numbers.Count);
        return _numbers[thing];
    }
}
