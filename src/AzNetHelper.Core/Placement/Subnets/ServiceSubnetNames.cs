using System.Collections.Immutable;
using AzNetHelper.Addressing;

namespace AzNetHelper.Placement;

/// <summary>A subnet for a service, by the names that people type.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="VNet">The VNet: an id, <c>group/name</c> or a name.</param>
public sealed record ServiceSubnetNames(string Service, string VNet)
{
    public string? Name { get; init; }

    /// <summary>The scale: a number, or <c>parameter=number</c> each; null where it was not told.</summary>
    public ImmutableArray<string>? Scale { get; init; }

    public string? Delegation { get; init; }

    public IPPrefix? Prefix { get; init; }

    public string? NetworkSecurityGroup { get; init; }

    public string? RouteTable { get; init; }

    public string? NatGateway { get; init; }

    public bool? DefaultOutboundAccess { get; init; }

    public bool ExtendAddressSpace { get; init; }
}
