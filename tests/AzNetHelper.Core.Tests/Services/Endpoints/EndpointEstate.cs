using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Tests.Services.Endpoints;

/// <summary>A VNet in West Europe with subnets as documents, and services beside it.</summary>
internal sealed class EndpointEstate
{
    public const string Subscription = "cccccccc-0000-4000-8000-000000000001";

    public static readonly ResourceId Network = Id(ResourceTypes.VirtualNetwork, "vnet");

    private readonly SortedDictionary<ResourceId, JsonObject> _documents = [];
    private readonly JsonArray _subnets = [];

    public EndpointEstate() => _documents[Network] = Document(Network, new() { ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.0.0.0/16") }, ["subnets"] = _subnets });

    public static ResourceId Id(string type, string name) => ResourceId.ForResource(Subscription, "rg", type, name);

    public static ResourceId SubnetId(string name) => Network.Child("subnets", name);

    public EndpointEstate Subnet(string name, string members = "{}")
    {
        var properties = JsonBody.Merge(JsonBody.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"addressPrefix":"10.0.{{_subnets.Count}}.0/24","provisioningState":"Succeeded"}""")),
            JsonBody.Parse(members));
        _subnets.Add((JsonNode)new JsonObject { ["name"] = name, ["id"] = SubnetId(name).ToString(), ["properties"] = properties });
        return this;
    }

    public EndpointEstate Resource(ResourceId id, string properties)
    {
        _documents[id] = Document(id, JsonBody.Parse(properties));
        return this;
    }

    public EndpointEstate Public(string name, string address) =>
        Resource(Id(ResourceTypes.PublicIPAddress, name), $$"""{"ipAddress":"{{address}}","publicIPAllocationMethod":"Static"}""");

    public Topology Topology => new(_documents.Select(d => new ResourceDocument(d.Key, JsonSerializer.SerializeToUtf8Bytes(d.Value))));

    /// <summary>A list of endpoints, as a subnet shows it.</summary>
    public static string With(params string[] services) => JsonBody.Write(new JsonObject
    {
        ["serviceEndpoints"] = new JsonArray([.. services.Select(s => (JsonNode)Endpoint(s))]),
    });

    public static JsonObject Endpoint(string service, string state = "Succeeded") => new()
    {
        ["provisioningState"] = state,
        ["service"] = service,
        ["locations"] = service == "Microsoft.Storage" ? new JsonArray("westeurope", "northeurope") : service == "Microsoft.Sql" ? new JsonArray("westeurope") : new JsonArray("*"),
    };

    public static SecuredService Service(string kind, string name, params string[] addresses) => new(Id(Kind(kind).ResourceType, name), Kind(kind))
    {
        Location = "westeurope",
        DefaultAction = DefaultAction.Deny,
        Addresses = [.. addresses.Select(a => new AddressRule(a, PrefixSet.Of([IPPrefix.Parse(a)]), null))],
    };

    public static ServiceKind Kind(string name) => ServiceKind.All.Single(k => k.Name == name);

    private static JsonObject Document(ResourceId id, JsonObject properties) => new()
    {
        ["name"] = id.Name, ["id"] = id.ToString(), ["type"] = id.Type, ["location"] = "westeurope", ["properties"] = properties,
    };
}
