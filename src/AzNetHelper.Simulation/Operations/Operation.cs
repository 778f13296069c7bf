using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>How an operation stands.</summary>
internal enum OperationState
{
    InProgress,
    Succeeded,
    Failed,
    Canceled,
}

/// <summary>How an operation was told to end by a declared fault.</summary>
internal sealed record PlannedEnd(OperationState State, ArmError? Error)
{
    /// <summary>An operation that stays InProgress for ever.</summary>
    public static PlannedEnd Never { get; } = new(OperationState.InProgress, null);
}

/// <summary>An accepted write under way.</summary>
internal sealed class Operation(Guid id, string name, ResourceId resource)
{
    public Guid Id { get; } = id;

    /// <summary>The service's name for it, for example PutSubnetOperation; messages about conflicts carry it.</summary>
    public string Name { get; } = name;

    public ResourceId Resource { get; } = resource;

    public required string Location { get; init; }

    public required string ApiVersion { get; init; }

    public required OperationTime Time { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The VNets that nobody else may write while it runs.</summary>
    public ImmutableArray<ResourceId> Locks { get; init; } = [];

    /// <summary>What happens when it succeeds.</summary>
    public required Action Complete { get; init; }

    /// <summary>What happens when it fails or is cancelled; the resource stays in that state.</summary>
    public required Action<string> Abandon { get; init; }

    /// <summary>What a question is answered with in the end; null for a write.</summary>
    public Func<JsonNode?>? Output { get; init; }

    /// <summary>It asks and changes nothing: writes do not wait for it.</summary>
    public bool Asks { get; init; }

    /// <summary>Its status has the result beside it, as properties.</summary>
    public bool TellsProperties { get; init; }

    /// <summary>The gateways that other writes of connections wait for, where the options say so.</summary>
    public ImmutableArray<ResourceId> Gateways { get; init; } = [];

    /// <summary>Its result says Azure-AsyncNotification again (recorded of circuits).</summary>
    public bool RepeatsNotice { get; init; }

    public PlannedEnd? Planned { get; init; }

    public OperationState State { get; set; }

    public ArmError? Error { get; set; }

    public int Polls { get; set; }

    /// <summary>The signed status URL, path and query.</summary>
    public required string StatusUrl { get; init; }

    /// <summary>The signed result URL, path and query; its signature differs from the status URL's.</summary>
    public required string ResultUrl { get; init; }
}
