#if NET10_0_OR_GREATER
using AzNetHelper.Arm;
using Azure.Bicep.Types.Concrete;
using Xunit;

namespace AzNetHelper.Tests.Arm;

/// <summary>The table of Core against Microsoft's package, line by line, both ways.</summary>
public sealed class BodyRulesSchemaTests
{
    public static TheoryData<string> ResourceTypesWritten =>
    [
        ResourceTypes.VirtualNetwork, ResourceTypes.Subnet, ResourceTypes.Peering, ResourceTypes.PublicIPAddress,
        ResourceTypes.RouteTable, ResourceTypes.Route, ResourceTypes.VirtualNetworkGateway,
        ResourceTypes.NetworkInterface, ResourceTypes.Connection, ResourceTypes.LocalNetworkGateway,
        ResourceTypes.ExpressRouteCircuit, ResourceTypes.CircuitPeering, ResourceTypes.CircuitAuthorization,
        ResourceTypes.NetworkGroup, ResourceTypes.StaticMember, ResourceTypes.ConnectivityConfiguration,
        ResourceTypes.StorageAccount, ResourceTypes.KeyVault, ResourceTypes.CosmosAccount, ResourceTypes.CognitiveServicesAccount,
        ResourceTypes.ContainerRegistry, ResourceTypes.ServiceBusNetworkRules, ResourceTypes.EventHubsNetworkRules,
        ResourceTypes.SqlNetworkRule, ResourceTypes.SqlFirewallRule, ResourceTypes.PostgreSqlNetworkRule,
        ResourceTypes.PostgreSqlFirewallRule, ResourceTypes.MySqlNetworkRule, ResourceTypes.MySqlFirewallRule,
    ];

    [Theory]
    [MemberData(nameof(ResourceTypesWritten))]
    public void Table_says_what_the_published_schema_says(string resourceType)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var faults = new List<string>();
        Compare(BodySchema.Current.Find(resourceType)!, BicepSchema.Body(resourceType, ResourceTypes.ApiVersion(resourceType)), seen, faults);
        Assert.Empty(faults);
    }

    [Fact]
    public void Table_has_no_type_that_nothing_uses()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in ResourceTypesWritten)
        {
            Compare(BodySchema.Current.Find(type.Data)!, BicepSchema.Body(type.Data, ResourceTypes.ApiVersion(type.Data)), seen, []);
        }

        Assert.Equal(BodySchema.Current.Types.Select(Key).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    private static string Key(BodyType type) => $"{type.Provider} {type.Name}";

    private static void Compare(BodyType ours, ObjectType theirs, HashSet<string> seen, List<string> faults)
    {
        if (!seen.Add(Key(ours)))
        {
            return;
        }

        if (ours.IsReference)
        {
            Assert.Contains("id", theirs.Properties.Keys);
            return;
        }

        // What a PATCH leaves out stays as it is: the rows of such a resource stop at what is sent.
        if (!ours.IsPatched)
        {
            faults.AddRange(theirs.Properties.Keys.Except(ours.Members.Select(m => m.Name)).Select(n => $"{ours.Name} lacks {n}"));
        }

        foreach (var member in ours.Members)
        {
            if (!theirs.Properties.TryGetValue(member.Name, out var property))
            {
                faults.Add($"{ours.Name}.{member.Name} is not published");
                continue;
            }

            if (member.IsReadOnly != property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly))
            {
                faults.Add($"{ours.Name}.{member.Name}: read-only differs");
            }

            if (member.IsReadOnly)
            {
                continue;
            }

            var type = property.Type.Type;
            var inner = (member.Shape, type) switch
            {
                (BodyShape.List, ArrayType list) => list.ItemType.Type,
                (BodyShape.Map, ObjectType map) => map.AdditionalProperties?.Type,
                (BodyShape.Object, ObjectType) => type,
                (BodyShape.Open, ObjectType open) when open.Properties.Count == 0 => null,
                (BodyShape.Value, not ObjectType) when type is not ArrayType { ItemType.Type: ObjectType } => null,
                _ => throw new Xunit.Sdk.XunitException($"{ours.Name}.{member.Name} is {type.GetType().Name}, not {member.Shape}"),
            };
            if (inner is ObjectType innerType)
            {
                Compare(member.Type!, innerType, seen, faults);
            }
        }
    }
}
#endif
