using System.Text.Json;
using AzNetHelper.Networks;
using AzNetHelper.Placement;

namespace AzNetHelper.Rendering;

/// <summary>What the page tells of a VNet that somebody has chosen.</summary>
internal sealed class HtmlDetails(PictureMap map)
{
    public void Write(Utf8JsonWriter json, IEnumerable<VirtualNetwork> networks) => json.Each("networks", networks, n => Network(json, n));

    private void Network(Utf8JsonWriter json, VirtualNetwork network)
    {
        json.WriteStartObject();
        json.WriteNumber("node", map.NodeOf(network.Id) ?? -1);
        if (network.ProvisioningState != ProvisioningState.Succeeded)
        {
            json.WriteString("provisioning", network.ProvisioningState.ToString());
        }

        json.WriteStartObject("tags");
        foreach (var (name, value) in network.Tags)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.Each("subnets", network.Subnets, s => Subnet(json, s));
        json.WriteEndObject();
    }

    private static void Subnet(Utf8JsonWriter json, Subnet subnet)
    {
        json.WriteStartObject();
        json.WriteString("name", subnet.Name);
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
