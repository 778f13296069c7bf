using System.Text.Json.Nodes;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using Azure.Bicep.Types.Index;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>The services' part of the simulation against Microsoft's published schema, for the pinned versions.</summary>
public sealed class ServiceSchemaProperties
{
    private static readonly AzTypeLoader Loader = new();

    private static readonly TypeIndex Index = Loader.LoadTypeIndex();

    public static TheoryData<string> Types => [.. ServiceTypes.All.Select(t => t.Kind.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_member_table_says_what_the_schema_says(string type)
    {
        var differences = new List<string>();
        var looked = new HashSet<string>();
        Compare(ServiceType.Of(type)!.Kind.Body, Schema(type), differences, looked);
        Assert.Empty(differences);

        // What rules are in is looked into, not only the outside.
        if (ServiceType.Of(type)!.Rules is not null)
        {
            Assert.True(looked.Count >= 2, string.Join(' ', looked));
        }
    }

    [Fact]
    public void The_member_table_has_no_type_that_nothing_uses()
    {
        var used = new HashSet<string>();
        foreach (var type in ServiceTypes.All)
        {
            Compare(type.Kind.Body, Schema(type.Kind.Type), [], used);
        }

        var bodies = ServiceTypes.All.Select(t => t.Kind.Body).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(MemberTable.Instance.TypeNames.Where(n => bodies.Contains(n.Split('.')[0])).Order(StringComparer.Ordinal),
            used.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task What_is_returned_has_published_members_only(string type)
    {
        using var bed = await ServiceBed.CreateAsync();
        var id = await bed.MakeAsync(type);
        var unknown = new List<string>();
        Check(Schema(type), await bed.ReadAsync(id), "$", unknown);
        Assert.Empty(unknown);
    }

    [Fact]
    public void The_versions_are_those_that_the_module_pins()
    {
        Assert.All(ServiceTypes.All, t => Assert.Equal(ResourceTypes.ApiVersion(t.Kind.Type),
            ApiVersions.List(ApiVersions.KeyOf(t.Kind.Type.Split('/')[0], t.Kind.ShortType))));
    }

    private static ObjectType Schema(string type)
    {
        var key = $"{type}@{ResourceTypes.ApiVersion(type)}";
        return (ObjectType)Loader.LoadResourceType(Index.Resources.Single(r => r.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value).Body.Type;
    }

    private static void Compare(string name, ObjectType schema, List<string> differences, HashSet<string> seen)
    {
        if (MemberTable.Instance.Members(name) is not { } table || !seen.Add(name))
        {
            return;
        }

        foreach (var (memberName, member) in schema.Properties.Where(p => p.Key != "apiVersion"))
        {
            if (!table.TryGetValue(memberName, out var known))
            {
                differences.Add($"{name}.{memberName} is not known");
                continue;
            }

            var type = member.Type.Type;
            var item = type is ArrayType list ? list.ItemType.Type : type;
            if (item is ObjectType nested)
            {
                Compare(known.ItemKind, nested, differences, seen);
            }

            var expected = item switch
            {
                ObjectType or DiscriminatedObjectType => known.ItemKind is "object" || MemberTable.Instance.Members(known.ItemKind) is not null,
                BooleanType => known.ItemKind is "bool",
                IntegerType => known.ItemKind is "int",
                AnyType or ArrayType => known.ItemKind is "any",
                _ => known.ItemKind is "string",
            };
            if (!expected || known.IsList != type is ArrayType)
            {
                differences.Add($"{name}.{memberName} is {type.GetType().Name}, not {known.Kind}");
            }

            if (member.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly) != known.ReadOnly
                || member.Flags.HasFlag(ObjectTypePropertyFlags.WriteOnly) != known.WriteOnly)
            {
                differences.Add($"{name}.{memberName}: what may be sent or is shown differs");
            }
        }

        differences.AddRange(table.Keys.Where(k => !schema.Properties.ContainsKey(k)).Select(k => $"{name}.{k} is not published"));
    }

    private static void Check(TypeBase type, JsonNode? node, string path, List<string> unknown)
    {
        switch (type, node)
        {
            case (ObjectType schema, JsonObject body):
                foreach (var (name, value) in body)
                {
                    if (schema.Properties.TryGetValue(name, out var member))
                    {
                        if (member.Flags.HasFlag(ObjectTypePropertyFlags.WriteOnly))
                        {
                            unknown.Add($"{path}.{name} is never shown");
                        }

                        Check(member.Type.Type, value, $"{path}.{name}", unknown);
                    }
                    else if (schema.AdditionalProperties is null)
                    {
                        unknown.Add($"{path}.{name}");
                    }
                }

                break;
            case (ArrayType list, JsonArray items):
                foreach (var item in items)
                {
                    Check(list.ItemType.Type, item, path, unknown);
                }

                break;
            case (ObjectType or ArrayType, _):
                unknown.Add($"{path} is of another kind");
                break;
        }
    }
}
