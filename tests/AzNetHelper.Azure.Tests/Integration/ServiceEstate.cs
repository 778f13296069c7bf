using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Services;

namespace AzNetHelper.Tests.Integration;

/// <summary>An estate of a seed: two VNets with subnets, some with endpoints, and services of every kind with random rules.</summary>
internal sealed class ServiceEstate
{
    public const string Address = "203.0.113.10";

    private const string Subscription = "00000001-0000-4000-8000-000000000000";

    private readonly Random _random;
    private readonly List<ResourceDocument> _documents = [];

    public ServiceEstate(int seed)
    {
        _random = new(seed);
        foreach (var number in Enumerable.Range(1, 2))
        {
            var network = Id(ResourceTypes.VirtualNetwork, $"v{number}");
            var subnets = Enumerable.Range(1, 3).Select(n => network.Child("subnets", $"s{n}")).ToArray();
            Subnets.AddRange(subnets);
            Add(network, new()
            {
                ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray($"10.{number}.0.0/16") },
                ["subnets"] = new JsonArray([.. subnets.Select((s, n) => (JsonNode)Subnet(s, $"10.{number}.{n}.0/24"))]),
            });
        }

        // What services trust beside those that a test grants.
        Trusted = Subnets[5];
        foreach (var kind in ServiceKind.All)
        {
            var id = Id(kind.ResourceType, $"{kind.Name}x".ToLowerInvariant());
            Services.Add(id);
            Add(id, Own(kind), Sku(kind), kind);
            Below(kind, id);
        }

    }

    public List<ResourceId> Subnets { get; } = [];

    public List<ResourceId> Services { get; } = [];

    public ResourceId Trusted { get; }

    public Random Random => _random;

    public Topology Topology => new(_documents);

    /// <summary>The clients of a subnet are seen with this address where it has no endpoint.</summary>
    public static IPAddress EgressOf(ResourceId subnet) => IPAddress.Parse(
        string.Create(CultureInfo.InvariantCulture, $"198.51.100.{(10 * (subnet.Parent!.Name[1] - '0')) + (subnet.Name[1] - '0')}"));

    private static ResourceId Id(string type, string name) => ResourceId.ForResource(Subscription, "rg-net", type, name);

    private bool Chance(double p) => _random.NextDouble() < p;

    private JsonObject Subnet(ResourceId id, string prefix)
    {
        var properties = new JsonObject { ["addressPrefix"] = prefix, ["provisioningState"] = "Succeeded" };
        var all = id == Subnets[^1] && Subnets.Count == 6;
        var endpoints = ServiceKind.All.SelectMany(k => k.Endpoints.Take(1)).Distinct().Where(_ => all || Chance(0.3))
            .Select(e => (JsonNode)new JsonObject
            {
                ["service"] = e, ["provisioningState"] = "Succeeded",
                ["locations"] = e is "Microsoft.Storage" ? new JsonArray("westeurope", "northeurope") : e is "Microsoft.Sql" ? new JsonArray("westeurope") : new JsonArray("*"),
            }).ToArray();
        if (endpoints.Length > 0)
        {
            properties["serviceEndpoints"] = new JsonArray(endpoints);
        }

        properties["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = Machine(id).ToString() });

        return new() { ["id"] = id.ToString(), ["name"] = id.Name, ["etag"] = "W/\"1\"", ["properties"] = properties };
    }

    // What makes the public address of a subnet known.
    private ResourceId Machine(ResourceId subnet)
    {
        var name = $"{subnet.Parent!.Name}-{subnet.Name}";
        var (address, machine) = (Id(ResourceTypes.PublicIPAddress, $"pip-{name}"), Id(ResourceTypes.NetworkInterface, $"nic-{name}"));
        var configuration = machine.Child("ipConfigurations", "one");
        Add(address, new()
        {
            ["publicIPAllocationMethod"] = "Static", ["publicIPAddressVersion"] = "IPv4", ["ipAddress"] = $"{EgressOf(subnet)}",
            ["ipConfiguration"] = new JsonObject { ["id"] = configuration.ToString() },
        }, new() { ["name"] = "Standard", ["tier"] = "Regional" });
        Add(machine, new()
        {
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["id"] = configuration.ToString(), ["name"] = "one",
                ["properties"] = new JsonObject
                {
                    ["privateIPAllocationMethod"] = "Dynamic", ["privateIPAddressVersion"] = "IPv4", ["primary"] = true,
                    ["privateIPAddress"] = string.Create(CultureInfo.InvariantCulture, $"10.{subnet.Parent.Name[1]}.{subnet.Name[1] - '1'}.4"),
                    ["subnet"] = new JsonObject { ["id"] = subnet.ToString() }, ["publicIPAddress"] = new JsonObject { ["id"] = address.ToString() },
                },
            }),
        });
        return configuration;
    }

    private JsonObject Own(ServiceKind kind)
    {
        var rules = kind.Home == RuleHome.Own ? Rules(kind) : [];
        var own = kind.Shape.Container is { } name ? new JsonObject { [name] = rules } : kind.Home == RuleHome.Own ? rules : [];
        if (kind == Cognitive)
        {
            own["customSubDomainName"] = "x";
        }

        own["publicNetworkAccess"] = "Enabled";
        return own;
    }

    private static ServiceKind Cognitive => ServiceKind.All.Single(k => k.Name == "CognitiveServices");

    private JsonObject Rules(ServiceKind kind)
    {
        var rules = new JsonObject
        {
            ["virtualNetworkRules"] = new JsonArray([.. new[] { Trusted }.Where(_ => Chance(0.5)).Select(s => (JsonNode)SubnetRule(kind, s))]),
            ["ipRules"] = new JsonArray([.. Addresses().Select(a => (JsonNode)AddressRule(kind, a))]),
        };
        if (kind.Shape.FilterFlag is { } flag)
        {
            rules[flag] = Chance(0.5);
            rules["networkAclBypass"] = Chance(0.5) ? "AzureServices" : "None";
        }
        else
        {
            rules["defaultAction"] = Chance(0.5) ? "Deny" : "Allow";
            if (kind.Home == RuleHome.RuleSet)
            {
                rules["trustedServiceAccessEnabled"] = Chance(0.5);
                rules["publicNetworkAccess"] = "Enabled";
            }
            else if (kind.Shape.Container == "networkAcls")
            {
                rules["bypass"] = Chance(0.5) ? "AzureServices" : "None";
            }
        }

        return rules;
    }

    // Subnets are known by their public addresses at some services: an endpoint takes these from them.
    private IEnumerable<string> Addresses() =>
    [
        .. Chance(0.5) ? [Address] : Array.Empty<string>(), .. Subnets.Where(_ => Chance(0.15)).Select(s => $"{EgressOf(s)}"),
    ];

    private static JsonObject SubnetRule(ServiceKind kind, ResourceId subnet)
    {
        var rule = kind.Shape.SubnetId == "id" ? new JsonObject { ["id"] = subnet.ToString() }
            : new JsonObject { ["subnet"] = new JsonObject { ["id"] = subnet.ToString() } };
        if (kind.Shape.IgnoreMember is { } flag)
        {
            rule[flag] = false;
        }

        if (kind.Shape.SubnetHasAction)
        {
            rule["action"] = "Allow";
        }

        if (kind.Shape.ReadyState is { } state)
        {
            rule["state"] = state;
        }

        return rule;
    }

    private static JsonObject AddressRule(ServiceKind kind, string address)
    {
        var rule = new JsonObject { [kind.Shape.AddressMember!] = kind.Name == "KeyVault" ? $"{address}/32" : address };
        if (kind.Shape.AddressHasAction)
        {
            rule["action"] = "Allow";
        }

        return rule;
    }

    private static JsonObject? Sku(ServiceKind kind) => kind.Name switch
    {
        "ServiceBus" or "EventHub" or "ContainerRegistry" => new() { ["name"] = "Premium", ["tier"] = "Premium" },
        "PostgreSql" or "MySql" => new() { ["name"] = "GP_Gen5_2", ["tier"] = "GeneralPurpose" },
        "Storage" => new() { ["name"] = "Standard_LRS" },
        "CognitiveServices" => new() { ["name"] = "S0" },
        _ => null,
    };

    private void Below(ServiceKind kind, ResourceId id)
    {
        if (kind.Home == RuleHome.RuleSet)
        {
            Add(id.Child("networkRuleSets", "default"), Rules(kind));
        }
        else if (kind.Home == RuleHome.Children)
        {
            if (Chance(0.5))
            {
                Add(id.Child("virtualNetworkRules", "theirs"), new()
                {
                    ["virtualNetworkSubnetId"] = Trusted.ToString(), ["ignoreMissingVnetServiceEndpoint"] = false, ["state"] = "Ready",
                });
            }

            foreach (var (address, at) in Addresses().Concat(Chance(0.4) ? ["0.0.0.0"] : []).Select((a, at) => (a, at)))
            {
                Add(id.Child("firewallRules", $"rule{at}"), new() { ["startIpAddress"] = address, ["endIpAddress"] = address });
            }
        }
    }

    private void Add(ResourceId id, JsonObject properties, JsonObject? sku = null, ServiceKind? kind = null)
    {
        properties["provisioningState"] = "Succeeded";
        if (kind is { Home: RuleHome.Children } || id.Type.EndsWith("Rules", StringComparison.Ordinal) || id.Type.EndsWith("RuleSets", StringComparison.Ordinal))
        {
            properties.Remove("provisioningState");
        }

        var document = new JsonObject { ["id"] = id.ToString(), ["name"] = id.Name, ["type"] = id.Type };
        if (id.Parent is null)
        {
            document["location"] = "westeurope";
        }

        if (sku is not null)
        {
            document["sku"] = sku;
        }

        document["properties"] = properties;
        _documents.Add(new(id, JsonSerializer.SerializeToUtf8Bytes(document)));
    }
}
