using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>
/// Completes what documents of networks name: of a topology that was given with -Topology without asking anybody, else of Resource Graph.
/// </summary>
public abstract class TopologyCompleter : NameCompleter
{
    /// <summary>The types that hold the names.</summary>
    private protected abstract ImmutableArray<string> Types { get; }

    private protected abstract ImmutableArray<CompletableName> Of(Topology topology);

    private protected override ImmutableArray<CompletableName>? Given(IDictionary? bound) =>
        (bound?["Topology"] is PSObject wrapped ? wrapped.BaseObject : bound?["Topology"]) is Topology topology ? Of(topology) : null;

    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        var types = string.Join(", ", Types.Select(t => $"'{t}'"));
        var rows = await CompletionRows.ReadAsync(arm, $"Resources | where type in~ ({types}) | project id, name, type, properties", cancellationToken);
        return Of(new Topology(rows.Select(row => new ResourceDocument(
            ResourceId.Parse(row.GetProperty("id").GetString()!), JsonSerializer.SerializeToUtf8Bytes(row)))));
    }

    /// <summary>The names that several VNets have: the group stands before these.</summary>
    private protected static ISet<string> SharedNames(Topology topology) =>
        topology.VirtualNetworks.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
