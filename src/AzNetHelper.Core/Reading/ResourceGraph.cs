using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reading;

/// <summary>
/// Azure Resource Graph: finds and surveys resources over many subscriptions. What it answers is seconds to minutes
/// old, so nothing that a plan writes or rests on comes from here.
/// </summary>
/// <remarks>
/// Limits (Microsoft Learn, "Work with large data sets" and "Guidance for throttled requests" of Azure Resource Graph):
/// 1,000 rows a page; the token of the next page comes only with a query that sorts and keeps the id; 1,000
/// subscriptions a request; 15 requests in five seconds, which the connection keeps to. Subscriptions that the caller may
/// not see are left out without a word. A page of more than 16 MB is refused (ResponsePayloadTooLarge,
/// github.com/microsoft/ARI issue 199): a thousand VNets of twenty subnets are more. A $top beside a token counts instead of
/// the size that the token was made with (QueryRequestOptions in Microsoft's published schema of Resource Graph).
/// </remarks>
internal static class ResourceGraph
{
    private const int RowsPerPage = 1000;

    // Columns that the Resources table has; it has none for the ETag.
    private const string Columns =
        "id, name, type, location, resourceGroup, subscriptionId, tags, properties, sku, zones";

    /// <summary>The query for every resource of a type, whole.</summary>
    public static string Whole(string type, IReadOnlyCollection<string> groups, IReadOnlyCollection<string> names) =>
        Query(type, groups, names, Columns);

    /// <summary>The query for every resource of some types, whole, with its kind (Route Servers are told by it).</summary>
    public static string Whole(IReadOnlyCollection<string> types) =>
        $"Resources{In("type", [.. types.Select(t => t.ToLowerInvariant())])} | order by id asc | project {Columns}, kind";

    /// <summary>
    /// The query for the network interfaces that forward packets, and those that have one of some private addresses; one
    /// with several ip configurations may come more than once.
    /// </summary>
    public static string ForwardingInterfaces(IReadOnlyCollection<string> addresses)
    {
        const string Interfaces = "Resources | where type =~ 'microsoft.network/networkinterfaces'";
        const string Forwarding = "tobool(properties.enableIPForwarding) == true";
        return addresses.Count == 0
            ? $"{Interfaces} | where {Forwarding} | order by id asc | project {Columns}"
            : $"{Interfaces} | mv-expand configuration = properties.ipConfigurations | where {Forwarding} or "
                + $"tostring(configuration.properties.privateIPAddress) in ({string.Join(", ", addresses.Select(Literal))})"
                + $" | order by id asc | project {Columns}";
    }

    /// <summary>The query for the ids of the resources of a type.</summary>
    public static string Ids(string type, IReadOnlyCollection<string> groups, IReadOnlyCollection<string> names) =>
        Query(type, groups, names, "id, name");

    /// <summary>The query for the VNets that are in a group of Virtual Network Manager, whoever's manager it is.</summary>
    public static string GroupMemberships(string columns = "id") =>
        $"NetworkResources | where type =~ 'microsoft.network/networkgroupmemberships' | order by id asc | project {columns}";

    /// <summary>Runs a query; the rows, each as the bytes of its object.</summary>
    /// <exception cref="ArmException">Resource Graph refused.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> QueryAsync(
        IArm arm, string query, IReadOnlyCollection<string> subscriptions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(arm, query, subscriptions, cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in page.Rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>Runs a query; page by page, so that it can be told how much there is.</summary>
    /// <exception cref="ArmException">Resource Graph refused.</exception>
    public static async IAsyncEnumerable<GraphPage> PagesAsync(
        IArm arm, string query, IReadOnlyCollection<string> subscriptions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var size = RowsPerPage;
        foreach (var batch in arm.ByTenant(subscriptions).SelectMany(s => s.Chunk(ResourceTypes.ResourceGraphSubscriptions)))
        {
            string? token = null;
            do
            {
                ArmResponse answer;
                try
                {
                    answer = await arm.QueryAsync(
                        ResourceTypes.ResourceGraphPath, ResourceTypes.ResourceGraphApiVersion, Body(query, batch, token, size), cancellationToken)
                        .ConfigureAwait(false);
                }
                catch (ArmException e) when (size > 1 && e.Is("ResponsePayloadTooLarge"))
                {
                    size /= 2;
                    token ??= string.Empty;
                    continue;
                }

                var page = JsonSlices.Members(answer.Body);
                yield return new(JsonSlices.Elements(page.GetValueOrDefault("data", "[]"u8.ToArray())),
                    JsonSlices.Number(page.GetValueOrDefault("totalRecords")) ?? 0);
                token = JsonSlices.Text(page.GetValueOrDefault("$skipToken"));
                if (token is null or "" && JsonSlices.Text(page.GetValueOrDefault("resultTruncated")) is "true" or "True")
                {
                    throw new ArmException(answer.Status, "ResultTruncated",
                        "Resource Graph cut its answer off and gave no way to the rest.");
                }

                token = token is "" ? null : token;
            }
            while (token is not null);
        }
    }

    private static string Query(
        string type, IReadOnlyCollection<string> groups, IReadOnlyCollection<string> names, string columns) =>
        $"Resources | where type =~ {Literal(type.ToLowerInvariant())}{In("resourceGroup", groups)}{In("name", names)}"
        + $" | order by id asc | project {columns}";

    private static string In(string column, IReadOnlyCollection<string> values) =>
        values.Count == 0 ? string.Empty : $" | where {column} in~ ({string.Join(", ", values.Select(Literal))})";

    // Kusto: a quote inside a literal is escaped by a backslash.
    private static string Literal(string text) =>
        $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    private static ReadOnlyMemory<byte> Body(string query, string[] subscriptions, string? token, int size)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("subscriptions");
            foreach (var subscription in subscriptions)
            {
                writer.WriteStringValue(subscription);
            }

            writer.WriteEndArray();
            writer.WriteString("query", query);
            writer.WriteStartObject("options");
            writer.WriteNumber("$top", size);
            if (token is { Length: > 0 })
            {
                writer.WriteString("$skipToken", token);
            }

            writer.WriteString("resultFormat", "objectArray");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

/// <summary>A page of what Resource Graph answers.</summary>
/// <param name="Rows">Its rows, each as the bytes of its object.</param>
/// <param name="Total">How many rows all pages have for these subscriptions.</param>
internal sealed record GraphPage(IReadOnlyList<ReadOnlyMemory<byte>> Rows, long Total);
