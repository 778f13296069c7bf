using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Tests.Networks;
using AzNetHelper.Tests.Reading;
using Xunit;

namespace AzNetHelper.Tests.Vpn;

/// <summary>Answers what is asked of connections: documents, keys, a gateway's connections (without status), BGP sessions.</summary>
internal sealed class ConnectionArm(TwoGateways estate) : IArm
{
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Every wait is over at once, and has taken its time.</summary>
    public HurriedTime Clock { get; } = new();

    public TimeProvider Time => Clock;

    public Dictionary<string, ArmException> Errors { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What getBgpPeerStatus answers, by neighbour.</summary>
    public Dictionary<string, string> Sessions { get; } = [];

    /// <summary>Called before each answer, with the time that has passed.</summary>
    public Action<TimeSpan>? Happens { get; init; }

    /// <summary>Awaited before a GET is answered.</summary>
    public Func<string, Task>? Holds { get; init; }

    public IReadOnlyCollection<string> Requests => _requests;

    public IArm For(ArmCaller caller) => this;

    public async Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        Note("GET", path);
        await Task.Yield();
        await (Holds?.Invoke(path) ?? Task.CompletedTask);
        const string Key = "/sharedkey";
        if (path.EndsWith(Key, StringComparison.Ordinal))
        {
            return new(200, Sample.Bytes(new JsonObject { ["value"] = estate.Keys[ResourceId.Parse(path[..^Key.Length])] }));
        }

        lock (estate)
        {
            return estate.Documents.TryGetValue(ResourceId.Parse(path), out var found)
                ? new(200, Sample.Bytes(found)) : throw ScriptedArm.Error(404, "ResourceNotFound");
        }
    }

    public async IAsyncEnumerable<ArmResponse> ListAsync(
        string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Note("LIST", path);
        await Task.Yield();
        var gateway = path[..path.LastIndexOf('/')];
        JsonObject[] rows;
        lock (estate)
        {
            rows = [.. estate.Documents.Values.Where(d => string.Equals((string?)d["properties"]!["virtualNetworkGateway1"]?["id"], gateway,
                StringComparison.OrdinalIgnoreCase)).Select(d => d.DeepClone().AsObject())];
        }

        foreach (var row in rows)
        {
            row["properties"]!.AsObject().Remove("connectionStatus");
        }

        yield return new(200, Sample.Bytes(new JsonObject { ["value"] = new JsonArray([.. rows]) }));
    }

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        Note("POST", write.Path);
        Assert.Equal(ArmVerb.Post, write.Verb);
        Assert.EndsWith("/getBgpPeerStatus", write.Path, StringComparison.Ordinal);
        return Task.FromResult(new ArmOperation(write.Verb, write.Path, write.ApiVersion, 202));
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => Task.FromResult(new ArmResponse(200,
        Sample.Bytes(new JsonObject
        {
            ["value"] = new JsonArray([.. Sessions.Select(s => new JsonObject { ["neighbor"] = s.Key, ["state"] = s.Value, ["asn"] = 65010 })]),
        })));

    private void Note(string verb, string path)
    {
        _requests.Enqueue($"{verb} {path}");
        lock (estate)
        {
            Happens?.Invoke(Clock.Passed);
        }

        if (Errors.TryGetValue(path, out var error))
        {
            throw error;
        }
    }
}

/// <summary>A clock on which every wait ends at once and has lasted as long as it was to.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long _ticks;

    public TimeSpan Passed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A bound on a question (a minute) is no wait.
        if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(45))
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Done();
    }

    private sealed class Done : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
