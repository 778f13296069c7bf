using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>What a gateway of either kind needs before it is made: room in the VNet, and GatewaySubnet there.</summary>
internal static class GatewayGroundwork
{
    /// <summary>The changes, all of the gateway's group; nothing where GatewaySubnet or the gateway is there.</summary>
    /// <returns>The plan that widens the address space, for its problems, notices and ground; and the changes.</returns>
    public static (Plan Wider, ImmutableArray<Change> Changes) Of(GatewayLayout layout, VirtualNetwork network, PeeringFacts? facts)
    {
        var group = layout.Wish.Gateway.ToString();
        var wider = layout is { Wish.ExtendAddressSpace: true, Existing: null, Subnet: { There: null, Lacking: { } lacking } }
            ? AddressSpacePlanner.Create(layout.Topology, new(network.Id) { Add = [lacking] }, facts) : new(string.Empty);
        return (
            wider with { Problems = [.. wider.Problems.Select(p => p with { Group = string.Empty })] },
            [.. wider.Changes.Where(c => c.Writes).Select(c => c with { Group = group }), .. Subnet(layout, network, wider)]);
    }

    private static IEnumerable<Change> Subnet(GatewayLayout layout, VirtualNetwork network, Plan wider)
    {
        if (layout is not { Existing: null, Subnet: { There: null, Made: { } prefix } place })
        {
            return [];
        }

        var space = wider.Changes.FirstOrDefault(c => c.Writes && c.Resource == network.Id);
        return
        [
            new(place.Id, ChangeKind.Create, $"Create subnet '{place.Id.Name}' in {network.Name} ({prefix})")
            {
                Group = layout.Wish.Gateway.ToString(),
                After = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["addressPrefix"] = prefix.ToString() } }),
                Lanes = [network.Id],
                DependsOn = space is null ? [] : [space.Key],
            },
        ];
    }
}
