using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What became of an ExpressRoute gateway that was wanted, as read back at the end.</summary>
/// <param name="GatewayId">The gateway.</param>
/// <param name="VNetId">The VNet that it sits in.</param>
public sealed record ExpressRouteGatewayResult(ResourceId GatewayId, ResourceId VNetId)
{
    public string Gateway => GatewayId.Name;

    public string VNet => VNetId.Name;

    /// <summary>The SKU; null while there is no gateway.</summary>
    public string? Sku { get; init; }

    /// <summary>The least scale units of ErGwScale; null where it is not told.</summary>
    public int? MinScaleUnit { get; init; }

    /// <summary>The most scale units of ErGwScale; null where it is not told.</summary>
    public int? MaxScaleUnit { get; init; }

    /// <summary>How many circuits it takes; null for a SKU that is not known.</summary>
    public int? MaxCircuits { get; init; }

    /// <summary>True where it has FastPath.</summary>
    public bool HasFastPath { get; init; }

    /// <summary>True where it lets VNets of other gateways of its circuits in.</summary>
    public bool AllowRemoteVNetTraffic { get; init; }

    /// <summary>How its last write went; null while there is no gateway.</summary>
    public ProvisioningState? State { get; init; }

    /// <summary>True when something of it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a gateway is asked for.</summary>
    public ResourceId Id => GatewayId;

    /// <summary>The result of a whole run of a plan of <see cref="ExpressRouteGatewayPlanner"/>.</summary>
    public static ExpressRouteGatewayResult From(ExpressRouteGatewayGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var gateway = AfterRun.Of(ground.Topology, results).Gateways.FirstOrDefault(g => g.Id == ground.Request.Gateway);
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(ground.Request.Gateway, ground.Request.Network)
        {
            Sku = gateway?.Sku,
            MinScaleUnit = gateway?.ScaleBounds?.Least,
            MaxScaleUnit = gateway?.ScaleBounds?.Most,
            MaxCircuits = GatewayCapacity.Circuits(gateway),
            HasFastPath = GatewayCapacity.HasFastPath(gateway) is true,
            AllowRemoteVNetTraffic = gateway?.AllowRemoteVNetTraffic is true,
            State = gateway?.ProvisioningState,
            Changed = results.Any(Vpn.VpnGatewayResult.Wrote),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),

            // What is skipped tells less than why.
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() => Error is null ? $"{Gateway} in {VNet}: {Sku} {State}" : $"{Gateway}: {Error.Message}";
}

/// <summary>What a gateway that is there can do, by its SKU and its scale units.</summary>
internal static class GatewayCapacity
{
    /// <summary>How many circuits it is linked with at most; null for a SKU that is not known.</summary>
    public static int? Circuits(VirtualNetworkGateway? gateway) => ExpressRouteSku.Find(gateway?.Sku)?.CircuitsOf(LeastUnits(gateway!));

    /// <summary>Whether it has FastPath; null for a SKU, or scale units, that are not known.</summary>
    public static bool? HasFastPath(VirtualNetworkGateway? gateway) => ExpressRouteSku.Find(gateway?.Sku) switch
    {
        null => null,
        { Name: ExpressRouteScale.Sku } => LeastUnits(gateway!) is { } units ? units >= ExpressRouteSku.FastPathUnits : null,
        var sku => sku.HasFastPath,
    };

    /// <summary>What it carries, in Mbps, once it has scaled as far as it may; null for a SKU, or scale units, that are not known.</summary>
    public static int? Megabits(VirtualNetworkGateway? gateway) => ExpressRouteSku.Find(gateway?.Sku) switch
    {
        null => null,
        { Name: ExpressRouteScale.Sku } => (gateway!.ScaleBounds?.Most ?? gateway.ScaleUnits) * ExpressRouteSku.MegabitsOfUnit,
        var sku => sku.Megabits,
    };

    // It has to take its circuits, and to have FastPath, when it is at its smallest.
    private static int? LeastUnits(VirtualNetworkGateway gateway) => gateway.ScaleBounds?.Least ?? gateway.ScaleUnits;
}
