using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Devices;

/// <summary>Reads what the configurations of devices rest on: connections, their gateways and sites, and what lies behind.</summary>
public static class DeviceGround
{
    /// <summary>Reads what belongs to connections. Null when one does not exist, or its gateway: told as a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="connections">The connections.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<Topology?> ReadAsync(
        IArm arm, ImmutableArray<ResourceId> connections, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(steps);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var missing = await harvest.GetAsync(connections, "connections", _ => false, cancellationToken).ConfigureAwait(false);
        foreach (var id in missing)
        {
            steps.Fail(new("ConnectionNotFound", FailureKind.ObjectNotFound, $"The connection {id} does not exist.", id));
        }

        var read = harvest.Values<GatewayConnection>().ToArray();
        ImmutableArray<ResourceId> gateways = [.. read.Select(c => c.Gateway).OfType<ResourceId>().Distinct().Order()];
        if (!missing.IsEmpty || await VpnGround.OfAsync(arm, gateways, steps, cancellationToken).ConfigureAwait(false) is not { Topology: { } around })
        {
            return null;
        }

        // A site lies in a group of its own; an address is asked for where the gateway does not tell it.
        var sites = read.Select(c => c.LocalNetworkGateway).OfType<ResourceId>();
        var addresses = around.Gateways.Where(g => gateways.Contains(g.Id)).SelectMany(g => g.Addresses)
            .Where(a => a.TunnelAddresses.IsEmpty).Select(a => a.PublicAddress).OfType<ResourceId>();
        await harvest.GetAsync(sites.Concat(addresses).Where(id => around.Document(id) is null), "sites", Harvest.LeavesGap, cancellationToken)
            .ConfigureAwait(false);
        harvest.Ended();
        return around.With(harvest.Documents);
    }
}
