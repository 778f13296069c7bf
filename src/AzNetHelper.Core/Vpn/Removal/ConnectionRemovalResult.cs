using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What became of a connection that was to be removed.</summary>
/// <param name="Id">The connection; of a VNet-to-VNet pair the one that was named.</param>
public sealed record ConnectionRemovalResult(ResourceId Id)
{
    public string Name => Id.Name;

    public ResourceId? Gateway { get; init; }

    /// <summary>What it led to: another gateway, a local network gateway.</summary>
    public ResourceId? Remote { get; init; }

    /// <summary>What is gone: connections, and the site.</summary>
    public ImmutableArray<ResourceId> Removed { get; init; } = [];

    /// <summary>True when something of it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that its writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure of it; null when all of it is gone.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of the changes of one connection, or of both ends of a pair.</summary>
    public static ConnectionRemovalResult From(ConnectionRemovalGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var connections = results.Select(r => r.Resource).Where(r => r.IsType(ResourceTypes.Connection)).ToArray();
        var id = Array.Find(connections, ground.Request.Connections.Contains) ?? results[0].Resource;
        var connection = ground.Topology.Connections.FirstOrDefault(c => c.Id == id);
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(id)
        {
            Gateway = connection?.Gateway,
            Remote = connection?.OtherGateway ?? connection?.LocalNetworkGateway,
            Removed = [.. results.Where(r => r.Outcome is ChangeOutcome.Done).Select(r => r.Resource)],
            Changed = results.Any(r => r.Change.Writes && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown)),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() => Error is null ? $"{Name}: removed" : $"{Name}: {Error.Message}";
}
