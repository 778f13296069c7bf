using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Tests.Services;

/// <summary>A VNet with two subnets and one service: what a plan of access rests on, a change at a time.</summary>
internal sealed class AccessScene(string kind)
{
    public const string Subscription = "00000001-0000-4000-8000-000000000000";

    private readonly JsonObject _service = New(kind);
    private readonly List<ResourceDocument> _children = [];
    private readonly Dictionary<string, JsonArray> _endpoints = new(StringComparer.Ordinal) { ["s1"] = [], ["s2"] = [] };
    private string _region = "westeurope";
    private bool _isMissing;
    private TopologyGap? _networkGap;
    private TopologyGap? _serviceGap;
    private ImmutableArray<SecuredService> _estate = [];
    private SubnetEgress? _egress;

    public ServiceKind Kind { get; } = ServiceKind.All.Single(k => k.Name == kind);

    public ResourceId Id => ResourceId.ForResource(Subscription, "rg", Kind.ResourceType, "svc");

    public static ResourceId Network { get; } = ResourceId.ForResource(Subscription, "rg", ResourceTypes.VirtualNetwork, "v");

    public static ResourceId Subnet(string name = "s1") => Network.Child("subnets", name);

    public AccessRequest Request { get; private set; } = null!;

    public static AccessScene Ready(string kind) => new AccessScene(kind).Endpoint(ServiceKind.All.Single(k => k.Name == kind).Endpoints[0]);

    public AccessScene Endpoint(string service, string subnet = "s1", string state = "Succeeded", params string[] locations)
    {
        _endpoints[subnet].Add((JsonNode)new JsonObject
        {
            ["service"] = service, ["provisioningState"] = state, ["locations"] = new JsonArray([.. locations.Select(l => (JsonNode)l)]),
        });
        return this;
    }

    public AccessScene In(string region)
    {
        _region = region;
        return this;
    }

    public AccessScene Own(Action<JsonObject> change)
    {
        change(_service);
        return this;
    }

    public AccessScene Properties(Action<JsonObject> change) => Own(s => change(s["properties"]!.AsObject()));

    /// <summary>The object that holds the rules; that of a namespace is below it.</summary>
    public AccessScene Rules(Action<JsonObject> change)
    {
        if (Kind.Home == RuleHome.RuleSet)
        {
            var set = new JsonObject { ["properties"] = new JsonObject { ["defaultAction"] = "Allow" } };
            change(set["properties"]!.AsObject());
            _children.RemoveAll(c => c.Id == Id.Child("networkRuleSets", "default"));
            return Child("networkRuleSets", "default", set["properties"]!.AsObject());
        }

        return Properties(p => change(Kind.Shape.Container is { } name ? p[name]!.AsObject() : p));
    }

    public AccessScene Child(string type, string name, JsonObject properties)
    {
        var id = Id.Child(type, name);
        _children.Add(Document(id, new() { ["id"] = id.ToString(), ["name"] = name, ["properties"] = properties.DeepClone() }));
        return this;
    }

    public AccessScene Missing()
    {
        _isMissing = true;
        return this;
    }

    public AccessScene Unread(string code = "AuthorizationFailed", bool network = false)
    {
        (_networkGap, _serviceGap) = network ? (new TopologyGap($"{Network}", code, "No."), _serviceGap) : (_networkGap, new TopologyGap($"{Id}", code, "No."));
        return this;
    }

    public AccessScene Egress(SubnetEgress egress, params SecuredService[] estate)
    {
        (_egress, _estate) = (egress, [.. estate]);
        return this;
    }

    public JsonObject Rule(string subnet = "s2", bool ignores = false, string? state = null)
    {
        var rule = Kind.Shape.SubnetId == "id" ? new JsonObject { ["id"] = $"{Subnet(subnet)}" }
            : new JsonObject { ["subnet"] = new JsonObject { ["id"] = $"{Subnet(subnet)}" } };
        if (Kind.Shape.IgnoreMember is { } flag)
        {
            rule[flag] = ignores;
        }

        if (state is not null)
        {
            rule["state"] = state;
        }

        return rule;
    }

    public JsonArray Many(int count) => [.. Enumerable.Range(0, count).Select(n => (JsonNode)Rule(string.Create(CultureInfo.InvariantCulture, $"other{n}")))];

    public SecuredService Service() => ServiceDocuments.Read(Document(Id, _service), _children);

    public AccessGround Ground(Func<AccessRequest, AccessRequest>? wish = null, string subnet = "s1")
    {
        Request = (wish ?? (r => r))(new([Id], [Subnet(subnet)]));
        var topology = new Topology(_networkGap is null ? [VNet()] : [], _networkGap is null ? [] : [_networkGap]);
        return new(topology, new(_isMissing || _serviceGap is not null ? [] : [Service()], _isMissing ? [Id] : [], _serviceGap is null ? [] : [_serviceGap]), Request)
        {
            Neighbours = new(_estate, [], []),
            Egress = _egress is null ? ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty
                : ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty.Add(_egress.Subnet, _egress),
        };
    }

    public AccessRemovalGround Removal(Func<AccessRemovalRequest, AccessRemovalRequest>? wish = null, params SecuredService[] estate) => new(
        new Topology([VNet()]), new(_isMissing || _serviceGap is not null ? [] : [Service()], _isMissing ? [Id] : [], _serviceGap is null ? [] : [_serviceGap]),
        (wish ?? (r => r))(new([Id], [Subnet()])))
    {
        Estate = new([.. estate], [], []),
    };

    public static IPPrefix Prefix(string text) => IPPrefix.Parse(text);

    private ResourceDocument VNet() => Document(Network, new()
    {
        ["id"] = Network.ToString(), ["name"] = "v", ["location"] = _region,
        ["properties"] = new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.0.0.0/16") },
            ["subnets"] = new JsonArray([.. _endpoints.Keys.Append("GatewaySubnet").Select((name, n) => (JsonNode)new JsonObject
            {
                ["id"] = $"{Subnet(name)}", ["name"] = name,
                ["properties"] = new JsonObject
                {
                    ["addressPrefix"] = string.Create(CultureInfo.InvariantCulture, $"10.0.{n}.0/24"),
                    ["serviceEndpoints"] = _endpoints.TryGetValue(name, out var endpoints) ? endpoints.DeepClone() : new JsonArray(),
                },
            })]),
        },
    });

    private static JsonObject New(string kind) => new()
    {
        ["location"] = "westeurope",
        ["sku"] = new JsonObject { ["name"] = "Premium", ["tier"] = "Premium" },
        ["properties"] = new JsonObject
        {
            ["publicNetworkAccess"] = "Enabled",
            ["customSubDomainName"] = "svc",
            ["networkAcls"] = new JsonObject { ["defaultAction"] = "Allow", ["bypass"] = "AzureServices" },
            ["networkRuleSet"] = new JsonObject { ["defaultAction"] = "Allow" },
            ["networkAclBypass"] = "AzureServices",
            ["name"] = kind,
        },
    };

    private static ResourceDocument Document(ResourceId id, JsonObject json) => new(id, JsonSerializer.SerializeToUtf8Bytes(json));
}
