using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Audit.Rules;

/// <summary>Whether something takes packets at an address.</summary>
internal enum StandingKind
{
    /// <summary>What is there was not read.</summary>
    Unknown,
    Stands,
    Nowhere,
}

/// <summary>What stands at the next hop of a route.</summary>
/// <param name="Kind">Whether anything does.</param>
/// <param name="Why">A clause: why it is nowhere; null otherwise.</param>
internal sealed record Standing(StandingKind Kind, string? Why = null)
{
    private static readonly Standing s_unknown = new(StandingKind.Unknown);

    /// <summary>The interface, where it is one.</summary>
    public NetworkInterface? Interface { get; init; }

    /// <summary>
    /// Looks from a VNet: an appliance lies in the VNet or in one that is connected with it directly (virtual-networks-udr-overview), in
    /// the VNet alone where the table takes peering routes away.
    /// </summary>
    public static Standing At(AuditScene scene, VirtualNetwork network, RouteTable table, IPAddress address)
    {
        if (Holds(network, address))
        {
            return In(scene, network, address);
        }

        if (!table.DisablePeeringRoute)
        {
            if (scene.Links(network).Select(l => l.Peer).FirstOrDefault(p => Holds(p, address)) is { } peer)
            {
                return In(scene, peer, address);
            }

            // A VNet that was not read may have it; so may a Virtual WAN hub, and what another owner joins.
            if (scene.IsOnVirtualWan(network) || network.Peerings.Any(p => scene.Topology.VirtualNetwork(p.RemoteVNet) is null || p.Owner != PeeringOwner.User))
            {
                return s_unknown;
            }
        }

        return new(StandingKind.Nowhere, $"{address} lies neither in {network.Name} nor in a virtual network that is connected with it");
    }

    private static Standing In(AuditScene scene, VirtualNetwork home, IPAddress address)
    {
        var standing = scene.Appliances[address].Where(a => a.At.Subnet is null || a.At.Subnet.Parent == home.Id).ToArray();
        if (standing.Length > 0)
        {
            return new(StandingKind.Stands) { Interface = standing[0].Interface };
        }

        if (home.Subnets.FirstOrDefault(s => s.Prefixes.Any(p => p.Contains(address))) is not { } subnet)
        {
            return new(StandingKind.Nowhere, $"{address} lies in no subnet of {home.Name}");
        }

        // What is in the subnet and was read has other addresses; what was not read may have this one. A subnet that tells of
        // nothing in it may come from a source that does not say.
        var inside = subnet.IPConfigurations.Select(Holder).ToArray();
        return inside.Length > 0 && inside.All(h => h is not null && scene.Topology.Document(h) is not null)
            ? new(StandingKind.Nowhere, $"nothing in {home.Name}/{subnet.Name} has the address {address}") : s_unknown;
    }

    // The resource that an ip configuration belongs to, which is the one that has a document.
    private static ResourceId? Holder(ResourceId configuration)
    {
        var holder = configuration.Parent;
        while (holder?.Parent is { } parent)
        {
            holder = parent;
        }

        return holder;
    }

    private static bool Holds(VirtualNetwork network, IPAddress address) => network.AddressSpace.Any(p => p.Contains(IPPrefix.Of(address)));
}
