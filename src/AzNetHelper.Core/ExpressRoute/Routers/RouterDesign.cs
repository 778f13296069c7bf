using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>Which links a configuration is for.</summary>
public enum LinkSelection
{
    /// <summary>Both, on one router.</summary>
    Both,

    /// <summary>Both, each on a router of its own: two configurations.</summary>
    Each,

    /// <summary>The primary one alone.</summary>
    Primary,

    /// <summary>The secondary one alone.</summary>
    Secondary,
}

/// <summary>Which link packets take while both are up.</summary>
public enum LinkPreference
{
    /// <summary>Both, side by side.</summary>
    Both,

    /// <summary>The primary one; the other one stands by.</summary>
    Primary,

    /// <summary>The secondary one; the other one stands by.</summary>
    Secondary,
}

/// <summary>What is taken from Azure; a default route and the site's own prefixes are something else.</summary>
public enum AcceptedRoutes
{
    /// <summary>Private addresses (RFC 1918, RFC 6598, RFC 4193), and what networks that are linked have beside them.</summary>
    PrivateSpace,

    /// <summary>What the networks have that are linked with the circuit, and nothing else.</summary>
    LinkedNetworks,
}

/// <summary>What a router at a circuit must be told, in no vendor's words.</summary>
/// <param name="Circuit">The circuit.</param>
public sealed record RouterDesign(ResourceId Circuit)
{
    /// <summary>The router's autonomous system.</summary>
    public required long RouterAsn { get; init; }

    /// <summary>Microsoft's autonomous system.</summary>
    public long MicrosoftAsn { get; init; } = CircuitAsn.Microsoft;

    /// <summary>The 802.1Q tag; with QinQ the inner one.</summary>
    public required int VlanId { get; init; }

    /// <summary>The outer tag; null without QinQ.</summary>
    public int? OuterVlanId { get; init; }

    /// <summary>The links that end at this router: one or two.</summary>
    public required ImmutableArray<RouterLink> Links { get; init; }

    /// <summary>Which of two configurations this is: a part of its files' names; empty where one is all.</summary>
    public string Part { get; init; } = string.Empty;

    public LinkPreference Preference { get; init; }

    /// <summary>What is announced to Azure, both families.</summary>
    public ImmutableArray<IPPrefix> Advertised { get; init; } = [];

    /// <summary>What is taken from Azure: these, and what lies inside of them.</summary>
    public ImmutableArray<IPPrefix> Accepted { get; init; } = [];

    /// <summary>What is never taken from Azure, since it is the site's.</summary>
    public ImmutableArray<OwnPrefix> Own { get; init; } = [];

    /// <summary>How many prefixes each session brings.</summary>
    public required SessionPrefixes Expected { get; init; }

    /// <summary>True to take a default route from Azure.</summary>
    public bool AcceptsDefault { get; init; }

    /// <summary>True where the peering has IPv6.</summary>
    public bool HasIPv6 => Links.Any(l => l.IPv6 is not null);

    /// <summary>True where both links end here and packets take both.</summary>
    public bool IsBalanced => Links.Length > 1 && Preference == LinkPreference.Both;
}

/// <summary>One link at the router.</summary>
/// <param name="Link">Which one.</param>
/// <param name="IPv4">Its addresses.</param>
/// <param name="IPv6">Its addresses of IPv6; null where the peering has none.</param>
public sealed record RouterLink(CircuitLink Link, LinkAddresses IPv4, LinkAddresses? IPv6)
{
    /// <summary>Its name in files: <c>primary</c> or <c>secondary</c>.</summary>
    public string Name => Link == CircuitLink.Primary ? "primary" : "secondary";
}

/// <summary>A prefix of the site.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="WithParts">True where no part of it is taken either: nothing of Azure's lies inside of it.</param>
public sealed record OwnPrefix(IPPrefix Prefix, bool WithParts);
