using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>How a write goes wrong.</summary>
internal enum Fault
{
    None,
    LostBefore,
    LostAfter,
    Conflict409,
    Retryable429,
    NotProvisioned400,
    Precondition412,
    Throttled429,
    PollBusy,
    PollSuperseded,
    StatusLost,
    Refused,
    NeverEnds,
}

/// <summary>Which writes the fake refuses while another one runs, as the simulation's lock rules.</summary>
internal enum FakeLocks
{
    BothNetworks,
    LocalNetwork,
    None,
}

/// <summary>When a write held its locks.</summary>
internal sealed record Written(ArmVerb Verb, ResourceId Resource, TimeSpan Start, TimeSpan End, IReadOnlySet<ResourceId> Lanes);

/// <summary>
/// A small Azure Resource Manager for VNets and peerings: strict bodies, ETags shared by a VNet and its peerings, locks on
/// both VNets of a peering write, the peering state machine, and faults on demand. It knows no cmdlet and no plan.
/// </summary>
internal sealed partial class FakeArm(TimeProvider time) : IArm
{
    private readonly SortedDictionary<ResourceId, JsonObject> _documents = [];
    private readonly List<(ResourceId Own, ResourceId Remote)> _underWay = [];
    private readonly Dictionary<ResourceId, int> _etags = [];
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);

    private FakeLocks _locks;

    public static TimeSpan ThrottledFor { get; } = TimeSpan.FromSeconds(40);

    public TimeProvider Time => time;

    /// <summary>How long a write takes.</summary>
    public TimeSpan WriteTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Says how the n-th write (from 1) goes; none by default.</summary>
    public Func<ArmWrite, int, Fault> Faults { get; set; } = (_, _) => Fault.None;

    /// <summary>May change while writes run.</summary>
    public FakeLocks Locks
    {
        get => _locks;
        set => (_locks, HasLetMeet) = (value, HasLetMeet || value != FakeLocks.BothNetworks);
    }

    /// <summary>Another rule than that of both networks was in force.</summary>
    public bool HasLetMeet { get; private set; }

    /// <summary>Called before each request: other people's writes, a stop.</summary>
    public Action<string>? OnRequest { get; set; }

    /// <summary>What lists hold instead of what is there; null for that.</summary>
    public string? ListBody { get; set; }

    /// <summary>Every write that took place.</summary>
    public List<Written> Log { get; } = [];

    /// <summary>Every write that was asked for.</summary>
    public List<ArmWrite> Writes { get; } = [];

    public int Reads { get; private set; }

    public IEnumerable<ResourceId> Peerings => _documents.Keys.Where(id => id.IsType(ResourceTypes.Peering));

    public JsonObject this[ResourceId id] => _documents[id];

    public void Put(ResourceId id, string json) => _documents[id] = JsonBody.Parse(json);

    public void Remove(ResourceId id) => _documents.Remove(id);

    public bool Has(ResourceId id) => _documents.ContainsKey(id);

    public IArm For(ArmCaller caller) => this;

    public async Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        OnRequest?.Invoke($"GET {path}");
        Reads++;
        var id = ResourceId.Parse(path);
        return _documents.ContainsKey(id)
            ? new(200, JsonBody.WriteUtf8(Show(id))) { ETag = ETag(id) }
            : throw new ArmException(404, "NotFound", $"Resource {id} not found.");
    }

    public async IAsyncEnumerable<ArmResponse> ListAsync(
        string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        OnRequest?.Invoke($"GET {path}");
        Reads++;
        if (!path.EndsWith("/virtualNetworkPeerings", StringComparison.Ordinal))
        {
            Assert.EndsWith("/staticMembers", path, StringComparison.Ordinal);
            throw new ArmException(404, "NotFound", $"Resource [{path}] does not exist or has been deleted");
        }

        var network = ResourceId.Parse(path[..path.LastIndexOf('/')]);
        yield return new(200, ListBody is { } body ? System.Text.Encoding.UTF8.GetBytes(body) : JsonBody.WriteUtf8(new JsonObject
        {
            ["value"] = new JsonArray([.. Peerings.Where(p => p.Parent == network).Select(p => (JsonNode)Show(p))]),
        }));
    }

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        path.Contains("/networkManagers/", StringComparison.OrdinalIgnoreCase)
            ? throw new ArmException(404, "NotFound", $"Resource [{path}] does not exist or has been deleted")
            : throw new NotSupportedException();

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        if (write.Path.EndsWith("/listRadiusSecrets", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArmException(403, "AuthorizationFailed", "The secrets may not be read.");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        OnRequest?.Invoke($"{write.Verb} {write.Path}");
        Writes.Add(write);
        var fault = Faults(write, Writes.Count);
        Refuse(fault);
        var operation = Accept(write, fault);
        if (fault == Fault.LostAfter)
        {
            throw new ArmException(0, "NoAnswer", "The connection was lost.") { MayHaveTakenEffect = true };
        }

        return operation is null
            ? new ArmOperation(write.Verb, write.Path, write.ApiVersion, 204)
            : new ArmOperation(write.Verb, write.Path, write.ApiVersion, 201) { StatusUri = operation.Uri, StartedAt = time.GetUtcNow() };
    }

    public async Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken)
    {
        if (operation.IsFinal)
        {
            return new(204, default);
        }

        await _operations[operation.StatusUri!.AbsoluteUri].Ended.Task.WaitAsync(cancellationToken);
        var id = ResourceId.Parse(operation.Path);
        return operation.Verb == ArmVerb.Delete ? new(204, default) : new(200, JsonBody.WriteUtf8(Show(id)));
    }

    /// <summary>What a survey of the whole estate reads: peerings inside their VNets.</summary>
    public Topology Survey() => new(_documents.Keys.Where(id => !id.IsType(ResourceTypes.Peering))
        .Select(id => new ResourceDocument(id, JsonBody.WriteUtf8(Show(id)))));

    private static void Refuse(Fault fault)
    {
        switch (fault)
        {
            case Fault.LostBefore:
                throw new ArmException(0, "NoAnswer", "The connection was lost.") { MayHaveTakenEffect = true };
            case Fault.Conflict409:
                throw new ArmException(409, "AnotherOperationInProgress", "Another operation on this or dependent resource is in progress.");
            case Fault.Retryable429:
                throw new ArmException(429, "RetryableError", "A retryable error occurred.")
                {
                    Details = [new("RetryableErrorDueToAnotherOperation", "The call can be retried in 7 seconds.")],
                    RetryAfter = TimeSpan.FromSeconds(7),
                };
            case Fault.NotProvisioned400:
                throw new ArmException(400, "ReferencedResourceNotProvisioned",
                    "Cannot proceed with operation because resource is not in Succeeded state. Resource is in Updating state.");
            case Fault.Precondition412:
                throw new ArmException(412, "PreconditionFailed", "Precondition failed.");
            case Fault.Throttled429:
                throw new ArmException(429, "SubscriptionRequestsThrottled", "Number of 'write' requests exceeded.") { RetryAfter = ThrottledFor };
            case Fault.Refused:
                throw new ArmException(403, "AuthorizationFailed", "The client does not have authorization.");
        }
    }

    private string ETag(ResourceId id)
    {
        var owner = id.Parent ?? id;
        return $"W/\"{owner.Name}-{_etags.GetValueOrDefault(owner)}\"";
    }

    public void Touch(ResourceId network) => _etags[network] = _etags.GetValueOrDefault(network) + 1;

    private JsonObject Show(ResourceId id)
    {
        var body = (JsonObject)_documents[id].DeepClone();
        body["id"] = id.ToString();
        body["name"] = id.Name;
        body["type"] = id.Type;
        body["etag"] = ETag(id);
        if (id.IsType(ResourceTypes.VirtualNetwork))
        {
            body["properties"]!["virtualNetworkPeerings"] =
                new JsonArray([.. Peerings.Where(p => p.Parent == id).Select(p => (JsonNode)Show(p))]);
        }
        else if (id.IsType(ResourceTypes.Peering))
        {
            ShowSpaces(id, body["properties"]!.AsObject());
        }

        return body;
    }

    private sealed class Operation(Uri uri)
    {
        public Uri Uri { get; } = uri;

        // Continuations run inline: the virtual clock must not run ahead of the thread pool.
        public TaskCompletionSource Ended { get; } = new();
    }
}
