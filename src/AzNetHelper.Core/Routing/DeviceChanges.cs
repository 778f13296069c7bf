using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Routing;

/// <summary>The changes of what forwards packets: interfaces of appliances, and connections of gateways.</summary>
internal static class DeviceChanges
{
    /// <summary>Azure drops what is not for an interface itself until IP forwarding is allowed there.</summary>
    public static Change Forwarding(NetworkInterface device, string group)
    {
        var isSame = device.EnableIPForwarding;
        return new(device.Id, isSame ? ChangeKind.NoChange : ChangeKind.Update,
            isSame ? $"Keep IP forwarding of '{device.Name}'" : $"Allow IP forwarding on '{device.Name}'")
        {
            Group = group,
            Before = Flag("enableIPForwarding", isSame),
            After = Flag("enableIPForwarding", true),

            // The write looks at the subnet, which must not be in the middle of another one.
            Lanes = isSame ? [] : [device.Id, .. device.Addresses.Select(a => a.Subnet?.Parent).OfType<ResourceId>().Distinct()],
        };
    }

    /// <summary>BGP on both halves of a connection.</summary>
    public static IEnumerable<Change> Bgp(Topology topology, GatewayConnection one, GatewayConnection other, string group)
    {
        ResourceId?[] ends = [one.Gateway, one.OtherGateway];
        var networks = ends.Select(e => topology.Gateways.FirstOrDefault(g => g.Id == e)?.VirtualNetwork).OfType<ResourceId>().Distinct().ToArray();
        ImmutableArray<ResourceId> lanes = [.. ends.OfType<ResourceId>(), .. networks];
        foreach (var half in new[] { one, other })
        {
            yield return new(half.Id, half.EnableBgp ? ChangeKind.NoChange : ChangeKind.Update,
                half.EnableBgp ? $"Keep BGP on connection '{half.Name}'" : $"Switch on BGP on connection '{half.Name}'")
            {
                Group = group,
                Before = Flag("enableBgp", half.EnableBgp),
                After = Flag("enableBgp", true),
                Lanes = half.EnableBgp ? [] : [half.Id, .. lanes],
                Impact = half.EnableBgp ? ImpactStatement.None
                    : RoutingImpacts.Say(RoutingImpacts.Bgp, string.Join(" and ", networks.Select(n => n.Name))),
            };
        }
    }

    /// <summary>The half at the other end of a VNet-to-VNet connection; null where there is none.</summary>
    public static GatewayConnection? OtherHalf(Topology topology, GatewayConnection half) => topology.Connections.FirstOrDefault(c =>
        c.Kind == ConnectionKind.Vnet2Vnet && c.Gateway is not null && c.Gateway == half.OtherGateway && c.OtherGateway == half.Gateway);

    private static string Flag(string name, bool value) =>
        JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { [name] = value } });
}
