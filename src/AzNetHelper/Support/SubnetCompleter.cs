using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>Completes subnets as <c>vnet/subnet</c>, with the group before them where several VNets have the name.</summary>
public sealed class SubnetCompleter : NameCompleter
{
    // One page holds 1000 rows: more than a person completes through.
    private static readonly byte[] Query = """
        {"query":"Resources | where type =~ 'microsoft.network/virtualnetworks' | project id, name, type, properties",
         "options":{"resultFormat":"objectArray"}}
        """u8.ToArray();

    private protected override ImmutableArray<CompletableName>? Given(IDictionary? bound) =>
        (bound?["Topology"] is PSObject wrapped ? wrapped.BaseObject : bound?["Topology"]) is Topology topology ? Of(topology) : null;

    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        var answer = await arm.QueryAsync(
            "/providers/Microsoft.ResourceGraph/resources", ResourceTypes.ResourceGraphApiVersion, Query, cancellationToken);
        using var json = JsonDocument.Parse(answer.Body);
        return Of(new Topology(json.RootElement.GetProperty("data").EnumerateArray().Select(row => new ResourceDocument(
            ResourceId.Parse(row.GetProperty("id").GetString()!), JsonSerializer.SerializeToUtf8Bytes(row)))));
    }

    private static ImmutableArray<CompletableName> Of(Topology topology)
    {
        var shared = topology.VirtualNetworks.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from network in topology.VirtualNetworks
               let full = $"{network.ResourceGroup}/{network.Name}"
               from subnet in network.Subnets
               select new CompletableName($"{(shared.Contains(network.Name) ? full : network.Name)}/{subnet.Name}", subnet.Id.ToString(), $"{full}/{subnet.Name}"),
        ];
    }
}
