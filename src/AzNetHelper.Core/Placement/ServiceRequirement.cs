using System.Collections.Immutable;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement;

/// <summary>Whom a service shares its subnet with.</summary>
public enum SubnetTenancy
{
    /// <summary>With nobody: one resource has the subnet to itself.</summary>
    OneResource,

    /// <summary>With resources of the same service only.</summary>
    OneService,

    /// <summary>With whom one likes; a subnet of its own is advised.</summary>
    Advised,

    /// <summary>It is in no VNet of one's own.</summary>
    Outside,
}

/// <summary>Whether the subnet is delegated to the service.</summary>
public enum DelegationRule
{
    Required,

    /// <summary>Only for some ways to use the service.</summary>
    Optional,

    /// <summary>The subnet is delegated to nobody.</summary>
    Forbidden,
}

/// <summary>Whether a subnet may, or must, have something: a security group, a route table, a NAT gateway.</summary>
public enum AttachmentRule
{
    Allowed,
    Required,

    /// <summary>Allowed with what the text says.</summary>
    Conditional,

    /// <summary>Of a route table: allowed without a default route.</summary>
    NoDefaultRoute,
    Forbidden,
}

/// <summary>Whether there may be IPv6.</summary>
public enum IPv6Rule
{
    Allowed,

    /// <summary>Not in the subnet.</summary>
    NotInSubnet,

    /// <summary>Nowhere in the VNet.</summary>
    NotInNetwork,
}

/// <summary>Who can call whom through the subnet.</summary>
public enum ServiceDirection
{
    /// <summary>The service is reached in it, and calls out of it.</summary>
    Both,

    /// <summary>The service calls out of it only: to be reached, it needs another way.</summary>
    Outbound,
}

/// <summary>How well something is known.</summary>
public enum Confidence
{
    /// <summary>From third parties, or from memory: look it up before relying on it.</summary>
    Low,

    /// <summary>Official but old, or from a careful third party.</summary>
    Medium,

    /// <summary>From the official text.</summary>
    High,
}

/// <summary>The end of a service.</summary>
/// <param name="On">When it ends.</param>
/// <param name="NewUntil">The last day on which new ones can be made; null where that has passed, or new customers get none.</param>
/// <param name="Instead">What takes its place.</param>
public sealed record ServiceRetirement(DateOnly On, DateOnly? NewUntil, string Instead)
{
    /// <summary>True when no new ones are made on a day.</summary>
    public bool IsClosed(DateOnly day) => NewUntil is not { } last || day > last;

    public override string ToString() => FormattableString.Invariant($"{On:yyyy-MM-dd}, then {Instead}");
}

/// <summary>What a service asks of the subnet that it is deployed into.</summary>
/// <param name="Service">The name by which parameters take it.</param>
/// <param name="Title">What it is called.</param>
public sealed record ServiceRequirement(string Service, string Title)
{
    /// <summary>The types of the resources that live in the subnet, or that keep a link in it.</summary>
    public ImmutableArray<string> ResourceTypes { get; init; } = [];

    public SubnetTenancy Tenancy { get; init; }

    public DelegationRule Delegation { get; init; } = DelegationRule.Forbidden;

    /// <summary>What the subnet is delegated to: any of these, the first where a subnet is made.</summary>
    public ImmutableArray<string> DelegatedTo { get; init; } = [];

    /// <summary>The longest prefix that will do.</summary>
    public int Least { get; init; }

    /// <summary>The prefix length that is advised.</summary>
    public int Advised { get; init; }

    /// <summary>The shortest prefix that will do; null for any.</summary>
    public int? Widest { get; init; }

    /// <summary>How many addresses it takes, where that is documented by scale.</summary>
    public SizeFormula? Scale { get; init; }

    /// <summary>How many subnets it takes, each of the size.</summary>
    public int Subnets { get; init; } = 1;

    /// <summary>The name that the subnet must have; null for any.</summary>
    public string? SubnetName { get; init; }

    public AttachmentRule SecurityGroup { get; init; }

    /// <summary>What is to be known about security groups.</summary>
    public string SecurityGroupText { get; init; } = string.Empty;

    public AttachmentRule RouteTable { get; init; }

    /// <summary>What is to be known about route tables.</summary>
    public string RouteTableText { get; init; } = string.Empty;

    public AttachmentRule NatGateway { get; init; }

    public IPv6Rule IPv6 { get; init; }

    /// <summary>True where the service and the VNet are in one region; it is so for every service that is known.</summary>
    public bool SameRegion { get; init; } = true;

    /// <summary>True where the service and the VNet are in one subscription.</summary>
    public bool SameSubscription { get; init; }

    /// <summary>True where one subnet of a VNet can be delegated to it, not more.</summary>
    public bool OnePerNetwork { get; init; }

    /// <summary>The kind of a gateway, of which a VNet has one each; null for what is none.</summary>
    public GatewayKind? Gateway { get; init; }

    /// <summary>True where its instances get out by the subnet: a NAT gateway, a route, or default outbound access.</summary>
    public bool NeedsOutbound { get; init; }

    public ServiceDirection Direction { get; init; }

    /// <summary>True where one that is made already can be put into a subnet later, or moved into another one; false where the
    /// subnet is chosen for good when it is made; null where that is not known for sure.</summary>
    public bool? IsChangeable { get; init; }

    /// <summary>The longest and the shortest prefix that the VNet itself may have; null for any.</summary>
    public (int Longest, int Shortest)? NetworkLengths { get; init; }

    public ServiceRetirement? Retirement { get; init; }

    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Where all this is said.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    public Confidence Confidence { get; init; }

    /// <summary>True where nothing else may live in the subnet.</summary>
    public bool IsDedicated => Tenancy is SubnetTenancy.OneResource or SubnetTenancy.OneService;

    /// <summary>How many addresses the smallest subnet leaves: Azure keeps five (virtual-networks-faq).</summary>
    public long LeastAddresses => UsableIn(Least);

    /// <summary>The longest prefix that has room at a scale; without one the longest that will do.</summary>
    public int LengthFor(ServiceScale? scale)
    {
        var length = Least;
        while (scale is not null && length > AddressRules.WidestSubnet && UsableIn(length) < scale.Addresses)
        {
            length--;
        }

        return length;
    }

    /// <summary>The length of a subnet that is made: by scale where that is told, else as advised.</summary>
    public int PlannedLength(ServiceScale? scale) => scale is null ? Advised : LengthFor(scale);

    /// <summary>True for a resource of this service.</summary>
    public bool Owns(string type) =>
        ResourceTypes.Any(t => type.Equals(t, StringComparison.OrdinalIgnoreCase)
            || type.StartsWith(t + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>How many addresses an IPv4 subnet of a length has for its own.</summary>
    public static long UsableIn(int length) => Math.Max(0, (1L << (32 - length)) - AddressRules.KeptInSubnet);

    public override string ToString() => Service;
}
