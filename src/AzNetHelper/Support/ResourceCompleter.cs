using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Support;

/// <summary>Completes resources of one type: by name, by <c>group/name</c> where several have the name.</summary>
/// <param name="type">The resource type.</param>
public abstract class ResourceCompleter(string type) : NameCompleter
{
    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(arm, cancellationToken);
        var shared = ids.GroupBy(id => id.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. ids.Select(id => shared.Contains(id.Name)
            ? new CompletableName($"{id.ResourceGroup}/{id.Name}", id.ToString(), id.Name)
            : new CompletableName(id.Name, id.ToString(), $"{id.ResourceGroup}/{id.Name}"))];
    }

    private protected async Task<ImmutableArray<ResourceId>> IdsAsync(IArm arm, CancellationToken cancellationToken) =>
        [.. (await CompletionRows.ReadAsync(arm, $"Resources | where type =~ '{type.ToLowerInvariant()}' | project id, name", cancellationToken))
            .Select(row => ResourceId.Parse(row.GetProperty("id").GetString()!))];
}

/// <summary>Completes VNets.</summary>
public sealed class VNetCompleter() : ResourceCompleter(ResourceTypes.VirtualNetwork);

/// <summary>Completes Virtual Network Managers.</summary>
public sealed class NetworkManagerCompleter() : ResourceCompleter(ResourceTypes.NetworkManager);

/// <summary>Completes network security groups.</summary>
public sealed class SecurityGroupCompleter() : ResourceCompleter(ResourceTypes.NetworkSecurityGroup);

/// <summary>Completes route tables.</summary>
public sealed class RouteTableCompleter() : ResourceCompleter(ResourceTypes.RouteTable);

/// <summary>Completes NAT gateways.</summary>
public sealed class NatGatewayCompleter() : ResourceCompleter(ResourceTypes.NatGateway);

/// <summary>Completes gateways.</summary>
public sealed class VpnGatewayCompleter() : ResourceCompleter(ResourceTypes.VirtualNetworkGateway);

/// <summary>Completes connections of gateways.</summary>
public sealed class ConnectionCompleter() : ResourceCompleter(ResourceTypes.Connection);
