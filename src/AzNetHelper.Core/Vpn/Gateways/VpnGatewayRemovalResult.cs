using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What became of a VPN gateway that was to go.</summary>
/// <param name="GatewayId">The gateway.</param>
public sealed record VpnGatewayRemovalResult(ResourceId GatewayId)
{
    public string Gateway => GatewayId.Name;

    /// <summary>The VNet that it sat in; null where that could not be told.</summary>
    public ResourceId? VNetId { get; init; }

    public string? VNet => VNetId?.Name;

    /// <summary>True when the gateway is gone.</summary>
    public bool Removed { get; init; }

    /// <summary>The public addresses that went with it.</summary>
    public ImmutableArray<ResourceId> RemovedAddresses { get; init; } = [];

    /// <summary>Its public addresses that are still there, and are billed.</summary>
    public ImmutableArray<ResourceId> KeptAddresses { get; init; } = [];

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of a whole run of a plan of <see cref="VpnGatewayRemover"/>.</summary>
    public static VpnGatewayRemovalResult From(VpnGatewayRemovalGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var removal = new GatewayRemoval(ground.Topology, ground.Request, ground.Users);
        var gone = results.Where(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged).Select(r => r.Resource).ToHashSet();
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(ground.Request.Gateway)
        {
            VNetId = removal.Gateway?.VirtualNetwork,
            Removed = removal.Gateway is null || gone.Contains(ground.Request.Gateway),
            RemovedAddresses = [.. removal.Addresses.Select(a => a.Id).Where(gone.Contains)],
            KeptAddresses = [.. removal.Addresses.Select(a => a.Id).Where(a => !gone.Contains(a))],
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() => Error is null ? $"{Gateway}: removed" : $"{Gateway}: {Error.Message}";
}
