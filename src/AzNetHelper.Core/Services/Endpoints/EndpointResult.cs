using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Endpoints;

/// <summary>A subnet after its service endpoints were enabled or disabled, as read back at the end.</summary>
/// <param name="SubnetId">The subnet.</param>
public sealed record EndpointResult(ResourceId SubnetId)
{
    public string VNet => SubnetId.Parent?.Name ?? string.Empty;

    public string Subnet => SubnetId.Name;

    /// <summary>All of its endpoints, by name; those of others too.</summary>
    public ImmutableArray<string> Service { get; init; } = [];

    /// <summary>Those that it did not have before.</summary>
    public ImmutableArray<string> Enabled { get; init; } = [];

    /// <summary>Those that it has no more.</summary>
    public ImmutableArray<string> Disabled { get; init; } = [];

    /// <summary>True when it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the write took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The command that takes the change back; null where nothing changed.</summary>
    public string? Undo { get; init; }

    /// <summary>What went wrong; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a subnet is asked for.</summary>
    public ResourceId Id => SubnetId;

    /// <summary>The result of a write of a plan of <see cref="EndpointPlanner"/>.</summary>
    public static EndpointResult From(EndpointGround ground, ChangeResult result)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(result);
        var id = result.Resource;
        var before = Endpoints(ground.Topology, id);
        var after = Endpoints(AfterRun.Of(ground.Topology, [result]), id);
        var changed = result.Change.Writes && (result.Accepted || result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown);
        string[] came = [.. changed ? after.Except(before, StringComparer.OrdinalIgnoreCase).Where(Asked) : []];
        string[] went = [.. changed ? before.Except(after, StringComparer.OrdinalIgnoreCase).Where(Asked) : []];
        return new(id)
        {
            Service = [.. after.Select(EndpointService.NameOf)],
            Enabled = [.. came.Select(EndpointService.NameOf)],
            Disabled = [.. went.Select(EndpointService.NameOf)],
            Changed = changed,
            Elapsed = result.Elapsed,
            Undo = came.Length > 0 ? Command(EndpointOrigins.Disable, came) : went.Length > 0 && went.All(w => EndpointService.OfIdentifier(w) is not null)
                ? Command(EndpointOrigins.Enable, went) : null,
            Error = result.Error,
        };

        // What somebody else did meanwhile is not told as done here.
        bool Asked(string identifier) => ground.Request.Identifiers.Contains(identifier, StringComparer.OrdinalIgnoreCase);

        string Command(string name, string[] identifiers) => $"{name} -Subnet '{id}' -Service {string.Join(", ", identifiers.Select(EndpointService.NameOf))}";
    }

    public override string ToString() => Error is null ? $"{VNet}/{Subnet}: {string.Join(", ", Service)}" : $"{VNet}/{Subnet}: {Error.Message}";

    private static ImmutableArray<string> Endpoints(Topology topology, ResourceId id) =>
        topology.VirtualNetwork(id.Parent!)?.Subnets.FirstOrDefault(s => s.Id == id)?.ServiceEndpoints ?? [];
}
