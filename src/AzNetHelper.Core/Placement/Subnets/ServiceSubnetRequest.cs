using System.Collections.Immutable;
using System.Text;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

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
