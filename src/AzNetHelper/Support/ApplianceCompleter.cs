using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Routing;

namespace AzNetHelper.Support;

/// <summary>Completes what can be a next hop by name: Azure Firewalls, and the word for the hub's VPN gateway.</summary>
public sealed class ApplianceCompleter() : ResourceCompleter(ResourceTypes.AzureFirewall)
{
    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken) =>
        [new CompletableName(HubHop.GatewayWord, "The hub's VPN gateway"), .. (await IdsAsync(arm, cancellationToken))
            .Select(id => new CompletableName($"{id.ResourceGroup}/{id.Name}", id.ToString(), id.Name))];
}
