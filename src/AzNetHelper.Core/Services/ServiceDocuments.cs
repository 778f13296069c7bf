using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Services;

/// <summary>Reads what services say of who is let in (arm-protocol 1.10).</summary>
public static class ServiceDocuments
{
    /// <summary>Reads a service.</summary>
    /// <param name="document">The service's own document.</param>
    /// <param name="children">What is below it: its rule set, or its rules.</param>
    /// <exception cref="ArgumentException">It is no service that lets subnets in.</exception>
    /// <exception cref="InvalidTopologyException">The document is not what its type says.</exception>
    public static SecuredService Read(ResourceDocument document, IEnumerable<ResourceDocument> children)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(children);
        var kind = ServiceKind.All.FirstOrDefault(k => document.Id.IsType(k.ResourceType))
            ?? throw new ArgumentException($"{document.Id} is no service that lets subnets in.", nameof(document));
        ImmutableArray<ResourceDocument> below = [.. children.Where(c => c.Id.Parent == document.Id).OrderBy(c => c.Id)];
        try
        {
            var root = Parse(document);
            var properties = root["properties"] as JsonObject ?? [];
            var service = new SecuredService(document.Id, kind)
            {
                Location = RegionPairs.Name(Text(root, "location") ?? string.Empty),
                Tier = TierOf(root),
                PrivateEndpoints = [.. Items(properties, "privateEndpointConnections").Where(IsApproved)
                    .Select(c => Text(JsonBody.At(c, "properties.privateEndpoint"), "id")).Select(Id).OfType<ResourceId>()],
                HasSubdomain = kind != ServiceKinds.CognitiveServices || Text(properties, "customSubDomainName") is { Length: > 0 },
                Documents = [document, .. below],
            };
            var told = kind.Home switch
            {
                RuleHome.Children => WithChildren(service, properties, below),
                RuleHome.RuleSet => WithRules(service, below.FirstOrDefault(c => c.Id == service.RuleDocument) is { } set
                    ? Parse(set)["properties"] as JsonObject ?? [] : [], properties),
                _ => WithRules(service, properties, properties),
            };
            return told;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidTopologyException($"{document.Id}: {e.Message}", e) { Resource = document.Id };
        }
    }

    /// <summary>The object that holds the rules, in the properties of the document that has them; null where there is none.</summary>
    internal static JsonObject? Rules(ServiceKind kind, JsonObject properties) =>
        kind.Shape.Container is { } name ? properties[name] as JsonObject : properties;

    /// <summary>The addresses that a text of a rule means; empty for one that cannot be read.</summary>
    internal static PrefixSet Prefixes(string text) => IPPrefix.TryParse(text, out var prefix) ? PrefixSet.Of(prefix)
        : IPAddress.TryParse(text, out var address) ? PrefixSet.Of(IPPrefix.Of(address))
        : text.Split('-') is [var first, var last] && IPAddress.TryParse(first.Trim(), out var from) && IPAddress.TryParse(last.Trim(), out var to)
            ? Between(from, to)
        : PrefixSet.Empty;

    private static SecuredService WithRules(SecuredService service, JsonObject properties, JsonObject own)
    {
        var kind = service.Kind;
        var rules = Rules(kind, properties) ?? [];
        ImmutableArray<SubnetRule> subnets = [.. Items(rules, "virtualNetworkRules")
            .Select(r => Id(Text(r, kind.Shape.SubnetId)) is { } subnet
                ? new SubnetRule(subnet, kind.Shape.IgnoreMember is { } flag && Flag(r, flag), Text(r, "state"), null) : null)
            .OfType<SubnetRule>()];
        ImmutableArray<AddressRule> addresses = [.. Items(rules, "ipRules").Concat(Items(rules, "ipv6Rules")).Select(r => Text(r, kind.Shape.AddressMember!)).OfType<string>()
            .Select(text => new AddressRule(text, Prefixes(text), null))];
        var denies = kind.Shape.FilterFlag is { } filter ? Flag(rules, filter) || addresses.Length > 0
            : string.Equals(Text(rules, "defaultAction"), nameof(DefaultAction.Deny), StringComparison.OrdinalIgnoreCase);
        return service with
        {
            // A namespace says it in its rule set and in itself (Microsoft.ServiceBus 2024-01-01): the stricter one counts.
            PublicNetworkAccess = (PublicAccess)Math.Max((int)Access(properties), (int)Access(own)),
            DefaultAction = denies ? DefaultAction.Deny : DefaultAction.Allow,
            Subnets = subnets,
            Addresses = addresses,
            Bypass = BypassOf(kind, properties, rules),
            ResourceInstances = [.. Items(rules, "resourceAccessRules").Select(r => Text(r, "resourceId")).OfType<string>(),
                .. (properties["networkAclBypassResourceIds"] as JsonArray ?? []).Select(n => (string?)n).OfType<string>()],
        };
    }

    private static SecuredService WithChildren(SecuredService service, JsonObject properties, ImmutableArray<ResourceDocument> below)
    {
        var rules = below.Select(d => (d.Id, Properties: Parse(d)["properties"] as JsonObject ?? [])).ToArray();
        return service with
        {
            PublicNetworkAccess = Access(properties),
            DefaultAction = DefaultAction.Deny,
            Subnets = [.. rules.Where(r => Is(r.Id, "virtualNetworkRules")).Select(r => Id(Text(r.Properties, service.Kind.Shape.SubnetId)) is { } subnet
                ? new SubnetRule(subnet, Flag(r.Properties, service.Kind.Shape.IgnoreMember!), Text(r.Properties, "state"), r.Id) : null).OfType<SubnetRule>()],
            Addresses = [.. rules.Where(r => Is(r.Id, "firewallRules"))
                .Select(r => $"{Text(r.Properties, "startIpAddress")}-{Text(r.Properties, "endIpAddress")}" is var text
                    ? new AddressRule(text, Prefixes(text), r.Id) : null).OfType<AddressRule>()],
        };

        static bool Is(ResourceId id, string name) => id.Type.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase);
    }

    // Where a vault says nothing of its network, trusted services get in (schema of vaults: bypass defaults to AzureServices).
    private static ImmutableArray<string> BypassOf(ServiceKind kind, JsonObject properties, JsonObject rules)
    {
        var text = kind.Name switch
        {
            "ServiceBus" or "EventHub" => Flag(rules, "trustedServiceAccessEnabled") ? "AzureServices" : null,
            "CosmosDb" => Text(properties, "networkAclBypass"),
            "ContainerRegistry" => Text(properties, "networkRuleBypassOptions") ?? "AzureServices",
            "CognitiveServices" => Text(rules, "bypass"),
            _ => Text(rules, "bypass") ?? "AzureServices",
        };
        return [.. (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(t => !t.Equals("None", StringComparison.OrdinalIgnoreCase))];
    }

    private static PublicAccess Access(JsonObject properties) => Text(properties, "publicNetworkAccess")?.ToUpperInvariant() switch
    {
        null or "" or "ENABLED" => PublicAccess.Enabled,
        "DISABLED" => PublicAccess.Disabled,
        "SECUREDBYPERIMETER" => PublicAccess.SecuredByPerimeter,
        _ => PublicAccess.Unknown,
    };

    // The tier of single servers is in sku.tier; namespaces and registries have both, alike; the rest have a name that does not matter.
    private static string? TierOf(JsonObject root) => Text(root["sku"], "tier") ?? Text(root["sku"], "name") ?? Text(JsonBody.At(root, "properties.sku"), "name");

    private static PrefixSet Between(IPAddress first, IPAddress last)
    {
        var (one, other) = (IPPrefix.Of(first), IPPrefix.Of(last));
        return one.IsIPv6 != other.IsIPv6 || one.Bits > other.Bits ? PrefixSet.Empty : PrefixSet.Of(new AddressBlock(one.Bits, other.EndBits, one.IsIPv6).Prefixes());
    }

    // One that waits, or was rejected, leads nowhere; one that does not say counts.
    private static bool IsApproved(JsonObject connection) =>
        Text(connection, "properties.privateLinkServiceConnectionState.status") is not { } status || status.Equals("Approved", StringComparison.OrdinalIgnoreCase);

    private static JsonObject Parse(ResourceDocument document) => JsonBody.Parse(document.Json) ?? [];

    private static IEnumerable<JsonObject> Items(JsonObject owner, string name) => (owner[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonNode? owner, string path) =>
        JsonBody.At(owner, path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Flag(JsonObject owner, string name) => owner[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static ResourceId? Id(string? text) => ResourceId.TryParse(text, out var id) ? id : null;
}
