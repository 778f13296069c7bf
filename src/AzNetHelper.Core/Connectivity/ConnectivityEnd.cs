using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Connectivity;

/// <summary>One of the two that are to be connected.</summary>
public abstract record ConnectivityEnd
{
    private protected ConnectivityEnd()
    {
    }

    public sealed override string ToString() => Text;

    private protected abstract string Text { get; }
}

/// <summary>A VNet, or one of its subnets.</summary>
/// <param name="Network">The VNet.</param>
/// <param name="Subnet">The subnet that was named; null for all of the VNet.</param>
public sealed record NetworkEnd(VirtualNetwork Network, Subnet? Subnet = null) : ConnectivityEnd
{
    /// <summary>As the reachability engine names it.</summary>
    public Endpoint Endpoint => Subnet is null ? new VNetEndpoint(Network.Id) : new SubnetEndpoint(Subnet.Id);

    /// <summary>The subnet, or every subnet that Azure does not keep for itself.</summary>
    public IEnumerable<Subnet> Subnets => Subnet is null ? Network.Subnets.Where(s => !ReservedSubnets.Contains(s.Name)) : [Subnet];

    private protected override string Text => Endpoint.ToString();
}

/// <summary>An on-premises site: what Azure knows of it, or its prefixes alone.</summary>
/// <param name="Prefixes">The prefixes behind it, as far as they are known.</param>
/// <param name="Site">The local network gateway or the circuit; null where only prefixes were given.</param>
public sealed record SiteEnd(ImmutableArray<IPPrefix> Prefixes, ResourceId? Site = null) : ConnectivityEnd
{
    private protected override string Text => Site is null ? string.Join(", ", Prefixes) : new SiteEndpoint(Site).ToString();
}

/// <summary>Single devices, wherever they are.</summary>
/// <param name="Gateway">The gateway whose client pool was named; null for whichever fits.</param>
public sealed record ClientsEnd(ResourceId? Gateway = null) : ConnectivityEnd
{
    /// <summary>What people write for it.</summary>
    public const string Word = "Clients";

    private protected override string Text => Gateway is null ? Word : new ClientPoolEndpoint(Gateway).ToString();
}

/// <summary>A service: one that is there, or a kind that is to be made.</summary>
/// <param name="Service">Its kind.</param>
/// <param name="Id">The resource; null for a kind.</param>
public sealed record ServiceEnd(PlatformService Service, ResourceId? Id = null) : ConnectivityEnd
{
    /// <summary>The region; null where it is not known.</summary>
    public string? Location { get; init; }

    /// <summary>The name of its SKU or tier; null where it is not known.</summary>
    public string? Tier { get; init; }

    /// <summary>The group that a private endpoint of it has; null where there is none.</summary>
    public string? Group { get; init; } = Service.PrivateLinkGroups is [var first, ..] ? first : null;

    /// <summary>The subnet that it stands in, or calls out of; null for none that is known.</summary>
    public ResourceId? Subnet { get; init; }

    /// <summary>The private endpoints that it says it has.</summary>
    public ImmutableArray<ServiceLink> PrivateEndpoints { get; init; } = [];

    private protected override string Text => Id?.Name ?? Service.Name;
}

/// <summary>A private endpoint, as its service tells of it.</summary>
/// <param name="Endpoint">The private endpoint.</param>
/// <param name="Status"><c>Approved</c>, <c>Pending</c> ...; null where the service does not say.</param>
public sealed record ServiceLink(ResourceId Endpoint, string? Status)
{
    public bool IsApproved => string.Equals(Status, "Approved", StringComparison.OrdinalIgnoreCase);
}
