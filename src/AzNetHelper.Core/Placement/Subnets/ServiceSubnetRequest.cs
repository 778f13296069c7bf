using System.Collections.Immutable;
using System.Text;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Placement;

/// <summary>A subnet that is wanted for a service.</summary>
/// <param name="Network">The VNet.</param>
/// <param name="Service">The service.</param>
public sealed record ServiceSubnetRequest(ResourceId Network, ServiceRequirement Service)
{
    private readonly string? _name;

    /// <summary>The name: as given, else as the service asks, else made of the service's own.</summary>
    public string? Name
    {
        get => _name ?? Service.SubnetName ?? DefaultName(Service);
        init => _name = value;
    }

    /// <summary>True where the name was given.</summary>
    public bool IsNamed => _name is not null;

    public ServiceScale? Scale { get; init; }

    /// <summary>What the subnet is to be delegated to, as given; null for what the service needs.</summary>
    public string? Delegation { get; init; }

    /// <summary>What the subnet is delegated to, in the spelling of the service; null for nobody.</summary>
    public string? DelegatedTo => Delegation is null ? Service.Delegation == DelegationRule.Required ? Service.DelegatedTo[0] : null
        : Service.DelegatedTo.FirstOrDefault(d => d.Equals(Delegation, StringComparison.OrdinalIgnoreCase));

    /// <summary>The prefix; null for a free one.</summary>
    public IPPrefix? Prefix { get; init; }

    public ResourceId? NetworkSecurityGroup { get; init; }

    public ResourceId? RouteTable { get; init; }

    public ResourceId? NatGateway { get; init; }

    /// <summary>Null where it was not said: false for a subnet that is made, and what is there stays.</summary>
    public bool? DefaultOutboundAccess { get; init; }

    /// <summary>Gives the VNet a further prefix where it has no room.</summary>
    public bool ExtendAddressSpace { get; init; }

    public ResourceId Subnet => Network.Child("subnets", Name!);

    /// <summary>What is to be attached.</summary>
    public ImmutableArray<ResourceId> Attachments => [.. new[] { NetworkSecurityGroup, RouteTable, NatGateway }.OfType<ResourceId>()];

    /// <summary>The same for one more resource of a service that has its subnet for itself: where that is taken, under a free name.</summary>
    public ServiceSubnetRequest ForAnother(VirtualNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return !IsNamed && Service.Tenancy == SubnetTenancy.OneResource
            && network.Subnets.FirstOrDefault(s => s.Id == Subnet) is { } there && !SubnetOccupancy.Of(there).IsEmpty
            && OtherName(network, Service, there.Name) is { } free ? this with { Name = free } : this;
    }

    /// <summary>The name of one more subnet for a service; null where the service's own is free, or the only one.</summary>
    internal static string? OtherName(VirtualNetwork network, ServiceRequirement service, string beside)
    {
        var (name, taken) = (DefaultName(service), network.Subnets.Select(s => s.Name).Append(beside).ToHashSet(StringComparer.OrdinalIgnoreCase));
        return service.SubnetName is not null || !taken.Contains(name) ? null
            : Enumerable.Range(2, taken.Count + 1).Select(i => FormattableString.Invariant($"{name}-{i}")).First(n => !taken.Contains(n));
    }

    // SqlManagedInstance: snet-sql-managed-instance.
    private static string DefaultName(ServiceRequirement service)
    {
        var name = new StringBuilder("snet");
        for (var i = 0; i < service.Service.Length; i++)
        {
            var c = service.Service[i];
            if (char.IsAsciiLetterUpper(c) && (i == 0 || !char.IsAsciiLetterUpper(service.Service[i - 1])))
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }
}
