using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Routing;

namespace AzNetHelper.Support;

/// <summary>Completes what can be a next hop by name: Azure Firewalls, and the word for the hub's VPN gateway.</summary>
public sealed class ApplianceCompleter : NameCompleter
{
    private static readonly byte[] Query = """
        {"query":"Resources | where type =~ 'microsoft.network/azurefirewalls' | project id, name",
         "options":{"resultFormat":"objectArray"}}
        """u8.ToArray();

    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        var answer = await arm.QueryAsync(
            "/providers/Microsoft.ResourceGraph/resources", ResourceTypes.ResourceGraphApiVersion, Query, cancellationToken);
        using var json = JsonDocument.Parse(answer.Body);
        var ids = json.RootElement.GetProperty("data").EnumerateArray().Select(row => ResourceId.Parse(row.GetProperty("id").GetString()!));
        return [new CompletableName(HubHop.GatewayWord, "The hub's VPN gateway"),
            .. ids.Select(id => new CompletableName($"{id.ResourceGroup}/{id.Name}", id.ToString(), id.Name))];
    }
}
