using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Services;

/// <summary>
/// The rules of a service that keeps them in one document, at one moment of a plan: a step is the difference of two. Lists are written
/// whole (RFC 7396) and hold what was there as it was read; <see cref="Planning.Change.Before"/> holds the same lists, so that a rule that somebody
/// else has added is drift when it is read just before the write. Between that read and the write only an ETag guards, which not every service has.
/// </summary>
internal sealed record RuleDocument
{
    private const string SubnetRules = "virtualNetworkRules";
    private const string AddressRules = "ipRules";

    private readonly ServiceKind _kind;

    private RuleDocument(ServiceKind kind, JsonObject? rules)
    {
        (_kind, IsThere) = (kind, rules is not null);
        Subnets = Items(rules, SubnetRules);
        Addresses = Items(rules, AddressRules);
        Denies = kind.Shape.FilterFlag is { } flag ? rules?[flag] is JsonValue set && set.TryGetValue<bool>(out var on) && on
            : string.Equals((string?)rules?["defaultAction"], nameof(DefaultAction.Deny), StringComparison.OrdinalIgnoreCase);
    }

    private ImmutableArray<JsonObject> Subnets { get; init; }

    private ImmutableArray<JsonObject> Addresses { get; init; }

    /// <summary>The switch that shuts others out; of Cosmos DB the filter.</summary>
    public bool Denies { get; init; }

    private bool IsThere { get; init; }

    /// <summary>The moment after it was written: what the service had not, it has then.</summary>
    public RuleDocument Written => this with { IsThere = true };

    /// <summary>The rules of a service as they were read.</summary>
    public static RuleDocument Of(SecuredService service)
    {
        var id = service.RuleDocument!;
        var read = service.Document(id) is { } document && JsonBody.Parse(document.Json) is { } json ? BodyRules.Compose(id.Type, json, []).Body : [];
        return new(service.Kind, ServiceDocuments.Rules(service.Kind, read["properties"] as JsonObject ?? []));
    }

    /// <summary>With a rule for each subnet; one that is there stays as it is, but for the flag where that is given.</summary>
    public RuleDocument WithSubnets(IEnumerable<ResourceId> subnets, Func<ResourceId, bool?> ignoresMissing)
    {
        var all = Subnets.ToList();
        foreach (var subnet in subnets)
        {
            var at = all.FindIndex(r => SubnetOf(r) == subnet);
            if (at < 0)
            {
                all.Add(Rule(subnet, ignoresMissing(subnet) is true));
            }
            else if (_kind.Shape.IgnoreMember is { } flag && ignoresMissing(subnet) is { } ignores && IsSet(all[at], flag) != ignores)
            {
                all[at] = (JsonObject)all[at].DeepClone();
                all[at][flag] = ignores;
            }
        }

        return this with { Subnets = [.. all] };
    }

    public RuleDocument WithoutSubnets(IReadOnlyCollection<ResourceId> subnets) =>
        this with { Subnets = [.. Subnets.Where(r => SubnetOf(r) is not { } subnet || !subnets.Contains(subnet))] };

    public RuleDocument WithAddresses(IEnumerable<string> texts) => this with { Addresses = [.. Addresses, .. texts.Select(Address)] };

    public bool IsSameAs(RuleDocument other) => Denies == other.Denies && Same(Subnets, other.Subnets) && Same(Addresses, other.Addresses);

    /// <summary>The rules of subnets alone.</summary>
    public string OfSubnets() => JsonBody.Write(Wrapped(new() { [SubnetRules] = Copy(Subnets) }));

    /// <summary>What a plan that changes nothing rests on.</summary>
    public string Rest() => Body(this);

    /// <summary>The members before and after a step, and those that take it back.</summary>
    public (string Before, string After, string Back) To(RuleDocument next) => (
        IsThere || _kind.Shape.Container is null ? Body(next) : JsonBody.Write(Properties(new() { [_kind.Shape.Container] = null })),
        next.Body(this), Body(next));

    /// <summary>The states that the rules of subnets come to; null where rules say nothing of that.</summary>
    public string? Ready(IReadOnlyCollection<ResourceId> subnets) => _kind.Shape.ReadyState is not { } state ? null : JsonBody.Write(Wrapped(new()
    {
        [SubnetRules] = new JsonArray([.. Subnets.Select(r => SubnetOf(r) is { } s && subnets.Contains(s)
            ? new JsonObject { ["id"] = s.ToString(), ["state"] = state } : r.DeepClone())]),
    }));

    // Only what differs from the other moment, and the rules of subnets, which every step rests on. Where the service has no such member
    // yet, what it stands for is said too: a vault without networkAcls lets everybody in, and trusted services.
    private string Body(RuleDocument other)
    {
        var rules = new JsonObject { [SubnetRules] = Copy(Subnets) };
        if (!Same(Addresses, other.Addresses))
        {
            rules[AddressRules] = Copy(Addresses);
        }

        if (Denies != other.Denies || !IsThere)
        {
            rules[_kind.Shape.FilterFlag ?? "defaultAction"] = _kind.Shape.FilterFlag is not null ? Denies : Denies ? "Deny" : "Allow";
        }

        if (!IsThere && _kind == ServiceKinds.KeyVault)
        {
            rules["bypass"] = "AzureServices";
        }

        return JsonBody.Write(Wrapped(rules));
    }

    private JsonObject Wrapped(JsonObject rules) => Properties(_kind.Shape.Container is { } name ? new() { [name] = rules } : rules);

    private static JsonObject Properties(JsonObject members) => new() { ["properties"] = members };

    private JsonObject Rule(ResourceId subnet, bool ignoresMissing)
    {
        var rule = _kind.Shape.SubnetId == "id" ? new JsonObject { ["id"] = subnet.ToString() }
            : new JsonObject { ["subnet"] = new JsonObject { ["id"] = subnet.ToString() } };
        if (_kind.Shape.IgnoreMember is { } flag)
        {
            rule[flag] = ignoresMissing;
        }

        if (_kind.Shape.SubnetHasAction)
        {
            rule["action"] = "Allow";
        }

        return rule;
    }

    private JsonObject Address(string text)
    {
        var rule = new JsonObject { [_kind.Shape.AddressMember!] = text };
        if (_kind.Shape.AddressHasAction)
        {
            rule["action"] = "Allow";
        }

        return rule;
    }

    // Where a rule stands is the service's to say, not ours to send.
    private static ImmutableArray<JsonObject> Items(JsonObject? rules, string name) => [.. (rules?[name] as JsonArray ?? []).OfType<JsonObject>()
        .Select(r => new JsonObject(r.Where(m => m.Key != "state").Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))))];

    private ResourceId? SubnetOf(JsonObject rule) => ResourceId.TryParse((string?)JsonBody.At(rule, _kind.Shape.SubnetId), out var id) ? id : null;

    private static bool IsSet(JsonObject rule, string flag) => rule[flag] is JsonValue value && value.TryGetValue<bool>(out var set) && set;

    private static JsonArray Copy(ImmutableArray<JsonObject> items) => [.. items.Select(i => i.DeepClone())];

    private static bool Same(ImmutableArray<JsonObject> one, ImmutableArray<JsonObject> other) =>
        one.Length == other.Length && one.Zip(other).All(p => JsonNode.DeepEquals(p.First, p.Second));
}
