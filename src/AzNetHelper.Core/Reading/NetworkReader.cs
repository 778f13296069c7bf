using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>What is read beside the VNets themselves.</summary>
[Flags]
public enum ReadDepth
{
    /// <summary>The VNets only, with their subnets and their halves of peerings.</summary>
    Networks = 0,

    /// <summary>The gateways in their GatewaySubnets, and the Route Servers in their RouteServerSubnets.</summary>
    Gateways = 1,

    /// <summary>The VNets at the other ends of their peerings; with their gateways where those are read.</summary>
    Peers = 2,

    /// <summary>The route tables of their subnets.</summary>
    RouteTables = 4,

    /// <summary>
    /// The VNets at the other ends of the peerings of those asked for, for their address spaces: nothing beside them is
    /// read, and one that cannot be read is a gap whatever the reason.
    /// </summary>
    PeerSpaces = 8,

    All = Gateways | Peers | RouteTables,
}

/// <summary>What was read, and what does not exist.</summary>
/// <param name="Topology">What was read; what could not be (403 ...) is a gap in it.</param>
/// <param name="Missing">The VNets asked for that do not exist (404).</param>
public sealed record NetworkReading(Topology Topology, ImmutableArray<ResourceId> Missing);

/// <summary>Reads what a plan rests on or writes: by a GET each, never from Resource Graph.</summary>
public static class NetworkReader
{
    /// <summary>How many requests are under way at once.</summary>
    public const int DefaultThrottleLimit = 8;

    /// <summary>Reads VNets side by side, and around them what the depth says.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="networks">Ids of VNets.</param>
    /// <param name="depth">What else is read. Of peers, gateways and route tables what may not be read or does not
    /// exist is a gap; of the VNets asked for, 404 is <see cref="NetworkReading.Missing"/> and 403 a gap.</param>
    /// <param name="steps">Where progress and warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure answered another error.</exception>
    public static async Task<NetworkReading> ReadNetworksAsync(
        IArm arm, IEnumerable<ResourceId> networks, ReadDepth depth, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(steps);
        var harvest = new Harvest(arm, steps, DefaultThrottleLimit);
        var readAt = arm.Time.GetUtcNow();
        var missing = await harvest.GetAsync(networks, "virtual networks", e => e.Status == 403, cancellationToken)
            .ConfigureAwait(false);
        if (depth.HasFlag(ReadDepth.Peers))
        {
            await AroundAsync(Shape.PeersOf, "peered networks").ConfigureAwait(false);
        }

        if (depth.HasFlag(ReadDepth.Gateways))
        {
            await AroundAsync(n => Shape.GatewaysIn(n).Concat(Shape.RouteServersIn(n)), "gateways").ConfigureAwait(false);
        }

        if (depth.HasFlag(ReadDepth.RouteTables))
        {
            await AroundAsync(Shape.RouteTablesOf, "route tables").ConfigureAwait(false);
        }

        // Last, so that nothing around these is read.
        if (depth.HasFlag(ReadDepth.PeerSpaces))
        {
            await AroundAsync(Shape.PeersOf, "peered networks", Harvest.LeavesGap).ConfigureAwait(false);
        }

        harvest.Ended();
        return new(harvest.ToTopology(readAt), missing);

        Task AroundAsync(
            Func<VirtualNetwork, IEnumerable<ResourceId>> refersTo, string what, Func<ArmException, bool>? isGap = null) =>
            harvest.GetAsync(
                harvest.Networks.SelectMany(refersTo).Where(id => !harvest.Has(id) && !missing.Contains(id)),
                what, isGap ?? IsOutOfReach, cancellationToken);
    }

    // A peer may lie in another tenant, or in a subscription where this sign-in has no role.
    private static bool IsOutOfReach(ArmException error) =>
        error.Status is 403 or 404 || (error.Status == 401 && error.Is("InvalidAuthenticationTokenTenant"));
}
