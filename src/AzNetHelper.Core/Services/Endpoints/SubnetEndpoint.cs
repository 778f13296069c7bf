using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Services.Endpoints;

/// <summary>A service endpoint of a subnet.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="Identifier">What Azure calls the endpoint, for example <c>Microsoft.Storage</c>.</param>
public sealed record SubnetEndpoint(ResourceId SubnetId, string Identifier)
{
    public string VNet => SubnetId.Parent?.Name ?? string.Empty;

    public string Subnet => SubnetId.Name;

    /// <summary>What <c>-Service</c> takes; the identifier where it has no name here.</summary>
    public string Service => EndpointService.NameOf(Identifier);

    /// <summary>The regions that it leads to; <c>*</c> for all.</summary>
    public ImmutableArray<string> Location { get; init; } = [];

    public ProvisioningState State { get; init; }

    /// <summary>The resources that can let the subnet in by it; empty where that is not known.</summary>
    public string Serves => EndpointService.OfIdentifier(Identifier)?.Serves ?? string.Empty;

    /// <summary>Lets the endpoint be given where a subnet is asked for.</summary>
    public ResourceId Id => SubnetId;

    /// <summary>The endpoints of subnets, in the order of the subnets.</summary>
    /// <param name="topology">The networks.</param>
    /// <param name="wanted">Which VNets or subnets; empty for all.</param>
    public static IEnumerable<SubnetEndpoint> Of(Topology topology, IReadOnlyCollection<ResourceId> wanted)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(wanted);
        return
            from network in topology.VirtualNetworks
            from subnet in network.Subnets
            where wanted.Count == 0 || wanted.Contains(subnet.Id) || wanted.Contains(network.Id)
            from endpoint in subnet.Endpoints
            select new SubnetEndpoint(subnet.Id, endpoint.Service) { Location = endpoint.Locations, State = endpoint.State };
    }

    public override string ToString() => $"{VNet}/{Subnet} {Service}";
}

/// <summary>A service endpoint that a region offers.</summary>
/// <param name="Location">The region.</param>
/// <param name="Identifier">What Azure calls it.</param>
public sealed record OfferedEndpoint(string Location, string Identifier)
{
    /// <summary>What <c>-Service</c> takes; null for one that this module does not enable.</summary>
    public string? Service => EndpointService.OfIdentifier(Identifier)?.Name;

    /// <summary>Which resources of the service it leads to; null where that is not known.</summary>
    public EndpointScope? Scope => EndpointService.OfIdentifier(Identifier)?.Scope;

    public string Serves => EndpointService.OfIdentifier(Identifier)?.Serves ?? string.Empty;

    public string Note => EndpointService.OfIdentifier(Identifier)?.Note
        ?? (Identifier.Equals(EndpointService.ActiveDirectoryIdentifier, StringComparison.OrdinalIgnoreCase) ? "For Data Lake Storage Gen1 alone, which is retired." : string.Empty);

    public override string ToString() => $"{Location}: {Identifier}";
}
