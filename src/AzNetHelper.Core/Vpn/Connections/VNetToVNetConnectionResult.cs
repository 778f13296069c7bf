using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Where the key of a tunnel comes from.</summary>
public enum SharedKeyOrigin
{
    /// <summary>From the connection that was there.</summary>
    Kept,

    /// <summary>It was given.</summary>
    Given,

    /// <summary>The run made it.</summary>
    Made,
}

/// <summary>What became of a tunnel between two gateways.</summary>
/// <param name="Gateway1Id">One gateway.</param>
/// <param name="Gateway2Id">The other gateway.</param>
public sealed record VNetToVNetConnectionResult(ResourceId Gateway1Id, ResourceId Gateway2Id)
{
    public string Gateway1 => Gateway1Id.Name;

    public string Gateway2 => Gateway2Id.Name;

    /// <summary>The connection at the first gateway.</summary>
    public ResourceId Connection1Id { get; init; } = Gateway1Id;

    /// <summary>The connection at the second gateway.</summary>
    public ResourceId Connection2Id { get; init; } = Gateway2Id;

    public string Connection1 => Connection1Id.Name;

    public string Connection2 => Connection2Id.Name;

    /// <summary>The status of the first connection; null where it was not waited for, or not read.</summary>
    public ConnectionStatus? Status1 { get; init; }

    /// <summary>The status of the second connection; null where it was not waited for, or not read.</summary>
    public ConnectionStatus? Status2 { get; init; }

    /// <summary>Whether both connections exchange routes by BGP.</summary>
    public bool EnableBgp { get; init; }

    /// <summary>The custom policy; null for Azure's default.</summary>
    public IpsecPolicy? IpsecPolicy { get; init; }

    /// <summary>What most likely keeps the tunnel down.</summary>
    public ConnectionCause Cause { get; init; }

    /// <summary>What to do, in a sentence; empty where nothing is to be done.</summary>
    public string Advice { get; init; } = string.Empty;

    public SharedKeyOrigin SharedKeyOrigin { get; init; }

    /// <summary>True when something was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that its writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when both connections are as wanted, and Connected where that was waited for.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of a group of a plan of <see cref="VNetToVNetPlanner"/>.</summary>
    /// <param name="ground">What the plan rests on.</param>
    /// <param name="results">What became of the changes of one group.</param>
    /// <param name="reports">What was read while it was waited for the tunnel; empty where it was not.</param>
    /// <param name="isGiven">True where the person gave the key.</param>
    public static VNetToVNetConnectionResult From(
        VNetToVNetGround ground, ImmutableArray<ChangeResult> results, IReadOnlyCollection<ConnectionReport> reports, bool isGiven)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(reports);
        var request = ground.Requests.First(r => string.Equals(r.Group, results[0].Change.Group, StringComparison.Ordinal));
        var pair = TunnelPair.Of(ground.Topology, request)!;
        var after = AfterRun.Of(ground.Topology, results);
        var (first, second) = (After(pair.First.Id), After(pair.Second.Id));
        var report = reports.FirstOrDefault(r => r.Id == pair.First.Id) ?? reports.FirstOrDefault(r => r.Id == pair.Second.Id);
        var isSwapped = report?.Id == pair.Second.Id;
        var wrote = results.Where(r => r.Change.Writes && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown)).ToArray();
        return new(request.Gateway1, request.Gateway2)
        {
            Connection1Id = pair.First.Id,
            Connection2Id = pair.Second.Id,
            Status1 = isSwapped ? report?.FarStatus : report?.Status,
            Status2 = isSwapped ? report?.Status : report?.FarStatus,
            EnableBgp = first?.EnableBgp == true && second?.EnableBgp == true,
            IpsecPolicy = (first ?? second)?.IpsecPolicy,
            Cause = report?.Cause ?? ConnectionCause.None,
            Advice = report?.Advice ?? string.Empty,
            SharedKeyOrigin = pair.Halves.Any(h => h.Existing is not null) ? SharedKeyOrigin.Kept : isGiven ? SharedKeyOrigin.Given : SharedKeyOrigin.Made,
            Changed = wrote.Length > 0,
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = (results.FirstOrDefault(r => r.Error is not null && r.Outcome != ChangeOutcome.Skipped) ?? results.FirstOrDefault(r => r.Error is not null))?.Error,
        };

        GatewayConnection? After(ResourceId id) => after.Connections.FirstOrDefault(c => c.Id == id);
    }

    public override string ToString() => Error is null ? $"{Gateway1} <-> {Gateway2}: {Status1?.ToString() ?? "made"}" : $"{Gateway1} <-> {Gateway2}: {Error.Message}";
}
