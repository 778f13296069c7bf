using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.Tests.Networks;
using Microsoft.Extensions.Time.Testing;

namespace AzNetHelper.Tests.Reading;

/// <summary>
/// A connection to an estate of given bodies: GET, lists in pages, and as much of Resource Graph as the module asks. Errors
/// are declared by path. Every request is written down.
/// </summary>
internal sealed partial class ScriptedArm(params JsonObject[] resources) : IArm
{
    private readonly ConcurrentQueue<string> _requests = new();
    private int _underWay;

    public TimeProvider Time { get; } = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public string[] Subscriptions { get; init; } = [Sample.Subscription];

    /// <summary>What Resource Graph refuses with; null when it answers.</summary>
    public ArmException? GraphError { get; init; }

    /// <summary>Errors by path, in any case.</summary>
    public Dictionary<string, ArmException> Errors { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int PageSize { get; init; } = 1000;

    /// <summary>With more rows a page is too large for Resource Graph.</summary>
    public int MostRows { get; init; } = 1000;

    public IReadOnlyList<string> Requests => [.. _requests];

    public List<JsonObject> Queries { get; } = [];

    /// <summary>The most requests that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    public static ArmException Error(int status, string code) => new(status, code, $"{code} was answered.");

    public IArm For(ArmCaller caller) => this;

    public async Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        Note("GET", path, apiVersion);
        lock (Queries)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }

        await Task.Yield();
        lock (Queries)
        {
            _underWay--;
        }

        var found = resources.FirstOrDefault(r => Is((string)r["id"]!, path));
        return found is null ? throw Error(404, "ResourceNotFound") : new ArmResponse(200, Sample.Bytes(found));
    }

    public async IAsyncEnumerable<ArmResponse> ListAsync(
        string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Note("LIST", path, apiVersion);
        await Task.Yield();
        var items = Is(path, "/subscriptions")
            ? Subscriptions.Select(s => new JsonObject { ["id"] = $"/subscriptions/{s}", ["subscriptionId"] = s, ["state"] = "Enabled" })
            : resources.Where(r => IsListed((string)r["id"]!, path));
        foreach (var page in items.Chunk(PageSize))
        {
            yield return new(200, Sample.Bytes(new JsonObject { ["value"] = new JsonArray([.. page.Select(i => i.DeepClone())]) }));
        }
    }

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Note("QUERY", path, apiVersion);
        if (GraphError is not null)
        {
            throw GraphError;
        }

        var request = JsonNode.Parse(body.Span)!.AsObject();
        Queries.Add(request);
        var query = (string)request["query"]!;
        var start = int.Parse((string?)request["options"]!["$skipToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var top = Math.Min(PageSize, (int)request["options"]!["$top"]!);
        if ((int)request["options"]!["$top"]! > MostRows)
        {
            throw new ArmException(400, "BadRequest", "Please provide below info when asking for support.")
            {
                Details = [new("ResponsePayloadTooLarge", "Response payload size is 17641186, and has exceeded the limit of 16777216.")],
            };
        }

        var subscriptions = request["subscriptions"]!.AsArray().Select(s => (string)s!).ToList();
        var all = resources.Where(r => ResourceId.Parse((string)r["id"]!) is var id
                && subscriptions.Contains(id.SubscriptionId) && Holds(query, id))
            .OrderBy(r => (string)r["id"]!, StringComparer.OrdinalIgnoreCase).ToList();
        var answer = new JsonObject
        {
            ["totalRecords"] = all.Count,
            ["resultTruncated"] = "false",
            ["data"] = new JsonArray([.. all.Skip(start).Take(top).Select(Row)]),
        };
        if (start + top < all.Count)
        {
            answer["$skipToken"] = (start + top).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Task.FromResult(new ArmResponse(200, Sample.Bytes(answer)));
    }

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"A reader wrote: {write}");

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"A reader waited: {operation}");

    private static JsonNode Row(JsonObject resource)
    {
        var id = ResourceId.Parse((string)resource["id"]!);
        var row = resource.DeepClone().AsObject();
        row.Remove("etag");
        row["type"] = id.Type.ToLowerInvariant();
        row["resourceGroup"] = id.ResourceGroup!.ToLowerInvariant();
        row["subscriptionId"] = id.SubscriptionId;
        row["tags"] ??= null;
        row["zones"] = null;
        row["sku"] ??= null;
        return row;
    }

    private static bool Holds(string query, ResourceId id) =>
        id.IsType(Type().Match(query).Groups[1].Value)
        && Filters().Matches(query).All(f => f.Groups[2].Value.Split(", ").Contains(
            $"'{(f.Groups[1].Value is "name" ? id.Name : id.ResourceGroup)!.Replace("'", @"\'", StringComparison.Ordinal)}'",
            StringComparer.OrdinalIgnoreCase));

    private static bool IsListed(string id, string path)
    {
        var at = path.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        return ResourceId.Parse(id) is var resource && resource.IsWithin(ResourceId.Parse(path[..at]))
            && resource.IsType(path[(at + "/providers/".Length)..]);
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private void Note(string verb, string path, string apiVersion)
    {
        if (apiVersion.Length == 0)
        {
            throw new InvalidOperationException("A request has no api-version.");
        }

        _requests.Enqueue($"{verb} {path}");
        if (Errors.TryGetValue(path, out var error))
        {
            throw error;
        }
    }

    [GeneratedRegex(@"^Resources \| where type =~ '([^']+)'")]
    private static partial Regex Type();

    [GeneratedRegex(@"\| where (name|resourceGroup) in~ \(((?:[^)\\]|\\.)*)\)")]
    private static partial Regex Filters();
}
