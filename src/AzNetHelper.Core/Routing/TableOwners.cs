using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>By what a service's route table, or the subnet of one, is told.</summary>
public enum OwnerSign
{
    /// <summary>The subnet is delegated to the service.</summary>
    Delegation,

    /// <summary>The name of the table's resource group begins so: the service made the group and writes in it.</summary>
    GroupPrefix,

    /// <summary>The name of the table begins so.</summary>
    TablePrefix,

    /// <summary>The table has a tag of this name.</summary>
    Tag,

    /// <summary>The name of one of its routes begins so.</summary>
    RoutePrefix,
}

/// <summary>A service that writes route tables, and what it is known by.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Sign">Where the text stands.</param>
/// <param name="Text">The text, in any case.</param>
/// <param name="Source">Where that is known from.</param>
public sealed record TableOwner(string Service, OwnerSign Sign, string Text, string Source);

/// <summary>
/// Route tables that a service keeps: what somebody else writes there is taken back, or breaks the service. Names that a
/// user may well choose himself are no sign.
/// </summary>
public static class TableOwners
{
    private const string Sql = "Azure SQL Managed Instance";
    private const string Aks = "Azure Kubernetes Service";
    private const string Bricks = "Azure Databricks";
    private const string Manager = "Azure Virtual Network Manager";
    private const string SqlDocs = "sql/managed-instance/connectivity-architecture-overview (service-aided subnet configuration)";
    private const string AksDocs = "aks/configure-kubenet; aks/concepts-clusters-workloads (node resource group)";
    private const string BricksDocs = "databricks/security/network/classic/vnet-inject";

    /// <summary>The table.</summary>
    public static ImmutableArray<TableOwner> All { get; } =
    [
        new(Sql, OwnerSign.Delegation, "Microsoft.Sql/managedInstances", SqlDocs),
        new(Sql, OwnerSign.RoutePrefix, "Microsoft.Sql-managedInstances_", SqlDocs),
        new(Bricks, OwnerSign.Delegation, "Microsoft.Databricks/workspaces", BricksDocs),
        new(Bricks, OwnerSign.GroupPrefix, "databricks-rg-", BricksDocs),
        new(Bricks, OwnerSign.Tag, "databricks-environment", BricksDocs),
        new(Aks, OwnerSign.GroupPrefix, "MC_", AksDocs),
        new(Aks, OwnerSign.TablePrefix, "aks-agentpool-", AksDocs),
        new(Aks, OwnerSign.Tag, "aks-managed-cluster-name", AksDocs),
        new(Manager, OwnerSign.GroupPrefix, "AVNM_Managed_ResourceGroup", "virtual-network-manager/concept-user-defined-route"),
    ];

    /// <summary>The service that writes the table of a subnet, or would; null for none that is known.</summary>
    public static TableOwner? Of(Topology topology, Subnet subnet)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(subnet);
        return All.FirstOrDefault(o => o.Sign == OwnerSign.Delegation && subnet.Delegations.Any(d => Is(d, o.Text)))
            ?? (subnet.RouteTable is { } table ? Of(topology, table) : null);
    }

    /// <summary>The service that writes a route table; null for none that is known.</summary>
    public static TableOwner? Of(Topology topology, ResourceId table)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(table);
        var routes = topology.RouteTable(table)?.Routes ?? [];
        var tags = Tags(topology.Document(table));
        return All.FirstOrDefault(o => o.Sign switch
        {
            OwnerSign.GroupPrefix => Begins(table.ResourceGroup, o.Text),
            OwnerSign.TablePrefix => Begins(table.Name, o.Text),
            OwnerSign.Tag => tags.Any(t => Is(t, o.Text)),
            OwnerSign.RoutePrefix => routes.Any(r => Begins(r.Name, o.Text)),
            _ => false,
        }) ?? (routes.Any(r => IsOfNode(r.Name)) ? All.First(o => o.Service == Aks) : null);
    }

    // With kubenet the cloud provider keeps a route for each node in a table of the user's own: its name is the node's,
    // four underscores and the prefix of its pods.
    private static bool IsOfNode(string route) => Begins(route, "aks-") && route.Contains("____", StringComparison.Ordinal);

    private static ImmutableArray<string> Tags(ResourceDocument? table)
    {
        if (table is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(table.Json);
        return json.RootElement.Object("tags") is { ValueKind: JsonValueKind.Object } tags
            ? [.. tags.EnumerateObject().Select(t => t.Name)] : [];
    }

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string? text, string with) => text?.StartsWith(with, StringComparison.OrdinalIgnoreCase) == true;
}
