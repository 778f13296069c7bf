using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The operations under way and ended. Nothing runs by itself: before each request the book catches up with the clock
/// and ends what is due, in order, so that the same requests at the same times always give the same answers.
/// </summary>
internal sealed class OperationBook(SimulationOptions options, Ids ids)
{
    private readonly Dictionary<Guid, Operation> _byId = [];
    private readonly List<Operation> _running = [];
    private readonly Dictionary<string, Operation> _byJob = new(StringComparer.Ordinal);
    private int _conflicts;

    public IEnumerable<Operation> Running => _running;

    /// <summary>When the next one ends; null where none runs.</summary>
    public DateTimeOffset? NextEnd => _running.Min(o => (DateTimeOffset?)o.EndsAt);

    public Operation? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>The deletion of a resource group, whose id is a base64url text.</summary>
    public Operation? FindJob(string job) => _byJob.GetValueOrDefault(job);

    public Operation Start(Exchange exchange, OperationPlan plan)
    {
        var id = plan.Id ?? ids.NextGuid();
        var seconds = plan.Time.Duration * (1 + (options.Times.Variation * ids.NextFraction()));
        var version = exchange.ApiVersion!;
        var root = $"/subscriptions/{plan.Resource.SubscriptionId}";
        var network = $"{root}/providers/Microsoft.Network/locations/{plan.Location}";
        var (status, result) = plan.Places ?? ($"{network}/operations", $"{network}/operationResults");
        var operation = new Operation(id, plan.Name, plan.Resource)
        {
            Location = plan.Location,
            ApiVersion = version,
            Time = plan.Time,
            EndsAt =
                exchange.Planned?.State == OperationState.InProgress ? DateTimeOffset.MaxValue : exchange.Now + seconds,
            Locks = options.LockRule switch
            {
                LockRule.None => [],
                LockRule.LocalOnly => [.. plan.Locks.Take(1)],
                _ => plan.Locks,
            },
            Complete = plan.Complete,
            Abandon = plan.Abandon,
            Output = plan.Output,
            Asks = plan.Asks,
            TellsProperties = plan.TellsProperties,
            Gateways = options.ConnectionLocks == ConnectionLockRule.ConnectionWrites ? plan.Gateways : [],
            RepeatsNotice = plan.RepeatsNotice,
            Planned = exchange.Planned ?? (plan.Fails is { } failure ? new(OperationState.Failed, failure) : null),
            StatusUrl = Sign($"{status}/{id:D}", version, exchange.Now),
            ResultUrl =
                Sign(plan.Job is null ? $"{result}/{id:D}" : $"{root}/operationresults/{plan.Job}",
                version, exchange.Now),
        };
        _byId[id] = operation;
        _running.Add(operation);
        if (plan.Job is not null)
        {
            _byJob[plan.Job] = operation;
        }

        return operation;
    }

    /// <summary>Ends every operation that is due, earliest first, and tells when each ended.</summary>
    public void CatchUp(DateTimeOffset now, Action<DateTimeOffset> ended)
    {
        while (_running.Where(o => o.EndsAt <= now).MinBy(o => o.EndsAt) is { } due)
        {
            _running.Remove(due);
            if (due.Planned is { State: OperationState.Failed or OperationState.Canceled } planned)
            {
                due.State = planned.State;
                due.Error = planned.Error;
                due.Abandon(planned.State.ToString());
            }
            else
            {
                due.State = OperationState.Succeeded;
                due.Complete();
            }

            ended(due.EndsAt);
        }
    }

    /// <summary>
    /// The refusal of a write that meets a running operation on one of these VNets; null when none does.
    /// </summary>
    public ArmError? Conflict(Exchange exchange, ResourceId resource, params ReadOnlySpan<ResourceId> networks)
    {
        foreach (var network in networks)
        {
            if (_running.Find(o => o.Locks.Contains(network)) is { } holder)
            {
                return Refuse(exchange, resource, network, holder);
            }
        }

        return null;
    }

    /// <summary>The refusal of a write to a resource that an operation of its own still runs on.</summary>
    public ArmError? Busy(Exchange exchange, ResourceId resource) => Busy(exchange, resource, resource);

    /// <summary>The refusal of a write to a resource that rests on another one, on which an operation still runs.</summary>
    public ArmError? Busy(Exchange exchange, ResourceId resource, ResourceId held) =>
        _running.Find(o => o.Resource == held && !o.Asks) is { } holder && options.LockRule != LockRule.None
            ? Refuse(exchange, resource, held, holder) : null;

    /// <summary>The refusal of a write to a resource whose parent, or any part of it, an operation still runs on.</summary>
    public ArmError? BusyWithin(Exchange exchange, ResourceId resource, ResourceId parent) =>
        _running.Find(o => o.Resource.IsWithin(parent) && !o.Asks) is { } holder && options.LockRule != LockRule.None
            ? Refuse(exchange, resource, holder.Resource, holder) : null;

    /// <summary>The refusal of a write that meets a connection's write on one of these gateways.</summary>
    public ArmError? Meets(params ReadOnlySpan<ResourceId> gateways)
    {
        foreach (var gateway in gateways)
        {
            if (_running.Find(o => o.Gateways.Contains(gateway)) is { } holder)
            {
                return ConcurrencyErrors.AnotherOperation.With(Place(holder));
            }
        }

        return null;
    }

    private static string Place(Operation holder) => $"https://{holder.Location}.network.azure.com{holder.StatusUrl.Split('&')[0]}";

    private ArmError Refuse(Exchange exchange, ResourceId resource, ResourceId held, Operation holder)
    {
        var answer = options.Conflicts.IsDefaultOrEmpty
            ? ConflictAnswer.RetryableError
            : options.Conflicts[_conflicts++ % options.Conflicts.Length];
        var left = holder.EndsAt == DateTimeOffset.MaxValue
            ? 10
            : (int)Math.Clamp(Math.Ceiling((holder.EndsAt - exchange.Now).TotalSeconds), 1, 60);
        return answer switch
        {
            ConflictAnswer.AnotherOperationInProgress =>
                ConcurrencyErrors.AnotherOperation.With(Place(holder)),
            ConflictAnswer.ReferencedResourceNotProvisioned =>
                ConcurrencyErrors.NotProvisioned.With(held, resource, "Updating", holder.Name),
            _ => ConcurrencyErrors.Busy.With(holder.Name, holder.Id.ToString("D"), holder.Resource, left)
                with { RetryAfter = left },
        };
    }

    // Since 2024 status URLs are signed and some 3 kB long; the two of one operation differ (recorded).
    public string Sign(string path, string apiVersion, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?api-version={apiVersion}&t={now.UtcTicks}")
        + $"&c={ids.NextSignature(2400)}&s={ids.NextSignature(342)}&h={ids.NextSignature(43)}";
}

/// <summary>What an accepted write sets in motion.</summary>
internal sealed record OperationPlan(string Name, ResourceId Resource, string Location, OperationTime Time)
{
    public ImmutableArray<ResourceId> Locks { get; init; } = [];

    /// <summary>The operation's id where it is no new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The job's id where it is not the operation's guid: deletions of resource groups.</summary>
    public string? Job { get; init; }

    /// <summary>The paths of its status and of its result, without the id; null for those of Microsoft.Network.</summary>
    public (string Status, string Result)? Places { get; init; }

    /// <summary>What a question is answered with in the end; null for a write.</summary>
    public Func<JsonNode?>? Output { get; init; }

    /// <summary>It asks and changes nothing: writes do not wait for it.</summary>
    public bool Asks { get; init; }

    /// <summary>Its status has the result beside it, as properties.</summary>
    public bool TellsProperties { get; init; }

    /// <summary>The gateways of the connection that is written.</summary>
    public ImmutableArray<ResourceId> Gateways { get; init; } = [];

    /// <summary>Its result says Azure-AsyncNotification again.</summary>
    public bool RepeatsNotice { get; init; }

    /// <summary>How it fails; null when nothing is in its way.</summary>
    public ArmError? Fails { get; init; }

    public required Action Complete { get; init; }

    public required Action<string> Abandon { get; init; }
}
