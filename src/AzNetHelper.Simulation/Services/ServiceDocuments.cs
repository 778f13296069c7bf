using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Documents of services as a GET shows them.</summary>
internal static class ServiceDocuments
{
    // Members of bodies that are not looked into, and never shown.
    private static readonly string[] Secrets = ["administratorLoginPassword"];

    /// <summary>A PUT: what was sent replaces what was there, but for what the service alone says.</summary>
    public static JsonObject Put(ServiceType type, ResourceId id, JsonObject? existing, JsonObject sent)
    {
        var made = Replace(existing, sent, type.Kind.Body);
        made["properties"] = Replace(existing.Object("properties"), sent.Object("properties") ?? [], PropertiesBody(type));
        return Complete(type, id, made, sent.Text("location") ?? existing.Text("location"));
    }

    /// <summary>
    /// A PATCH: each member that was sent, directly below the body or below properties, replaces what was there, lists and
    /// objects whole; null takes it away. How deep a provider merges is not documented.
    /// </summary>
    public static JsonObject Patch(ServiceType type, ResourceId id, JsonObject existing, JsonObject sent)
    {
        var made = existing.DeepClone().AsObject();
        Lay(made, sent, "properties");
        if (sent.Object("properties") is { } properties)
        {
            Lay(made.Properties(), properties);
        }

        return Complete(type, id, made, existing.Text("location"));
    }

    /// <summary>The document of a type that always exists once; null where its parent is missing, or it is none.</summary>
    public static JsonObject? Singleton(Cloud cloud, ServiceType? type, ResourceId id) =>
        type is { IsSingleton: true } && Json.Same(id.Name, "default") && id.Parent is { } parent && cloud.Estate.Find(parent) is { } holder
            ? Complete(type, id, [], holder.Text("location")) : null;

    public static void SetState(ServiceType type, JsonObject? document, string state)
    {
        if (type.StateMember is { } member && document is not null)
        {
            document.Properties()[member] = state;
        }
    }

    /// <summary>Says of a rule that its subnet was deleted, where rules tell a state.</summary>
    public static void MarkGone(RuleShape shape, JsonObject document, ResourceId subnet)
    {
        foreach (var rule in NetworkRule.Home(shape, document.Object("properties")).Objects("virtualNetworkRules")
            .Where(r => !shape.IsOne && ResourceId.TryParse(r.Text("id"), out var id) && id == subnet && r.Text("state") is not null))
        {
            rule["state"] = "NetworkSourceDeleted";
        }
    }

    /// <summary>A service's side of a private endpoint.</summary>
    public static JsonObject PrivateConnection(ResourceId service, ResourceId endpoint) => new()
    {
        ["id"] = $"{service}/privateEndpointConnections/{endpoint.Name}",
        ["name"] = endpoint.Name,
        ["type"] = $"{service.Type}/privateEndpointConnections",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["privateEndpoint"] = Json.ToReference(endpoint.ToString()),
            ["privateLinkServiceConnectionState"] = new JsonObject { ["status"] = "Approved", ["description"] = "Auto-Approved" },
        },
    };

    private static void Lay(JsonObject made, JsonObject sent, string? but = null)
    {
        foreach (var (name, value) in sent.Where(m => m.Key != but))
        {
            if (value is null)
            {
                made.Remove(name);
            }
            else
            {
                made[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject Replace(JsonObject? existing, JsonObject sent, string body)
    {
        var made = new JsonObject(sent.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        var members = MemberTable.Instance.Members(body);
        foreach (var (name, value) in existing ?? [])
        {
            if (!made.ContainsKey(name) && members is not null && (!members.TryGetValue(name, out var member) || member.ReadOnly))
            {
                made[name] = value?.DeepClone();
            }
        }

        return made;
    }

    private static string PropertiesBody(ServiceType type) => type.Kind.PropertiesBody;

    private static JsonObject Complete(ServiceType type, ResourceId id, JsonObject made, string? location)
    {
        made["id"] = id.ToString();
        made["name"] = id.Name;
        made["type"] = type.Kind.Type;
        var region = Documents.NormalLocation(location);
        if (location is not null && MemberTable.Instance.Members(type.Kind.Body)!.ContainsKey("location"))
        {
            made["location"] = type.ShowsDisplayName ? Region.Find(region)?.DisplayName ?? location : region;
        }

        var defaults = type.Defaults.Replace("{name}", id.Name, StringComparison.Ordinal)
            .Replace("{region}", region, StringComparison.Ordinal);
        Add(made, JsonNode.Parse(defaults)!.AsObject());
        Hide(made, type.Kind.Body);
        Hide(made.Properties(), PropertiesBody(type));
        if (type.Rules is { } shape)
        {
            CompleteRules(shape, made.Properties());
        }

        made.Arrange("sku", "kind", "id", "name", "type", "location", "tags", "properties");
        return made;
    }

    private static void CompleteRules(RuleShape shape, JsonObject properties)
    {
        if (shape.IsOne)
        {
            Add(properties, JsonNode.Parse(shape.SubnetDefaults)!.AsObject());
            return;
        }

        if (shape.Home.Length > 0 && properties.Object(shape.Home) is null)
        {
            return;
        }

        var home = shape.Home.Length == 0 ? properties : properties.Object(shape.Home)!;
        home.Array("virtualNetworkRules");
        home.Array("ipRules");
        foreach (var rule in home.Objects("virtualNetworkRules"))
        {
            Add(rule, JsonNode.Parse(shape.SubnetDefaults)!.AsObject());
            if (shape.LowersIds && rule.Text("id") is { } id)
            {
#pragma warning disable CA1308 // Key Vault writes ids in lower case.
                rule["id"] = id.ToLowerInvariant();
#pragma warning restore CA1308
            }
        }

        foreach (var rule in home.Objects("ipRules"))
        {
            Add(rule, JsonNode.Parse(shape.AddressDefaults)!.AsObject());
            if (shape.WritesPrefixes && System.Net.IPAddress.TryParse(rule.Text(shape.Address), out var address))
            {
                rule[shape.Address] = Addressing.IPPrefix.Of(address).ToString();
            }
        }
    }

    private static void Add(JsonObject made, JsonObject defaults)
    {
        foreach (var (name, value) in defaults)
        {
            if (!made.ContainsKey(name))
            {
                made[name] = value?.DeepClone();
            }
            else if (made[name] is JsonObject inner && value is JsonObject more)
            {
                Add(inner, more);
            }
        }
    }

    private static void Hide(JsonObject made, string body)
    {
        var hidden = MemberTable.Instance.Members(body)?.Values.Where(m => m.WriteOnly).Select(m => m.Name) ?? [];
        foreach (var name in hidden.Concat(Secrets))
        {
            made.Remove(name);
        }
    }
}
