using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A rule about a subnet, and whether it is in force.</summary>
internal sealed record TrustedSubnet(ResourceId Subnet, bool InForce);

/// <summary>Whom a service lets in, as its documents say.</summary>
internal sealed record ServicePolicy
{
    public string PublicAccess { get; init; } = "Enabled";

    public bool LetsEverybodyIn { get; init; }

    /// <summary>All of Azure: the address 0.0.0.0 of a firewall.</summary>
    public bool LetsAzureIn { get; init; }

    public bool LetsTrustedIn { get; init; }

    public IReadOnlyList<TrustedSubnet> Subnets { get; init; } = [];

    public IReadOnlyList<(UInt128 First, UInt128 Last, bool IsIPv6)> Addresses { get; init; } = [];

    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>The ids of approved private endpoints.</summary>
    public IReadOnlyList<string> PrivateEndpoints { get; init; } = [];

    /// <summary>The subnet that a flexible server lives in.</summary>
    public string? Home { get; init; }

    public string? Region { get; init; }

    public bool Names(IPAddress address)
    {
        var prefix = IPPrefix.Of(address);
        return Addresses.Any(a => a.IsIPv6 == prefix.IsIPv6 && a.First <= prefix.Bits && prefix.Bits <= a.Last);
    }

    /// <summary>Reads a service; <paramref name="documentOf"/> gives the documents of it and below it as they are to be taken.</summary>
    public static ServicePolicy Read(Cloud cloud, ResourceId id, JsonObject service, Func<ResourceId, JsonObject, JsonObject?> documentOf)
    {
        var type = ServiceType.Of(id.Type)!;
        var properties = service.Object("properties");
        var policy = new ServicePolicy
        {
            PublicAccess = properties.Text("publicNetworkAccess") ?? properties.Object("network").Text("publicNetworkAccess") ?? "Enabled",
            Home = properties.Object("network").Text("delegatedSubnetResourceId"),
            Region = Documents.NormalLocation(service.Text("location")),
            PrivateEndpoints = [.. properties.Objects("privateEndpointConnections").Select(c => c.Object("properties"))
                .Where(p => Json.Same(p.Object("privateLinkServiceConnectionState").Text("status"), "Approved"))
                .Select(p => p.Reference("privateEndpoint")).OfType<string>()],
        };
        return type.Rules is { } shape ? OfBody(cloud, id, type, shape, service, policy)
            : ServiceTypes.All.FirstOrDefault(t => t.IsSingleton && Json.Same(ParentType(t), id.Type)) is { } set
                && id.Child(set.Kind.ParentMember!, "default") is var rules
                && (cloud.Estate.Find(rules) ?? ServiceDocuments.Singleton(cloud, set, rules)) is { } kept
                && (documentOf(rules, kept) ?? kept) is var counted ? OfSet(cloud, rules, set, counted, policy)
            : OfRules(cloud, id, policy, documentOf);
    }

    private static ServicePolicy OfBody(
        Cloud cloud, ResourceId id, ServiceType type, RuleShape shape, JsonObject document, ServicePolicy policy)
    {
        var properties = document.Object("properties");
        var home = NetworkRule.Home(shape, properties);
        var addresses = NetworkRule.Addresses(shape, document).ToList();
        var subnets = Trusted(cloud, id, shape, document);
        var isCosmos = type.Kind.Type == ResourceTypes.CosmosAccount;
        var filters = properties.Flag("isVirtualNetworkFilterEnabled") is true;
        return policy with
        {
            // Cosmos DB has no default action: addresses or the filter of VNets close it.
            LetsEverybodyIn = isCosmos ? addresses.Count == 0 && !filters
                : !Json.Same(home.Text("defaultAction"), "Deny") || (type.IsOpenWithoutRules && addresses.Count == 0 && subnets.Count == 0),
            LetsAzureIn = isCosmos && addresses.Contains("0.0.0.0"),
            LetsTrustedIn = type.IsOpenWithoutRules ? home.Flag("trustedServiceAccessEnabled") is true
                : type.Bypass is { } bypass && ((home.Text(bypass.Member) ?? properties.Text(bypass.Member)) is { } value
                    ? value.Contains(bypass.Value, StringComparison.OrdinalIgnoreCase) : home is not null && !isCosmos),
            Subnets = isCosmos && !filters ? [] : subnets,
            Addresses = [.. addresses.Where(a => !isCosmos || a != "0.0.0.0").Select(Range).OfType<(UInt128, UInt128, bool)>()],
            Endpoints = type.Endpoints,
        };
    }

    private static ServicePolicy OfSet(Cloud cloud, ResourceId id, ServiceType type, JsonObject document, ServicePolicy policy)
    {
        var own = document.Object("properties").Text("publicNetworkAccess") ?? "Enabled";
        return OfBody(cloud, id, type, type.Rules!, document,
            policy with { PublicAccess = Json.Same(policy.PublicAccess, "Enabled") ? own : policy.PublicAccess });
    }

    // A database server: a new rule that is not ready does not count, nor one that is on its way out.
    private static ServicePolicy OfRules(Cloud cloud, ResourceId id, ServicePolicy policy, Func<ResourceId, JsonObject, JsonObject?> documentOf)
    {
        var children = cloud.Estate.Resources.Where(r => r.Key.Parent == id)
            .Select(r => (r.Key, Document: documentOf(r.Key, r.Value))).Where(r => r.Document is not null).ToList();
        var ranges = children.Where(r => r.Key.TypeNames[^1] is "firewallRules").Select(r => r.Document.Object("properties"))
            .Select(p => (First: Range(p.Text("startIpAddress")), Last: Range(p.Text("endIpAddress"))))
            .Where(r => r is { First: not null, Last: not null }).Select(r => (r.First!.Value.First, r.Last!.Value.Last, false)).ToList();
        return policy with
        {
            LetsAzureIn = ranges.Contains((UInt128.Zero, UInt128.Zero, false)),
            Addresses = [.. ranges.Where(r => r.Last != UInt128.Zero)],
            Subnets = [.. children.Where(r => r.Key.TypeNames[^1] is "virtualNetworkRules")
                .SelectMany(r => Trusted(cloud, r.Key, ServiceType.Of(r.Key.Type)!.Rules!, r.Document!))],
            Endpoints = ["Microsoft.Sql"],
        };
    }

    private static List<TrustedSubnet> Trusted(Cloud cloud, ResourceId holder, RuleShape shape, JsonObject document) =>
        [.. from rule in NetworkRule.Of(shape, document)
            where rule.Id is not null
            select new TrustedSubnet(rule.Id!, rule.State is null or "Succeeded" or "Ready" or "InProgress"
                && !cloud.Services.IsInert(holder, cloud.Estate.Canonical(rule.Id!)))];

    private static string ParentType(ServiceType type) => type.Kind.Type[..type.Kind.Type.LastIndexOf('/')];

    // An address, a prefix, or first-last.
    private static (UInt128 First, UInt128 Last, bool IsIPv6)? Range(string? text)
    {
        var ends = text?.Split('-');
        return ends is [var first, var last]
            ? (IPPrefix.TryParse(first, out var low), IPPrefix.TryParse(last, out var high)) is (true, true)
                ? (low.Bits, high.LastBits, low.IsIPv6) : null
            : IPPrefix.TryParse(text, out var prefix) ? (prefix.Bits, prefix.LastBits, prefix.IsIPv6)
            : IPAddress.TryParse(text, out var address) && IPPrefix.Of(address) is var one ? (one.Bits, one.LastBits, one.IsIPv6)
            : null;
    }
}
