using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Services;

/// <summary>Whether a service answers on its public address at all.</summary>
public enum PublicAccess
{
    /// <summary>It does, to whom its rules let in; also where the service does not say.</summary>
    Enabled,

    /// <summary>It does not: rules let nobody in.</summary>
    Disabled,

    /// <summary>A network security perimeter decides, and rules do not.</summary>
    SecuredByPerimeter,

    /// <summary>A value that came later than this module.</summary>
    Unknown,
}

/// <summary>What a service does with whom no rule names.</summary>
public enum DefaultAction
{
    Allow,
    Deny,
}

/// <summary>A subnet that a service lets in.</summary>
/// <param name="Subnet">The subnet; it need not exist any more.</param>
/// <param name="IgnoresMissing">True where the rule was written so that the subnet need not have the endpoint.</param>
/// <param name="State">What the service says of the rule (<c>Ready</c>, <c>Succeeded</c>, <c>NetworkSourceDeleted</c> ...); null where it says nothing.</param>
/// <param name="Rule">The rule, where it is a resource of its own.</param>
public sealed record SubnetRule(ResourceId Subnet, bool IgnoresMissing, string? State, ResourceId? Rule);

/// <summary>Addresses that a service lets in.</summary>
/// <param name="Text">As the service writes them; a firewall rule as <c>first-last</c>.</param>
/// <param name="Addresses">The addresses; empty where the text is none that can be read.</param>
/// <param name="Rule">The rule, where it is a resource of its own.</param>
public sealed record AddressRule(string Text, PrefixSet Addresses, ResourceId? Rule)
{
    private static readonly IPPrefix Zero = IPPrefix.FromBits(0, 32, isIPv6: false);

    /// <summary>True for the rule that stands for every address of Azure, whoever has it: 0.0.0.0.</summary>
    public bool MeansAzure => Addresses.Count == 1 && Addresses[0] == Zero;

    /// <summary>True for the rule that lets every address in.</summary>
    public bool MeansEveryone => Addresses.Contains(IPPrefix.AllIPv4);

    public override string ToString() => Text;
}

/// <summary>A service that lets subnets in, as it was read: who gets in.</summary>
/// <param name="Id">The service.</param>
/// <param name="Kind">What it is.</param>
public sealed record SecuredService(ResourceId Id, ServiceKind Kind)
{
    public string Location { get; init; } = string.Empty;

    /// <summary>Its SKU or tier; null where it has none.</summary>
    public string? Tier { get; init; }

    public PublicAccess PublicNetworkAccess { get; init; }

    /// <summary>What becomes of whom no rule names. Database servers and Cosmos DB with rules always deny.</summary>
    public DefaultAction DefaultAction { get; init; }

    public ImmutableArray<SubnetRule> Subnets { get; init; } = [];

    public ImmutableArray<AddressRule> Addresses { get; init; } = [];

    /// <summary>Who gets in past the rules, as the service writes it: <c>AzureServices</c>, <c>Logging</c> ...; empty for nobody.</summary>
    public ImmutableArray<string> Bypass { get; init; } = [];

    /// <summary>Resources that get in by their identity (storage accounts and Cosmos DB).</summary>
    public ImmutableArray<string> ResourceInstances { get; init; } = [];

    /// <summary>Private endpoints whose connection is approved; they get in whatever the rules say.</summary>
    public ImmutableArray<ResourceId> PrivateEndpoints { get; init; } = [];

    /// <summary>False for a Cognitive Services account without a subdomain of its own, which takes no rules.</summary>
    public bool HasSubdomain { get; init; } = true;

    /// <summary>False where what it lets in could not be read: that it names nobody says nothing then.</summary>
    public bool RulesAreRead { get; init; } = true;

    /// <summary>The service's document, then the rule set or the rules below it.</summary>
    public ImmutableArray<ResourceDocument> Documents { get; init; } = [];

    /// <summary>True where anybody gets in by the public address (who has a key, a token or a password).</summary>
    public bool IsOpenToEveryone => RulesAreRead && PublicNetworkAccess is PublicAccess.Enabled or PublicAccess.Unknown
        && (DefaultAction == DefaultAction.Allow || Addresses.Any(a => a.MeansEveryone)
            || (Kind.OpensWithoutRules && Subnets.IsEmpty && Addresses.IsEmpty));

    /// <summary>True where trusted services of Azure get in past the rules.</summary>
    public bool LetsTrustedServicesIn => Bypass.Contains("AzureServices", StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the kind has such a switch at all; the database servers have the rule of 0.0.0.0 in its place.</summary>
    public bool HasBypass => Kind.Home != RuleHome.Children;

    /// <summary>The document that the rules are written in; null where each is a resource of its own.</summary>
    public ResourceId? RuleDocument => Kind.Home switch
    {
        RuleHome.Own => Id,
        RuleHome.RuleSet => Id.Child("networkRuleSets", "default"),
        _ => null,
    };

    /// <summary>The rule of a subnet; null where the service does not name it.</summary>
    public SubnetRule? RuleOf(ResourceId subnet) => Subnets.FirstOrDefault(r => r.Subnet == subnet);

    /// <summary>What was read of a resource; null where it is not there.</summary>
    public ResourceDocument? Document(ResourceId id) => Documents.FirstOrDefault(d => d.Id == id);

    public override string ToString() => Id.ToString();
}
