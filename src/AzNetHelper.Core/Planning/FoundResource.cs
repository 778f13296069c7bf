using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>A resource as a GET finds it: there with its content and ETag, or not there.</summary>
internal sealed record FoundResource(JsonObject? Body, string? ETag)
{
    private ProvisioningState State =>
        Enum.TryParse<ProvisioningState>(Text("properties.provisioningState"), ignoreCase: true, out var state) ? state : default;

    /// <summary>An operation, ours or another's, has not ended yet.</summary>
    public bool IsInTransit => IsDeploying || IsChanging;

    /// <summary>A commit of somebody's, ours or another's, is under way in the region that this is the deployment of.</summary>
    public bool IsDeploying { get; init; }

    private bool IsChanging =>
        Body is not null && !StateIsMute && State is ProvisioningState.Updating or ProvisioningState.Creating or ProvisioningState.Deleting;

    /// <summary>A static member of a network group says Updating for ever (recorded-behaviour 7.2): its state says nothing.</summary>
    public bool StateIsMute { get; init; }

    /// <summary>True where the document tells whether an operation is under way: rules of database servers, for example, do not.</summary>
    public bool TellsState => Text("properties.provisioningState") is not null;

    public static async Task<FoundResource> ReadAsync(IArm arm, ResourceId id, CancellationToken cancellation)
    {
        if (ManagerDeployment.Is(id))
        {
            var deployment = await ManagerDeployment.ReadAsync(arm, id, cancellation);
            return new(deployment, null) { IsDeploying = ManagerDeployment.IsUnderWay(deployment) };
        }

        try
        {
            var answer = await arm.GetAsync(id.ToString(), ResourceTypes.ApiVersion(id), cancellation);
            var body = Parse(answer, id);
            return new(body, answer.ETag ?? (string?)JsonBody.At(body, "etag")) { StateIsMute = id.IsType(ResourceTypes.StaticMember) };
        }
        catch (ArmException e) when (e.Status == 404)
        {
            return new(null, null);
        }
    }

    /// <summary>Reads resources side by side, so many at once; each that has been read is told with how many there are.</summary>
    public static async Task<Dictionary<ResourceId, FoundResource>> ReadAllAsync(
        IArm arm, IReadOnlyList<ResourceId> ids, int throttleLimit, Action<ResourceId, int> onRead, CancellationToken cancellation)
    {
        var found = new Dictionary<ResourceId, FoundResource>();
        using var free = new SemaphoreSlim(Math.Max(1, throttleLimit));

        // All end before the first failure is thrown: nothing is left to ask for a place.
        var reads = ids.Select(ReadOneAsync).ToArray();
        await Task.WhenAll(reads);
        foreach (var (id, read) in ids.Zip(reads))
        {
            found.Add(id, await read);
        }

        return found;

        async Task<FoundResource> ReadOneAsync(ResourceId id)
        {
            await free.WaitAsync(cancellation);
            try
            {
                return await ReadAsync(arm, id, cancellation);
            }
            finally
            {
                free.Release();
                onRead(id, ids.Count);
            }
        }
    }

    /// <summary>The object that an answer holds; null when it holds none.</summary>
    public static JsonObject? Parse(ArmResponse answer, ResourceId id)
    {
        try
        {
            return JsonBody.Parse(answer.Body);
        }
        catch (JsonException e)
        {
            throw new ArmException(answer.Status, "InvalidAnswer", $"The answer for {id} is no JSON: {e.Message}", e);
        }
    }

    /// <summary>True when the change needs no write (any more).</summary>
    public bool IsAsWanted(Change change) => change.Kind switch
    {
        ChangeKind.NoChange => true,
        ChangeKind.Delete => Body is null || IsPast(change),
        ChangeKind.Action => false,
        _ => Body is not null && State is not (ProvisioningState.Failed or ProvisioningState.Canceled)
            && (change.OnlyWhile is not null ? IsPast(change)
                : change.PassedWhen is not null ? Holds(change.After) || Holds(change.PassedWhen)
                : Holds(change.After) && (change.NeededWhile is null || !Holds(change.NeededWhile))),
    };

    /// <summary>
    /// What the plan rests on and does not hold any more, as sentences; empty when nothing has drifted. A member that
    /// already is as wanted is no drift.
    /// </summary>
    public ImmutableArray<string> Drift(Change change)
    {
        if (change.Before is null)
        {
            return Body is null || change.Kind is not ChangeKind.Create ? []
                : [.. JsonBody.Differences(JsonBody.Parse(change.After!), Body).Select(p => $"it exists now, with another {p}")];
        }

        if (Body is null)
        {
            return ["it does not exist any more"];
        }

        var before = JsonBody.Parse(change.Before);
        var changed = JsonBody.Differences(before, Body);
        if (changed.IsEmpty)
        {
            return [];
        }

        var after = change.After is null ? null : JsonBody.Parse(change.After);
        var unlike = after is null ? changed : JsonBody.Differences(after, Body);

        // A list is as wanted when all of it is: lists of other lengths differ as a whole, those of one length item by item.
        var unlikeLists = unlike.Select(ListOf).ToHashSet(StringComparer.Ordinal);
        return [.. changed.Where(p => JsonBody.At(after, ListOf(p)) is null || unlikeLists.Contains(ListOf(p)))
            .Select(p => $"{p} is {Show(Body, p)}, not {Show(before, p)}")];
    }

    private static string ListOf(string path) => path.Split('[')[0];

    private bool IsPast(Change change) => change.OnlyWhile is not null && !Holds(change.OnlyWhile);

    private bool Holds(string? members) =>
        members is null || JsonBody.Differences(JsonBody.Parse(members), Body).IsEmpty;

    private string? Text(string path) => JsonBody.At(Body, path) is JsonValue v && v.TryGetValue<string>(out var s) ? s : null;

    private static string Show(JsonObject body, string path) => JsonBody.At(body, path)?.ToJsonString() ?? "absent";
}
