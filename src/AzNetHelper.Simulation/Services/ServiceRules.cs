using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What a service checks about its rules: the subnets of those that are new or changed. A rule that stood there before is left
/// alone, because a loaded snapshot may hold only a part of the estate.
/// </summary>
internal sealed class ServiceRules(Cloud cloud)
{
    /// <param name="type">The type of what is written.</param>
    /// <param name="id">What is written.</param>
    /// <param name="existing">How it was.</param>
    /// <param name="made">How it will be.</param>
    /// <param name="namesRules">The write says which rules there are.</param>
    public ArmError? Check(ServiceType type, ResourceId id, JsonObject? existing, JsonObject made, bool namesRules)
    {
        if (type.Rules is not { } shape)
        {
            return IsFirewallRule(id) && IsClosed(id) ? ServiceErrors.PublicAccessDisabled.With() : null;
        }

        if (shape.IsOne && IsClosed(id))
        {
            return ServiceErrors.PublicAccessDisabled.With();
        }

        var before = NetworkRule.Of(shape, existing).ToList();
        var rules = NetworkRule.Of(shape, made).ToList();
        var count = shape.IsOne
            ? cloud.Estate.OfKind(type.Kind).Count(r => r.Key.Parent == id.Parent && r.Key != id) + 1 : rules.Count;
        return count > type.Limit && count > before.Count ? ServiceErrors.TooManyRules.With(id.Name, count, type.Limit)
            : ServiceTiers.Check(cloud, id, made, rules.Count > 0 || NetworkRule.HasAddresses(shape, made))
                ?? rules.Where(r => (namesRules && Deleted(type, id, r)) || !before.Exists(b => b.Subnet == r.Subnet && b.Ignores == r.Ignores))
                    .Select(r => Check(type, id, r, namesRules)).FirstOrDefault(e => e is not null);
    }

    // Storage keeps such a rule, marks it, and takes no write that still has it.
    private bool Deleted(ServiceType type, ResourceId id, NetworkRule rule) => type.Kind.Type == ResourceTypes.StorageAccount
        && rule.Id is { } subnet && cloud.Services.IsInert(id, subnet);

    private ArmError? Check(ServiceType type, ResourceId id, NetworkRule rule, bool namesRules)
    {
        if (rule.Id is not { } subnet || !subnet.IsType(ResourceTypes.Subnet))
        {
            return ServiceErrors.NotASubnet.With(rule.Subnet);
        }

        if (namesRules && Deleted(type, id, rule))
        {
            return ServiceErrors.SourceDeleted.With(subnet);
        }

        // What the caller cannot see is taken on trust where the service takes subnets of other tenants (azure-network-rules 7).
        if (!cloud.Estate.Subscriptions.ContainsKey(subnet.SubscriptionId))
        {
            return type.Kind.Type is ResourceTypes.StorageAccount or ResourceTypes.KeyVault ? null : ServiceErrors.OtherTenant.With(subnet);
        }

        subnet = cloud.Estate.Canonical(subnet);
        var (name, network) = (subnet.Name, subnet.Parent!);
        if (cloud.Estate.Find(subnet) is not { } found)
        {
            return Refuse(type, ServiceErrors.OfNetwork.NoSubnet(name, network.ToString()));
        }

        return CheckRegion(type, id, subnet, found)
            ?? (rule.Ignores ? null
                : found.State() is { } state and not "Succeeded"
                    ? Refuse(type, ServiceErrors.OfNetwork.NotProvisioned(name, network.ToString(), state))
                : ServiceBook.Endpoints(found).Any(e => type.Endpoints.Contains(e.Service, StringComparer.OrdinalIgnoreCase)) ? null
                : Refuse(type, ServiceErrors.OfNetwork.NoEndpoint(name, network.ToString(), type.Endpoints[0])));
    }

    private ArmError? CheckRegion(ServiceType type, ResourceId id, ResourceId subnet, JsonObject found)
    {
        var service = Documents.NormalLocation(cloud.Estate.Find(Cloud.Top(id)).Text("location"));
        var network = Documents.NormalLocation(cloud.Holder(subnet).Text("location"))!;
        if (service is null || type.Reach is EndpointReach.Anywhere
            || ServiceBook.Endpoints(found).Any(e => Json.Same(e.Service, "Microsoft.Storage.Global")))
        {
            return null;
        }

        string[] allowed = type.Reach is EndpointReach.RegionAndPair && Region.Find(network)?.Pair is { } pair ? [network, pair] : [network];
        return allowed.Contains(service, StringComparer.OrdinalIgnoreCase) ? null
            : Refuse(type, ServiceErrors.OfNetwork.OtherRegion(type.Endpoints[0], service, network, string.Join(", ", allowed)));
    }

    private static ArmError Refuse(ServiceType type, (string Code, string Text) reason) =>
        new ErrorTemplate(400, type.Words!.Code, type.Words.Evidence, type.Words.Format).With(reason.Text, reason.Code);

    private static bool IsFirewallRule(ResourceId id) => id.TypeNames[^1] is "firewallRules";

    private bool IsClosed(ResourceId rule) =>
        Json.Same(cloud.Estate.Find(rule.Parent!).Object("properties").Text("publicNetworkAccess"), "Disabled");
}

/// <summary>A rule about a subnet, as it stands in a body.</summary>
internal sealed record NetworkRule(string? Subnet, bool Ignores, string? State)
{
    public ResourceId? Id => ResourceId.TryParse(Subnet, out var id) ? id : null;

    public static IEnumerable<NetworkRule> Of(RuleShape shape, JsonObject? document)
    {
        var properties = document.Object("properties");
        return properties is null ? []
            : shape.IsOne ? [Read(shape, properties)]
            : Home(shape, properties).Objects("virtualNetworkRules").Select(r => Read(shape, r));
    }

    /// <summary>A body says which rules there are.</summary>
    public static bool IsNamed(RuleShape? shape, JsonObject sent) =>
        shape is not null && sent.Object("properties")?.ContainsKey(shape.Home.Length == 0 ? "virtualNetworkRules" : shape.Home) is true;

    public static bool HasAddresses(RuleShape shape, JsonObject? document) => Addresses(shape, document).Any();

    public static IEnumerable<string> Addresses(RuleShape shape, JsonObject? document) => shape.IsOne ? []
        : Home(shape, document.Object("properties")).Objects("ipRules").Select(r => r.Text(shape.Address)).OfType<string>();

    public static JsonObject? Home(RuleShape shape, JsonObject? properties) =>
        shape.Home.Length == 0 ? properties : properties.Object(shape.Home);

    private static NetworkRule Read(RuleShape shape, JsonObject rule) => new(
        rule.Text(shape.Subnet) ?? rule.Reference(shape.Subnet),
        shape.Ignore is { } flag && rule.Flag(flag) is true, rule.Text("state"));
}
