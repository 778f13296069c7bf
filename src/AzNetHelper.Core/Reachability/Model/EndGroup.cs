using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Subnets of one end that fare alike, because they have the same route table, the same families, lie in the same
/// prefixes of the VNet, no peering tells them apart by name, and no next hop lies in them; or a client pool; or a
/// site.
/// </summary>
internal sealed class EndGroup
{
    private Target? _target;

    private EndGroup(ImmutableArray<ImmutableArray<IPPrefix>> members, ImmutableArray<IPPrefix> covers)
    {
        (Members, Covers) = (members, covers);
        HasIPv4 = covers.Any(p => !p.IsIPv6);
        HasIPv6 = covers.Any(p => p.IsIPv6);
    }

    /// <summary>The VNet; null for a client pool and a site.</summary>
    public NetworkNode? Node { get; private init; }

    /// <summary>The gateway of a client pool; null otherwise.</summary>
    public GatewayNode? Pool { get; private init; }

    /// <summary>The on-premises site; null otherwise.</summary>
    public SiteNode? Site { get; private init; }

    /// <summary>One of the subnets, to start from; null for a client pool and a site.</summary>
    public SubnetRef? Start { get; private init; }

    /// <summary>The prefixes of each subnet.</summary>
    public ImmutableArray<ImmutableArray<IPPrefix>> Members { get; }

    /// <summary>What holds all members; asked first, because the answer is mostly one for all of it.</summary>
    public ImmutableArray<IPPrefix> Covers { get; }

    /// <summary>What packets for this end are for.</summary>
    public Target Target => _target ??= new(Node, Pool, Site);

    /// <summary>The number under which places remember the first of the covers; the others follow.</summary>
    public int FirstPiece { get; private init; }

    public bool HasIPv4 { get; }

    public bool HasIPv6 { get; }

    public static ImmutableArray<EndGroup> Of(NetworkNode node)
    {
        var subnets = node.Subnets.Where(s => !ReservedSubnets.Contains(s.Subnet.Name)).ToArray();
        return subnets.Length == 0
            ? [.. node.Network.AddressSpace.Select(p => Of(node, new SubnetRef(node, node.Id, null, null), [[p]], [p]))]
            : [.. subnets.GroupBy(s => Likeness(node, s.Subnet), StringComparer.OrdinalIgnoreCase)
                .Select(alike => Of(node, [.. alike]))];
    }

    public static EndGroup Of(NetworkNode node, params (SubnetRef Ref, Subnet Subnet)[] alike) => Of(
        node, alike[0].Ref, [.. alike.Select(s => s.Subnet.Prefixes)],
        alike.Length == 1
            ? alike[0].Subnet.Prefixes
            : [.. alike[0].Subnet.Prefixes.Select(p => Cover(node, p)).Distinct()]);

    public static EndGroup Of(GatewayNode gateway) => new([gateway.Gateway.ClientPool], gateway.Gateway.ClientPool)
    {
        Pool = gateway, FirstPiece = gateway.Node.Estate.NumberPieces(gateway.Gateway.ClientPool.Length),
    };

    public static EndGroup Of(SiteNode site) => new([site.Own], site.Own)
    {
        Site = site, FirstPiece = site.Estate.NumberPieces(site.Own.Length),
    };

    private static EndGroup Of(
        NetworkNode node, SubnetRef start, ImmutableArray<ImmutableArray<IPPrefix>> members, ImmutableArray<IPPrefix> covers) =>
        new(members, covers) { Node = node, Start = start, FirstPiece = node.Estate.NumberPieces(covers.Length) };

    private static string Likeness(NetworkNode node, Subnet subnet) => string.Join('|',
        subnet.Prefixes.Select(p => Cover(node, p).ToString()).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Prepend(IsUnlike(node, subnet) ? subnet.Name : string.Empty)
            .Prepend(subnet.RouteTable?.ToString() ?? string.Empty));

    private static bool IsUnlike(NetworkNode node, Subnet subnet) =>
        node.HasSubnetPeering || subnet.Prefixes.Any(node.Estate.Appliances.IsNextHopIn);

    private static IPPrefix Cover(NetworkNode node, IPPrefix prefix) =>
        node.Network.AddressSpace.Where(p => p.Contains(prefix)).DefaultIfEmpty(prefix).First();
}
