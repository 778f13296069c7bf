using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>Where a packet starts or goes on: a subnet, or a VNet without subnets.</summary>
internal sealed record SubnetRef(ResourceId Id, string? Name, ResourceId? RouteTable);

/// <summary>
/// Subnets of one end that fare alike, because they have the same route table, the same families, lie in the same
/// prefixes of the VNet, and no peering tells them apart by name; or a client pool.
/// </summary>
internal sealed record EndGroup
{
    /// <summary>The VNet; null for a client pool.</summary>
    public NetworkNode? Node { get; init; }

    /// <summary>The gateway of a client pool; null otherwise.</summary>
    public GatewayNode? Pool { get; init; }

    /// <summary>One of the subnets, to start from; null for a client pool.</summary>
    public SubnetRef? Start { get; init; }

    /// <summary>The prefixes of each subnet.</summary>
    public required ImmutableArray<ImmutableArray<IPPrefix>> Members { get; init; }

    /// <summary>What holds all members; asked first, because the answer is mostly one for all of it.</summary>
    public required ImmutableArray<IPPrefix> Covers { get; init; }

    public bool Has(bool isIPv6) => Covers.Any(p => p.IsIPv6 == isIPv6);

    public static ImmutableArray<EndGroup> Of(NetworkNode node)
    {
        var subnets = node.Network.Subnets.Where(s => !ReservedSubnets.Contains(s.Name)).ToArray();
        return subnets.Length == 0
            ? [.. node.Network.AddressSpace.Select(p => new EndGroup
            {
                Node = node, Start = new(node.Id, Name: null, RouteTable: null), Members = [[p]], Covers = [p],
            })]
            : [.. subnets.GroupBy(s => Likeness(node, s), StringComparer.OrdinalIgnoreCase)
                .Select(alike => Of(node, [.. alike]))];
    }

    public static EndGroup Of(NetworkNode node, params Subnet[] alike) => new()
    {
        Node = node,
        Start = new(alike[0].Id, alike[0].Name, alike[0].RouteTable),
        Members = [.. alike.Select(s => s.Prefixes)],
        Covers = alike.Length == 1 ? alike[0].Prefixes : [.. alike[0].Prefixes.Select(p => Cover(node, p)).Distinct()],
    };

    public static EndGroup Of(GatewayNode gateway) => new()
    {
        Pool = gateway, Members = [gateway.Gateway.ClientPool], Covers = gateway.Gateway.ClientPool,
    };

    private static string Likeness(NetworkNode node, Subnet subnet) => string.Join('|',
        subnet.Prefixes.Select(p => Cover(node, p).ToString()).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Prepend(node.HasSubnetPeering ? subnet.Name : string.Empty)
            .Prepend(subnet.RouteTable?.ToString() ?? string.Empty));

    private static IPPrefix Cover(NetworkNode node, IPPrefix prefix) =>
        node.Network.AddressSpace.Where(p => p.Contains(prefix)).DefaultIfEmpty(prefix).First();
}
