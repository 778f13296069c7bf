using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>
/// The third public address and IP configuration that an active-active gateway needs for clients (about-active-active-gateways;
/// azure-network-rules 4.3). Its address is made as New-VpnGateway makes those of the instances, with the same mark.
/// </summary>
/// <param name="Id">The address.</param>
/// <param name="Configuration">The name of the gateway's configuration that has it.</param>
/// <param name="There">The address, where an earlier run has made it; null for one that is made.</param>
internal sealed record ThirdAddress(ResourceId Id, string Configuration, PublicIPAddress? There)
{
    /// <summary>The instances of an active-active gateway; a configuration more is for clients.</summary>
    public const int Instances = 2;

    /// <summary>What a configuration for clients is called where it is made.</summary>
    public const string ConfigurationName = "pointToSite";

    public static ThirdAddress? Of(P2SConfigurationLayout layout)
    {
        if (layout is not { Gateway: { ActiveActive: true, Addresses.Length: Instances } gateway, IsNew: true, Request.AddressPool: not null })
        {
            return null;
        }

        var id = VpnGatewayLayout.DefaultAddress(gateway.Id, Instances);
        return new(id, ConfigurationName, layout.Topology.PublicIPAddresses.FirstOrDefault(a => a.Id == id));
    }

    /// <summary>The creation of the address; null where it is there.</summary>
    public Change? Made(P2SConfigurationLayout layout)
    {
        var gateway = layout.Gateway!;
        var zones = gateway.Addresses.Select(a => layout.Topology.PublicIPAddresses.FirstOrDefault(p => p.Id == a.PublicAddress))
            .FirstOrDefault(p => p is not null)?.Zones ?? [];
        return There is not null ? null : new(Id, ChangeKind.Create, $"Create public address '{Id.Name}' for clients: Standard, static")
        {
            Group = gateway.Id.ToString(),
            After = JsonBody.Write(GatewayBody.StandardAddress(gateway.Location, zones, ImmutableSortedDictionary<string, string>.Empty)),
            Lanes = [Id],
            Impact = VpnGatewayImpacts.AddressMade.Of(),
        };
    }

    /// <summary>The gateway's configuration with the address.</summary>
    public JsonObject ToConfiguration(VirtualNetworkGateway gateway) => new()
    {
        ["name"] = Configuration,
        ["properties"] = new JsonObject
        {
            ["privateIPAllocationMethod"] = "Dynamic",
            ["subnet"] = new JsonObject { ["id"] = gateway.Addresses[0].Subnet?.ToString() },
            ["publicIPAddress"] = new JsonObject { ["id"] = Id.ToString() },
        },
    };
}
