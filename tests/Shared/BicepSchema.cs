using System.Text.Json.Nodes;
using Azure.Bicep.Types;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using Azure.Bicep.Types.Index;

namespace AzNetHelper.Tests;

/// <summary>Microsoft's published schema of every resource type: what a request body may hold.</summary>
internal static class BicepSchema
{
    private static readonly Lazy<(AzTypeLoader Loader, TypeIndex Index)> Package = new(() =>
    {
        var loader = new AzTypeLoader();
        return (loader, loader.LoadTypeIndex());
    });

    // The loader's caches are not made for several threads.
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ObjectType> Bodies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body of a type, for example <c>Microsoft.Network/virtualNetworks</c>.</summary>
    public static ObjectType Body(string resourceType, string apiVersion)
    {
        var key = $"{resourceType}@{apiVersion}";
        lock (Gate)
        {
            if (!Bodies.TryGetValue(key, out var body))
            {
                var (loader, index) = Package.Value;
                var reference = index.Resources.FirstOrDefault(r => r.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value
                    ?? throw new InvalidOperationException($"The package has no {key}.");
                Bodies[key] = body = (ObjectType)loader.LoadResourceType(reference).Body.Type;
            }

            return body;
        }
    }

    /// <summary>What is wrong with a request body: unknown members, read-only members, wrong kinds; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(string resourceType, string apiVersion, JsonNode? body)
    {
        var faults = new List<string>();
        lock (Gate)
        {
            Check(Body(resourceType, apiVersion), body, "$", faults);
        }

        return faults;
    }

    private static void Check(TypeBase type, JsonNode? value, string path, List<string> faults)
    {
        switch (type)
        {
            case ObjectType known when value is JsonObject members:
                CheckMembers(known, members, path, faults);
                break;
            case ArrayType list when value is JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Check(list.ItemType.Type, items[i], $"{path}[{i}]", faults);
                }

                break;
            case ObjectType or ArrayType:
                faults.Add($"{path} is {value?.GetValueKind().ToString() ?? "null"}, the schema wants {type.GetType().Name}");
                break;
            case BooleanType when value?.GetValueKind() is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False):
            case StringType when value?.GetValueKind() != System.Text.Json.JsonValueKind.String:
            case IntegerType when value?.GetValueKind() != System.Text.Json.JsonValueKind.Number:
                faults.Add($"{path} is {value?.ToJsonString() ?? "null"}, the schema wants {type.GetType().Name}");
                break;
        }
    }

    private static void CheckMembers(ObjectType type, JsonObject members, string path, List<string> faults)
    {
        foreach (var (name, value) in members)
        {
            var at = $"{path}.{name}";
            if (!type.Properties.TryGetValue(name, out var property))
            {
                if (type.AdditionalProperties is null)
                {
                    faults.Add($"{at} is not in {type.Name}");
                }
                else
                {
                    Check(type.AdditionalProperties.Type, value, at, faults);
                }
            }
            else if (property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly))
            {
                faults.Add($"{at} is read-only");
            }
            else
            {
                Check(property.Type.Type, value, at, faults);
            }
        }
    }
}
