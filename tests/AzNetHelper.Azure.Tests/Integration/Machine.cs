using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// A machine that runs a command, and may die in the middle of a write: before the request leaves, after it took place, or
/// while the journal is written. From then on nothing of what ran on it moves; what has left it goes on in Azure.
/// </summary>
internal sealed class Machine : DelegatingHandler
{
    private readonly object _gate = new();
    private readonly AzureSimulation _simulation;
    private readonly Random _random;
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _diesAt;
    private readonly Func<HttpRequestMessage, bool> _counts;
    private int _steps;

    /// <param name="bed">Where it is.</param>
    /// <param name="seed">Decides how it dies.</param>
    /// <param name="diesAt">The write (its own steps counted) at which it dies; 0 for never.</param>
    /// <param name="type">The type whose writes count.</param>
    /// <param name="counts">Tells which requests count, where they are not the writes of one type.</param>
    public Machine(Bed bed, int seed, int diesAt, string type = ResourceTypes.Peering, Func<HttpRequestMessage, bool>? counts = null)
        : base(new Shared(bed.Handler))
    {
        _counts = counts ?? (request => request.Method != HttpMethod.Get
            && ResourceId.TryParse(request.RequestUri!.AbsolutePath, out var id) && id.IsType(type));
        (_simulation, _random, _diesAt) = (bed.Simulation, new(seed), diesAt);
        Arm = new AzureArmConnector().Connect(Arms.Connection(this, bed.Clock));
    }

    public IArm Arm { get; }

    public Task Died => _died.Task;

    public bool IsDead => _died.Task.IsCompleted;

    /// <summary>How many steps it has made.</summary>
    public int Steps
    {
        get
        {
            lock (_gate)
            {
                return _steps;
            }
        }
    }

    /// <summary>Writes that it had taken, by resource: what it set.</summary>
    public Dictionary<ResourceId, string> Taken { get; init; } = [];

    /// <summary>Writes that it repeated though they had succeeded.</summary>
    public List<string> Repeated { get; init; } = [];

    /// <summary>A journal's bytes, on a disk that outlives the machine.</summary>
    public IJournalStore Disk(MemoryStream bytes) => new Store(this, bytes);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await HangIfDeadAsync();
        if (!_counts(request))
        {
            return await HangIfDeadAsync(await base.SendAsync(request, cancellationToken));
        }

        await StepAsync();
        if (!ResourceId.TryParse(request.RequestUri!.AbsolutePath, out var id) || !id.IsType(ResourceTypes.Peering))
        {
            var plain = await base.SendAsync(request, cancellationToken);
            await StepAsync();
            return plain;
        }

        var set = request.Method == HttpMethod.Delete ? "absent"
            : Truth.Flags(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject());
        NoteRepeated(id, set, request.RequestUri.Query);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            lock (_gate)
            {
                Taken[id] = set;
            }
        }

        await StepAsync();
        return answer;
    }

    // Taken by us before, and still as we set it, at rest and whole: there was nothing to write.
    private void NoteRepeated(ResourceId id, string set, string query)
    {
        var now = Truth.Find(_simulation.Snapshot(), id);
        var isRepair = query.Contains("sync", StringComparison.OrdinalIgnoreCase)
            || (string?)now?["properties"]!["peeringState"] == "Disconnected";
        var isWhole = now is null || (string?)now["properties"]!["provisioningState"] is "Succeeded" or "Updating";
        lock (_gate)
        {
            if (Taken.TryGetValue(id, out var before) && before == set && Truth.Flags(now) == set && isWhole && !isRepair)
            {
                Repeated.Add($"{id.Name}: {set} over {now?.ToJsonString()}");
            }
        }
    }

    private async Task StepAsync()
    {
        lock (_gate)
        {
            if (++_steps == _diesAt)
            {
                _died.TrySetResult();
            }
        }

        await HangIfDeadAsync();
    }

    private async Task<HttpResponseMessage> HangIfDeadAsync(HttpResponseMessage answer)
    {
        await HangIfDeadAsync();
        return answer;
    }

    private Task HangIfDeadAsync() => IsDead ? new TaskCompletionSource().Task : Task.CompletedTask;

    /// <summary>Several machines reach the service through one handler.</summary>
    private sealed class Shared(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _inner.SendAsync(request, cancellationToken);
    }

    private sealed class Store(Machine machine, MemoryStream disk) : IJournalStore
    {
        public string Name => "journal";

        public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
        {
            lock (disk)
            {
                return Task.FromResult<ReadOnlyMemory<byte>>(disk.ToArray());
            }
        }

        public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            await machine.HangIfDeadAsync();
            Write(bytes.Span);
            await machine.HangIfDeadAsync();
        }

        // Another machine uses the disk as soon as this one is dead: what it still writes must be there by then, and nothing
        // comes later.
        private void Write(ReadOnlySpan<byte> bytes)
        {
            lock (disk)
            {
                if (machine.IsDead)
                {
                    return;
                }

                var (dies, cut) = (false, bytes.Length);
                lock (machine._gate)
                {
                    if (++machine._steps == machine._diesAt)
                    {
                        (dies, cut) = (true, machine._random.Next(bytes.Length + 1));
                    }
                }

                disk.Write(bytes[..cut]);
                if (dies)
                {
                    machine._died.TrySetResult();
                }
            }
        }

        public ValueTask DisposeAsync() => default;
    }
}
