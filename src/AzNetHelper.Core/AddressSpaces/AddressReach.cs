using AzNetHelper.Arm;

namespace AzNetHelper.AddressSpaces;

/// <summary>
/// Everyone whom some VNets are, or could become, connected to: over peerings in any state, gateways and what is behind them,
/// connected groups, and on over each of these. Routes through hubs, firewalls and sites join what no single peering joins,
/// so everything that hangs together counts.
/// </summary>
internal static class AddressReach
{
    public static HashSet<AddressHolder> Of(AddressEstate estate, IEnumerable<ResourceId> networks)
    {
        var hubs = estate.Hubs.SelectMany(h => h.Members.Keys.Select(m => (Member: m, Hub: h))).ToLookup(p => p.Member, p => p.Hub);
        var groups = estate.Topology.ConnectedGroups.SelectMany(g => g.Select(m => (Member: m, Group: g)))
            .ToLookup(p => p.Member, p => p.Group);
        var reached = new HashSet<AddressHolder>();
        var next = new Queue<AddressHolder>(networks.Select(AddressEstate.VNet));
        while (next.TryDequeue(out var holder))
        {
            if (!reached.Add(holder))
            {
                continue;
            }

            foreach (var joined in hubs[holder].SelectMany(h => h.Members.Keys)
                .Concat(holder.Kind == HolderKind.VNet ? estate.PeersOf(holder.Id).Select(l => AddressEstate.VNet(l.Peer)) : [])
                .Concat(holder.Kind == HolderKind.VNet ? groups[holder.Id].SelectMany(g => g).Select(AddressEstate.VNet) : []))
            {
                next.Enqueue(joined);
            }
        }

        return reached;
    }
}
