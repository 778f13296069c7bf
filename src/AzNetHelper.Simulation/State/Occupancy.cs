using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Subnets and public addresses say which ip configurations use them (recorded of gateways), and their etags move.
/// </summary>
internal static class Occupancy
{
    /// <summary>
    /// What of a document sits in a subnet or holds an address: its ip configurations and front ends, or itself.
    /// </summary>
    public static IEnumerable<JsonObject> Configurations(JsonObject? document)
    {
        var properties = document.Object("properties");
        var parts = properties.Objects("ipConfigurations").Concat(properties.Objects("frontendIPConfigurations"));
        return properties.Object("managementIpConfiguration") is { } management ? parts.Append(management)
            : properties.Reference("subnet") is not null ? [document!]
            : parts;
    }

    public static void Occupy(Cloud cloud, JsonObject document) => Each(cloud, document, (configuration, subnet, address) =>
    {
        if (subnet is not null)
        {
            References.Add(subnet, "ipConfigurations", configuration);
            subnet.Arrange("provisioningState", "addressPrefix", "addressPrefixes", "ipConfigurations");
        }

        if (address is not null)
        {
            address["ipConfiguration"] = Json.ToReference(configuration);
        }
    });

    public static void Release(Cloud cloud, JsonObject? document) => Each(cloud, document, (configuration, subnet, address) =>
    {
        if (subnet is not null)
        {
            References.Remove(subnet, "ipConfigurations", configuration);
        }

        address?.Remove("ipConfiguration");
    });

    private static void Each(Cloud cloud, JsonObject? document, Action<string, JsonObject?, JsonObject?> action)
    {
        foreach (var configuration in Configurations(document))
        {
            var properties = configuration.Object("properties");
            action(configuration.Text("id")!, Find("subnet"), Find("publicIPAddress"));

            JsonObject? Find(string member)
            {
                if (!ResourceId.TryParse(properties.Reference(member), out var id) || cloud.Estate.Find(id) is not { } found)
                {
                    return null;
                }

                cloud.Touch(id);
                return found.Properties();
            }
        }
    }
}
