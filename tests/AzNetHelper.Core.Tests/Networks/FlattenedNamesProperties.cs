using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>The table of members that are resources of their own, against Microsoft's schema of the pinned api-version.</summary>
public sealed class FlattenedNamesProperties
{
    private static readonly string[] Types =
    [
        "virtualNetworks", "virtualNetworkGateways", "routeTables", "publicIPAddresses", "connections", "localNetworkGateways",
        "expressRouteCircuits", "networkSecurityGroups", "azureFirewalls", "loadBalancers", "networkInterfaces", "virtualHubs",
        "virtualHubs/ipConfigurations", "virtualHubs/bgpConnections", "virtualHubs/hubVirtualNetworkConnections",
    ];

    [Fact]
    public void The_table_names_what_the_schema_gives_properties_of_its_own()
    {
        var loader = new AzTypeLoader();
        var index = loader.LoadTypeIndex();
        var seen = new HashSet<TypeBase>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in Types)
        {
            var key = index.Resources.Keys.Single(k => k.Equals(
                $"Microsoft.Network/{type}@{ResourceTypes.NetworkApiVersion}", StringComparison.OrdinalIgnoreCase));
            Walk(loader.LoadResourceType(index.Resources[key]).Body.Type);
        }

        // One name is a mere reference in the schema; the CLI shows it as that too.
        names.Add("vngClientConnectionConfigurations");
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), FlattenedDocuments.Resources.Order(StringComparer.OrdinalIgnoreCase));

        void Walk(TypeBase type)
        {
            while (type is ArrayType array)
            {
                type = array.ItemType.Type;
            }

            if (type is not ObjectType owner || !seen.Add(owner))
            {
                return;
            }

            foreach (var (name, property) in owner.Properties)
            {
                var held = property.Type.Type;
                while (held is ArrayType list)
                {
                    held = list.ItemType.Type;
                }

                if (name != "properties" && held is ObjectType value
                    && value.Properties.TryGetValue("properties", out var inner) && inner.Type.Type is ObjectType)
                {
                    names.Add(name);
                }

                Walk(held);
            }
        }
    }
}
