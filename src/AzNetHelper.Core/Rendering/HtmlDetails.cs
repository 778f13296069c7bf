using System.Buffers;
using System.Text.Json;
using AzNetHelper.Networks;
using AzNetHelper.Placement;

namespace AzNetHelper.Rendering;

/// <summary>What the page tells of a VNet that somebody has chosen; of one that a plan changes, before and after it.</summary>
internal sealed class HtmlDetails(PictureMap map)
{
    public void Write(Utf8JsonWriter json)
    {
        var (before, now) = (map.Sides[0].Topology, map.Sides[^1].Topology);
        json.Each("networks", now.VirtualNetworks.Concat(before.VirtualNetworks).DistinctBy(n => n.Id), network =>
        {
            json.WriteStartObject();
            json.WriteNumber("node", map.NodeOf(network.Id) ?? -1);
            Facts(json, network);
            if (before.VirtualNetwork(network.Id) is { } was && !ReferenceEquals(was, network) && !Bytes(was).AsSpan().SequenceEqual(Bytes(network)))
            {
                json.WriteStartObject("was");
                Facts(json, was);
                json.WriteEndObject();
            }
            else if (before.VirtualNetwork(network.Id) is null)
            {
                // It was known by who points at it, at most.
                json.WriteStartObject("was");
                json.Each("tags", Array.Empty<string>(), static _ => { });
                json.Each("subnets", Array.Empty<string>(), static _ => { });
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    private static byte[] Bytes(VirtualNetwork network)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Facts(json, network);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Facts(Utf8JsonWriter json, VirtualNetwork network)
    {
        if (network.ProvisioningState != ProvisioningState.Succeeded)
        {
            json.WriteString("provisioning", network.ProvisioningState.ToString());
        }

        json.Each("tags", network.Tags, tag =>
        {
            json.WriteStartArray();
            json.Text(tag.Key);
            json.Text(tag.Value);
            json.WriteEndArray();
        });
        json.Each("subnets", network.Subnets, s => Subnet(json, s));
    }

    private static void Subnet(Utf8JsonWriter json, Subnet subnet)
    {
        json.WriteStartObject();
        json.Text("name", subnet.Name);
        json.Texts("prefixes", subnet.Prefixes.Select(p => p.ToString()));
        json.Maybe("table", subnet.RouteTable?.Name);
        json.Maybe("security", subnet.NetworkSecurityGroup?.Name);
        json.Maybe("nat", subnet.NatGateway?.Name);
        if (!subnet.Delegations.IsEmpty)
        {
            json.Texts("delegations", subnet.Delegations);
        }

        if (!subnet.ServiceEndpoints.IsEmpty)
        {
            json.Texts("endpoints", subnet.ServiceEndpoints);
        }

        var residents = DeployedResources.In(subnet);
        if (!residents.IsEmpty)
        {
            json.Texts("residents", residents.Select(r => r.ToString()));
        }

        json.WriteEndObject();
    }
}
