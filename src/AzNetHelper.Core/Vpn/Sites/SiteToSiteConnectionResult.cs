using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Vpn;

/// <summary>What became of the connection with one device.</summary>
/// <param name="Id">The connection.</param>
public sealed record SiteToSiteConnectionResult(ResourceId Id)
{
    public string Name => Id.Name;

    public ResourceId? Gateway { get; init; }

    /// <summary>The local network gateway that stands for the device.</summary>
    public ResourceId? Site { get; init; }

    /// <summary>The device's address or name.</summary>
    public string DeviceAddress { get; init; } = string.Empty;

    /// <summary>The static prefixes behind it, as read back.</summary>
    public ImmutableArray<IPPrefix> AddressPrefixes { get; init; } = [];

    public bool EnableBgp { get; init; }

    /// <summary>Of the connection as read back; null where it was not.</summary>
    public ProvisioningState? ProvisioningState { get; init; }

    /// <summary>True when something of it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that its writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What to do next, as commands; empty where it failed.</summary>
    public string NextStep { get; init; } = string.Empty;

    /// <summary>The first failure of it; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of the changes of one device.</summary>
    public static SiteToSiteConnectionResult From(SiteGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var after = AfterRun.Of(ground.Topology, results);
        var planned = SiteLayout.Of(ground.Topology, ground.Request).First(s => results.Any(r => r.Resource == s.ConnectionId || r.Resource == s.SiteId));
        var connection = after.Connections.FirstOrDefault(c => c.Id == planned.ConnectionId);
        var site = after.LocalNetworkGateways.FirstOrDefault(s => s.Id == planned.SiteId);
        var failed = results.Where(r => r.Error is not null).ToArray();
        var error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error;
        return new(planned.ConnectionId)
        {
            Gateway = ground.Request.Gateway,
            Site = planned.SiteId,
            DeviceAddress = planned.Device.Address,
            AddressPrefixes = site?.AddressSpace ?? [],
            EnableBgp = connection?.EnableBgp ?? false,
            ProvisioningState = connection?.ProvisioningState,
            Changed = results.Any(r => r.Change.Writes && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown)),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            NextStep = error is not null || connection is null || connection.Status == ConnectionStatus.Connected ? string.Empty
                : $"Configure the device: Export-VpnDeviceConfiguration -Connection '{planned.ConnectionId}' -Path <folder>; then "
                    + $"Wait-VpnGatewayConnection -Connection '{planned.ConnectionId}'",
            Error = error,
        };
    }

    public override string ToString() => Error is null ? $"{Name}: {ProvisioningState}" : $"{Name}: {Error.Message}";
}
