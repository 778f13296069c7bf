using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Tests.Planning;

/// <summary>
/// Resources that can only be deleted, each change having a resource of its own: it is busy at random, refuses a few for
/// good, and notes when two writes with a lane in common are under way at once.
/// </summary>
internal sealed class LaneArm(VirtualTime time, ImmutableArray<Change> changes, int busyPercent, int seed) : IArm
{
    private readonly Random _random = new(seed);
    private readonly HashSet<ResourceId> _there = [.. changes.Select(c => c.Resource)];
    private readonly List<Change> _underWay = [];
    private readonly Dictionary<string, Task> _operations = [];

    public TimeProvider Time => time;

    public List<(ResourceId Resource, TimeSpan At)> Sent { get; } = [];

    public List<(ResourceId Resource, TimeSpan At)> Done { get; } = [];

    public List<string> Violations { get; } = [];

    /// <summary>When anything was asked or ended.</summary>
    public List<TimeSpan> Moments { get; } = [];

    public HashSet<ResourceId> Refused { get; } = [];

    public int MostAtOnce { get; private set; }

    public bool Exists(ResourceId id) => _there.Contains(id);

    public IArm For(ArmCaller caller) => this;

    public async Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        await WaitAsync(0.05, cancellationToken);
        return Exists(ResourceId.Parse(path))
            ? new(200, """{"properties":{"provisioningState":"Succeeded"}}"""u8.ToArray())
            : throw new ArmException(404, "NotFound", "It is gone.");
    }

    public async Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        var change = changes.Single(c => c.Resource == ResourceId.Parse(write.Path));
        Begin(change);
        Sent.Add((change.Resource, time.Now));
        await WaitAsync(0.1, CancellationToken.None);
        if (_random.Next(100) < busyPercent)
        {
            _underWay.Remove(change);
            throw _random.Next(3) switch
            {
                0 => new ArmException(409, "AnotherOperationInProgress", "Busy."),
                1 => new ArmException(429, "RetryableError", "Busy.") { RetryAfter = TimeSpan.FromSeconds(_random.Next(1, 20)) },
                _ => new ArmException(412, "PreconditionFailed", "Stale."),
            };
        }

        if (_random.Next(12) == 0)
        {
            _underWay.Remove(change);
            Refused.Add(change.Resource);
            throw new ArmException(403, "AuthorizationFailed", "No.");
        }

        _operations[write.Path] = EndAsync(change, _random.Next(1, 25));
        return new(write.Verb, write.Path, write.ApiVersion, 202) { StatusUri = new Uri("https://fake/"), StartedAt = time.GetUtcNow() };
    }

    public async Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken)
    {
        await _operations[operation.Path].WaitAsync(cancellationToken);
        return new(204, default);
    }

    public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void Begin(Change change)
    {
        Violations.AddRange(_underWay.Where(o => o.Lanes.Intersect(change.Lanes).Any()).Select(o => $"{o.Key} and {change.Key}"));
        _underWay.Add(change);
        MostAtOnce = Math.Max(MostAtOnce, _underWay.Count);
    }

    private async Task EndAsync(Change change, int seconds)
    {
        await WaitAsync(seconds, CancellationToken.None);
        _there.Remove(change.Resource);
        _underWay.Remove(change);
        Done.Add((change.Resource, time.Now));
    }

    private async Task WaitAsync(double seconds, CancellationToken cancellation)
    {
        Moments.Add(time.Now);
        await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellation);
        Moments.Add(time.Now);
    }
}
