using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Services;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// What a Virtual Network Manager has deployed in one region, as a resource that plans can read, compare and write. Azure has no such
/// resource in the pinned api-version: it is read by two POSTs (the configurations that are active, with their content as it was
/// committed, and the state of the last commit) and written by a third. A commit is a goal state (concept-deployments): what it does
/// not name is taken away, so writing it is a PUT in all but its name, and what holds for a PUT holds here: it may be sent twice, what
/// is there tells whether a lost answer took place, and the state before brings it back. While a commit is under way the region is what
/// that commit names, though nothing of it is active yet: the next one takes its place, and would drop it otherwise.
/// </summary>
internal static class ManagerDeployment
{
    /// <summary>The type by which plans name it.</summary>
    public const string Type = ResourceTypes.NetworkManager + "/" + TypeName;

    public const string Commit = "commit";
    public const string ListActive = "listActiveConnectivityConfigurations";
    public const string ListStatus = "listDeploymentStatus";

    public const string Deployed = nameof(Deployed);
    public const string Failed = nameof(Failed);

    /// <summary>What is said of a region whose last commit failed.</summary>
    public static string HasFailed { get; } = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["deploymentStatus"] = Failed } });

    private const string LastCommit = "lastCommit";
    private const string Ends = "Ended";
    private const string UnderWay = nameof(UnderWay);

    private const string TypeName = "deployments";
    private const string Connectivity = "Connectivity";

    public static ResourceId Of(ResourceId manager, string region) => manager.Child(TypeName, RegionPairs.Name(region));

    public static bool Is(ResourceId id) => id.IsType(Type);

    /// <summary>The ids in the order in which they are compared.</summary>
    public static JsonArray Ids(IEnumerable<ResourceId> configurations) =>
        [.. configurations.Distinct().Select(c => c.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal).Select(c => (JsonNode)c)];

    /// <summary>The configurations that a document of this kind names.</summary>
    public static ImmutableArray<ResourceId> ConfigurationsIn(JsonObject? document) => IdsAt(document, "properties.configurationIds");

    /// <summary>
    /// The configurations that are in force: those of <see cref="ConfigurationsIn"/>, or while a commit is under way those of the one before it.
    /// </summary>
    public static ImmutableArray<ResourceId> ActiveIn(JsonObject? document) => IdsAt(document, "properties.active");

    /// <summary>What a configuration said when it was committed; null where it is not active.</summary>
    public static JsonObject? ContentIn(JsonObject document, ResourceId configuration) =>
        (JsonBody.At(document, "properties.content") as JsonObject)?[Key(configuration)] as JsonObject;

    /// <summary>What a configuration is known by in <c>content</c>: all are of one manager and type.</summary>
    public static string Key(ResourceId configuration) => configuration.Name.ToLowerInvariant();

    /// <summary>Reads the deployment of a region; null where the manager is not there.</summary>
    public static async Task<JsonObject?> ReadAsync(IArm arm, ResourceId deployment, CancellationToken stop)
    {
        var (manager, region) = (deployment.Parent!, deployment.Name);
        try
        {
            // The state first: a commit that ends between the two is seen as under way, and never as done without what it deployed.
            var states = await StatesAsync(arm, manager, new() { ["regions"] = new JsonArray(region) }, stop).ConfigureAwait(false);
            return Document(deployment, await ActiveAsync(arm, manager, [region], stop).ConfigureAwait(false), states);
        }
        catch (ArmException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads the deployments of all regions in which the manager has committed connectivity, and of some more: two questions for all of
    /// them, as the one for states is taken from the budget of writes (recorded-behaviour 7.5).
    /// </summary>
    /// <exception cref="ArmException">The manager is not there, or may not be asked.</exception>
    public static async Task<ImmutableSortedDictionary<string, JsonObject>> ReadAllAsync(
        IArm arm, ResourceId manager, IEnumerable<string> regions, CancellationToken stop)
    {
        var states = await StatesAsync(arm, manager, [], stop).ConfigureAwait(false);
        string[] all =
        [
            .. states.Select(s => (string?)s["region"]).OfType<string>().Concat(regions).Select(RegionPairs.Name)
                .Where(r => r.Length > 0).Distinct(StringComparer.Ordinal),
        ];
        var active = all.Length == 0 ? [] : await ActiveAsync(arm, manager, all, stop).ConfigureAwait(false);
        return all.ToImmutableSortedDictionary(r => r, r => Document(Of(manager, r), active, states), StringComparer.Ordinal);
    }

    /// <summary>The state in which a commit that names some, and others no longer, has come to its end.</summary>
    public static string Ended(IEnumerable<ResourceId> named, IEnumerable<ResourceId> gone)
    {
        var deployed = new JsonObject(named.Select(c => KeyValuePair.Create(Key(c), (JsonNode?)"yes")));
        var awaited = new JsonObject { [LastCommit] = Ends };
        if (deployed.Count > 0)
        {
            awaited["deploymentStatus"] = Deployed;
        }

        foreach (var one in gone)
        {
            deployed[Key(one)] = null;
        }

        awaited["deployed"] = deployed;
        return JsonBody.Write(new JsonObject { ["properties"] = awaited });
    }

    /// <summary>True where a commit of a region, whoever made it, has not come to its end yet.</summary>
    public static bool IsUnderWay(JsonObject? document) => (string?)JsonBody.At(document, $"properties.{LastCommit}") == UnderWay;

    /// <summary>True where the last commit of a region has come to its end, whoever made it.</summary>
    public static bool IsSettled(ResourceId deployment, JsonObject? document) => Is(deployment)
        && string.Equals((string?)JsonBody.At(document, "properties.deploymentStatus"), Deployed, StringComparison.OrdinalIgnoreCase);

    /// <summary>The commit that a change to a deployment is.</summary>
    public static ArmWrite Write(ResourceId deployment, JsonObject after) =>
        new(ArmVerb.Post, $"{deployment.Parent}/{Commit}", ResourceTypes.NetworkApiVersion)
        {
            Body = JsonBody.WriteUtf8(new JsonObject
            {
                ["targetLocations"] = new JsonArray(deployment.Name),
                ["configurationIds"] = new JsonArray([.. ConfigurationsIn(after).Select(c => (JsonNode)c.ToString())]),
                ["commitType"] = Connectivity,
            }),
        };

    /// <summary>
    /// Why a change to a deployment is none that this module plans; null for one that is, and for what concerns none. A plan comes from a
    /// file, too, and a commit is held against no body's rules.
    /// </summary>
    public static string? Fault(Change change)
    {
        if (!Is(change.Resource))
        {
            return null;
        }

        var bodies = new[] { change.After, change.TakenBackBy }.OfType<string>().Select(JsonBody.Parse).ToArray();
        return change.Kind is not (ChangeKind.Update or ChangeKind.NoChange) ? $"is of kind {change.Kind}; what is deployed in a region is only updated."
            : bodies.Length == 0 && change.Kind == ChangeKind.Update ? "says in 'after' nothing that could be committed."
            : bodies.Any(b => !Fits(change.Resource.Parent!, b)) ? "commits something else than a list of connectivity configurations of its manager."
            : null;
    }

    /// <summary>The rows that a question is answered with.</summary>
    public static async Task<JsonObject[]> QueryAsync(IArm arm, string path, JsonObject question, CancellationToken stop)
    {
        var found = new List<JsonObject>();
        await foreach (var page in QueryPages.ReadAsync(arm, path, question, stop).ConfigureAwait(false))
        {
            found.AddRange((JsonBody.Parse(page)?["value"] as JsonArray ?? []).OfType<JsonObject>());
        }

        return [.. found];
    }

    private static Task<JsonObject[]> StatesAsync(IArm arm, ResourceId manager, JsonObject question, CancellationToken stop)
    {
        question["deploymentTypes"] = new JsonArray(Connectivity);
        return QueryAsync(arm, $"{manager}/{ListStatus}", question, stop);
    }

    private static Task<JsonObject[]> ActiveAsync(IArm arm, ResourceId manager, string[] regions, CancellationToken stop) =>
        QueryAsync(arm, $"{manager}/{ListActive}", new() { ["regions"] = new JsonArray([.. regions.Select(r => (JsonNode)r)]) }, stop);

    // The row of a commit before ours may still be shown for a moment: what is deployed counts by the configurations that the row names.
    private static JsonObject Document(ResourceId deployment, JsonObject[] active, JsonObject[] states)
    {
        var here = active.Where(a => IsHere(deployment, a) && ToId((string?)a["id"]) is not null)
            .DistinctBy(a => ToId((string?)a["id"])).ToArray();
        var last = states.Where(s => IsHere(deployment, s)).MaxBy(s => (string?)s["commitTime"] ?? string.Empty, StringComparer.Ordinal);
        var status = (string?)last?["deploymentStatus"];
        var named = (last?["configurationIds"] as JsonArray)?.Select(i => ToId((string?)i)).OfType<ResourceId>().Distinct().ToArray();
        var done = string.Equals(status, Deployed, StringComparison.OrdinalIgnoreCase) ? named ?? [] : [];

        // What is active until then says nothing of what a commit that is under way deploys.
        var isUnderWay = status is not null && !IsEnd(status);
        ResourceId[] inForce = [.. here.Select(a => ToId((string?)a["id"])!)];
        var committed = isUnderWay && named is not null ? named : inForce;
        var content = isUnderWay && named is not null ? [] : here;
        return new()
        {
            ["id"] = deployment.ToString(),
            ["name"] = deployment.Name,
            ["properties"] = new JsonObject
            {
                ["configurationIds"] = Ids(committed),
                ["active"] = Ids(inForce),
                ["content"] = new JsonObject(content.Select(a => KeyValuePair.Create(Key(ToId((string?)a["id"])!), a["properties"]?.DeepClone()))),
                ["deployed"] = new JsonObject(done.Select(c => KeyValuePair.Create(Key(c), (JsonNode?)"yes"))),
                ["deploymentStatus"] = status ?? "None",
                [LastCommit] = isUnderWay ? UnderWay : string.Equals(status, Failed, StringComparison.OrdinalIgnoreCase) ? Failed : Ends,
                ["errorMessage"] = (string?)last?["errorMessage"] ?? string.Empty,
            },
        };
    }

    private static bool IsEnd(string status) => string.Equals(status, Deployed, StringComparison.OrdinalIgnoreCase)
        || string.Equals(status, Failed, StringComparison.OrdinalIgnoreCase);

    // A row that names no region answers what was asked for.
    private static bool IsHere(ResourceId deployment, JsonObject row) => (string?)row["region"] is not { Length: > 0 } region
        || string.Equals(RegionPairs.Name(region), deployment.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(ResourceId manager, JsonObject body) => body is { Count: 1 } && body["properties"] is JsonObject properties
        && properties.All(p => p.Key is "configurationIds" or "content") && properties["configurationIds"] is JsonArray ids
        && ids.All(i => i is JsonValue v && v.TryGetValue<string>(out var text) && ToId(text) is { } id
            && id.IsType(ResourceTypes.ConnectivityConfiguration) && id.Parent == manager);

    private static ImmutableArray<ResourceId> IdsAt(JsonObject? document, string path) =>
        [.. (JsonBody.At(document, path) as JsonArray ?? []).Select(i => ToId((string?)i)).OfType<ResourceId>()];

    private static ResourceId? ToId(string? text) => ResourceId.TryParse(text, out var id) ? id : null;
}
