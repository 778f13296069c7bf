using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Services;

/// <summary>From where the endpoint of a subnet leads to a service.</summary>
public enum RegionScope
{
    /// <summary>From every region.</summary>
    Anywhere,

    /// <summary>From the region of the service.</summary>
    SameRegion,

    /// <summary>From the region of the service and the one that it is paired with.</summary>
    SameRegionOrPair,
}

/// <summary>Where a service keeps the rules of who is let in.</summary>
public enum RuleHome
{
    /// <summary>In its own document, which is changed by PATCH.</summary>
    Own,

    /// <summary>In a document below it, <c>networkRuleSets/default</c>, which is written whole.</summary>
    RuleSet,

    /// <summary>Each in a resource of its own below it.</summary>
    Children,
}

/// <summary>
/// A kind of service that lets subnets in by service endpoints. What differs between kinds is data here: facts of
/// azure-network-rules 7, shapes of arm-protocol 1.10.
/// </summary>
/// <param name="Name">Stable, for example <c>Storage</c>.</param>
/// <param name="Title">In words, for example <c>storage account</c>.</param>
/// <param name="ResourceType">The type of the resource.</param>
/// <param name="Endpoints">The endpoints of a subnet that its rules go with; the first is the usual one.</param>
/// <param name="Home">Where its rules are kept.</param>
public sealed record ServiceKind(string Name, string Title, string ResourceType, ImmutableArray<string> Endpoints, RuleHome Home)
{
    /// <summary>Every kind.</summary>
    public static ImmutableArray<ServiceKind> All => ServiceKinds.All;

    /// <summary>How many rules of subnets it takes.</summary>
    public required RuleLimit SubnetLimit { get; init; }

    /// <summary>How many rules of addresses it takes; null where no limit is documented.</summary>
    public RuleLimit? AddressLimit { get; init; }

    /// <summary>From where the usual endpoint leads to it.</summary>
    public RegionScope Scope { get; init; } = RegionScope.Anywhere;

    /// <summary>What the service has to be for rules of subnets; null where every tier has them.</summary>
    public TierRule? Tier { get; init; }

    /// <summary>How its rules are written.</summary>
    public required RuleShape Shape { get; init; }

    /// <summary>How a prefix is written that is let in.</summary>
    public AddressForm Addresses { get; init; } = AddressForm.Prefix;

    /// <summary>
    /// True where a service that denies by default lets everybody in as long as it has no rule at all: taking the last one opens it.
    /// </summary>
    public bool OpensWithoutRules { get; init; }

    /// <summary>True where rules of subnets and private endpoints exclude each other.</summary>
    public bool ExcludesPrivateEndpoints { get; init; }

    /// <summary>Where the row comes from.</summary>
    public required string Source { get; init; }

    /// <summary>True where a rule can be written before the subnet has the endpoint.</summary>
    public bool HasIgnoreFlag => Shape.IgnoreMember is not null;

    /// <summary>The kind of a service, of its rule set or of one of its rules; null for anything else.</summary>
    public static ServiceKind? Of(ResourceId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return All.FirstOrDefault(k => id.IsType(k.ResourceType))
            ?? All.FirstOrDefault(k => id.Parent is { } parent && parent.IsType(k.ResourceType));
    }

    /// <summary>True when an endpoint of a subnet leads to services of this kind.</summary>
    public bool IsReachedBy(string endpoint) => Endpoints.Contains(endpoint, StringComparer.OrdinalIgnoreCase);

    public override string ToString() => Name;
}

/// <summary>A number that Azure documents.</summary>
/// <param name="Most">How many.</param>
/// <param name="Source">Where that is said.</param>
public sealed record RuleLimit(int Most, string Source)
{
    /// <summary>False where the source could not be read again: such a number is told, and nothing is refused for it.</summary>
    public bool IsSure => !Source.EndsWith("(M)", StringComparison.Ordinal);
}

/// <summary>What a service has to be before it takes rules of subnets.</summary>
/// <param name="Needs">In words, for example <c>tier Premium</c>.</param>
/// <param name="Refuses">The tiers that have none; empty where <paramref name="Accepts"/> says it.</param>
/// <param name="Accepts">The only tiers that have them; empty where <paramref name="Refuses"/> says it.</param>
/// <param name="Source">Where that is said.</param>
public sealed record TierRule(string Needs, ImmutableArray<string> Refuses, ImmutableArray<string> Accepts, string Source)
{
    /// <summary>A tier that is not told is not held against the service: it will answer itself.</summary>
    public bool IsMetBy(string? tier) => tier is null || (!Has(Refuses, tier) && (Accepts.IsEmpty || Has(Accepts, tier)));

    private static bool Has(ImmutableArray<string> tiers, string tier) => tiers.Contains(tier, StringComparer.OrdinalIgnoreCase);
}

/// <summary>How a kind of service writes who is let in.</summary>
/// <param name="Container">The member below properties that holds the rules; null where properties itself does.</param>
/// <param name="SubnetId">The path of the subnet's id in a rule.</param>
/// <param name="IgnoreMember">The member of a rule that lets it be written before the endpoint; null where there is none.</param>
/// <param name="AddressMember">The member of a rule for addresses that holds them; null where rules hold a first and a last.</param>
public sealed record RuleShape(string? Container, string SubnetId, string? IgnoreMember, string? AddressMember)
{
    /// <summary>True where a rule of a subnet says <c>action: Allow</c>.</summary>
    public bool SubnetHasAction { get; init; }

    /// <summary>True where a rule for addresses says <c>action: Allow</c>.</summary>
    public bool AddressHasAction { get; init; }

    /// <summary>What a rule of a subnet says once it is in force; null where rules say nothing of it.</summary>
    public string? ReadyState { get; init; }

    /// <summary>The flag that shuts others out; null where <c>defaultAction</c> does, or where nothing has to.</summary>
    public string? FilterFlag { get; init; }
}

/// <summary>How a kind of service takes a prefix.</summary>
public enum AddressForm
{
    /// <summary>As <c>203.0.113.0/24</c>, single addresses with or without <c>/32</c>.</summary>
    Prefix,

    /// <summary>As <c>203.0.113.0/24</c>, but what is smaller than /30 address by address.</summary>
    NoSmallPrefix,

    /// <summary>As a first and a last address.</summary>
    Range,
}
