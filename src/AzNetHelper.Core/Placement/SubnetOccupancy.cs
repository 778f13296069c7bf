using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement;

/// <summary>How it is known that something lives in a subnet.</summary>
public enum DeployedBy
{
    /// <summary>It has addresses there that the subnet lists.</summary>
    IPConfiguration,
    PrivateEndpoint,

    /// <summary>Its service keeps a service association link or a resource navigation link there.</summary>
    ServiceLink,
}

/// <summary>Something that lives in a subnet.</summary>
/// <param name="Name">Its name; of a link that does not tell a resource the link's name.</param>
/// <param name="Type">Its type, for example <c>Microsoft.Network/bastionHosts</c>.</param>
/// <param name="By">How it is known.</param>
public sealed record DeployedResource(string Name, string Type, DeployedBy By)
{
    /// <summary>The resource; null where a link does not tell it.</summary>
    public ResourceId? Id { get; init; }

    /// <summary>The service of the catalogue; null where that is none, or not known for sure.</summary>
    public string? Service { get; init; }

    /// <summary>How many addresses of the subnet it is listed with; 0 for a link, whose addresses the subnet does not list.</summary>
    public int Addresses { get; init; }

    public override string ToString() => $"{Name} ({Type})";
}

/// <summary>What Azure says of the addresses of a subnet.</summary>
/// <param name="Used">How many are taken.</param>
/// <param name="Limit">How many there are for one's own.</param>
public sealed record SubnetUsage(long Used, long Limit);

/// <summary>Where the number of taken addresses comes from.</summary>
public enum UsageSource
{
    /// <summary>Counted by what the subnet lists. Services that keep only a link take addresses beside these.</summary>
    Counted,

    /// <summary>Told by Azure (the usages of the VNet).</summary>
    Azure,
}

/// <summary>What lives in a subnet, and how full it is.</summary>
/// <param name="SubnetId">The subnet.</param>
public sealed record SubnetOccupancy(ResourceId SubnetId)
{
    public string Subnet => SubnetId.Name;

    public string VNet => SubnetId.Parent!.Name;

    public ResourceId VNetId => SubnetId.Parent!;

    public ImmutableArray<IPPrefix> Prefixes { get; init; } = [];

    /// <summary>What lives there, by name.</summary>
    public ImmutableArray<DeployedResource> Resources { get; init; } = [];

    /// <summary>The services that the subnet is kept for, whether or not they are there.</summary>
    public ImmutableArray<string> Delegations { get; init; } = [];

    /// <summary>How many IPv4 addresses there are for one's own: Azure keeps five of each prefix.</summary>
    public long Addresses { get; init; }

    /// <summary>How many of these are taken.</summary>
    public long Used { get; init; }

    public UsageSource Source { get; init; }

    /// <summary>True where more are taken than could be counted: a service keeps only a link there.</summary>
    public bool IsAtLeast => Source == UsageSource.Counted && Resources.Any(r => r.By == DeployedBy.ServiceLink);

    /// <summary>How many are left; the most that can be left where <see cref="IsAtLeast"/>.</summary>
    public long Free => Math.Max(0, Addresses - Used);

    /// <summary>How full it is, from 0 to 100.</summary>
    public double PercentUsed => Addresses == 0 ? 0 : Math.Round(Math.Min(100d, Used * 100d / Addresses), 1);

    public bool IsEmpty => Resources.IsEmpty;

    /// <summary>Lets it be given where a subnet is asked for.</summary>
    public ResourceId Id => SubnetId;

    /// <summary>What lives in a subnet.</summary>
    /// <param name="subnet">The subnet.</param>
    /// <param name="usage">What Azure says of its addresses; null where it was not asked, or did not say.</param>
    public static SubnetOccupancy Of(Subnet subnet, SubnetUsage? usage = null)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        var resources = DeployedResources.In(subnet);
        return new(subnet.Id)
        {
            Prefixes = subnet.Prefixes,
            Resources = resources,
            Delegations = subnet.Delegations,
            Addresses = usage?.Limit ?? subnet.Prefixes.Where(p => !p.IsIPv6).Sum(p => ServiceRequirement.UsableIn(p.Length)),
            Used = usage?.Used ?? resources.Sum(r => r.Addresses),
            Source = usage is null ? UsageSource.Counted : UsageSource.Azure,
        };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{VNet}/{Subnet}: {Resources.Length} resources, {Free} of {Addresses} addresses free{(IsAtLeast ? " at most" : string.Empty)}");
}
