using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>
/// The use of a gateway that is not built yet is refused as if there were none (RemoteVnetHasNoGateways;
/// terraform-azurerm-lz-vending issues 396 and 398). What stands in the remote GatewaySubnet tells the two apart: a gateway
/// that is being made is worth waiting for, none is not.
/// </summary>
internal static class GatewayInTheMaking
{
    public static async Task<bool> IsBehindAsync(ArmException refusal, IArm arm, Change change, CancellationToken cancellation)
    {
        if (!refusal.Is("RemoteVnetHasNoGateways") || change.After is null
            || !ResourceId.TryParse((string?)JsonBody.At(JsonBody.Parse(change.After), "properties.remoteVirtualNetwork.id"), out var remote))
        {
            return false;
        }

        try
        {
            var subnet = await FoundResource.ReadAsync(arm, remote.Child("subnets", Subnet.GatewaySubnetName), cancellation);
            foreach (var configuration in (JsonBody.At(subnet.Body, "properties.ipConfigurations") as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                if (ResourceId.TryParse((string?)configuration["id"], out var id) && id.Parent is { } gateway
                    && gateway.IsType(ResourceTypes.VirtualNetworkGateway)
                    && (await FoundResource.ReadAsync(arm, gateway, cancellation)).IsInTransit)
                {
                    return true;
                }
            }
        }
        catch (ArmException)
        {
            // What cannot be looked at is not waited for: the refusal stands.
        }

        return false;
    }
}
