using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What became of the shared key of a tunnel.</summary>
/// <param name="ConnectionId">The connection that was named.</param>
public sealed record SharedKeyResetResult(ResourceId ConnectionId)
{
    public string Connection => ConnectionId.Name;

    /// <summary>The connection of the other gateway; null where the other end is a device.</summary>
    public ResourceId? OtherConnectionId { get; init; }

    public string? OtherConnection => OtherConnectionId?.Name;

    public ConnectionKind Kind { get; init; }

    /// <summary>True when the key is another one now.</summary>
    public bool Changed { get; init; }

    /// <summary>Where the new key comes from; Kept where none was needed.</summary>
    public SharedKeyOrigin SharedKeyOrigin { get; init; }

    /// <summary>The status afterwards; null where it was not waited for.</summary>
    public ConnectionStatus? Status { get; init; }

    /// <summary>The status of the other connection afterwards; null where it was not waited for, or there is none.</summary>
    public ConnectionStatus? OtherStatus { get; init; }

    /// <summary>The time that its writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of a group of a plan of <see cref="SharedKeyGround.Plan"/>.</summary>
    /// <param name="ground">What the plan rests on.</param>
    /// <param name="results">What became of the changes of one group.</param>
    /// <param name="reports">What was read while it was waited for the tunnel; empty where it was not.</param>
    /// <param name="isGiven">True where the person gave the key.</param>
    public static SharedKeyResetResult From(
        SharedKeyGround ground, ImmutableArray<ChangeResult> results, IReadOnlyCollection<ConnectionReport> reports, bool isGiven)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(reports);
        var tunnel = ground.Tunnels.First(t => t.Group == results[0].Change.Group);
        var report = reports.FirstOrDefault(r => r.Id == tunnel.First);
        var error = (results.FirstOrDefault(r => r.Error is not null && r.Outcome != ChangeOutcome.Skipped) ?? results.FirstOrDefault(r => r.Error is not null))?.Error;
        var changed = results.Any(r => r.Change.Writes && (r.Outcome == ChangeOutcome.Done || error is { Id: "ConnectionNotConnected" }));
        return new(tunnel.First)
        {
            OtherConnectionId = tunnel.Second,
            Kind = tunnel.Kind,
            Changed = changed,
            SharedKeyOrigin = !changed ? SharedKeyOrigin.Kept : isGiven ? SharedKeyOrigin.Given : SharedKeyOrigin.Made,
            Status = report?.Status,
            OtherStatus = report?.FarStatus,
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = error,
        };
    }

    public override string ToString() => Error is null ? $"{Connection}: {(Changed ? "new key" : "key kept")}" : $"{Connection}: {Error.Message}";
}
