using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>A wanted ExpressRoute gateway laid over the networks as they are.</summary>
internal sealed class ExpressRouteGatewayLayout(Topology topology, ExpressRouteGatewayRequest request)
    : GatewayLayout(topology, Place(request))
{
    /// <summary>
    /// A /27 is room enough; one that takes 16 circuits needs a /26 for all of them
    /// (expressroute-about-virtual-network-gateways, "Gateway subnet").
    /// </summary>
    public const int LongestSubnet = 27;

    /// <summary>The longest GatewaySubnet that takes <see cref="ManyCircuits"/> circuits (the same).</summary>
    public const int LongestOfMany = 26;

    /// <summary>As many circuits need the wider subnet (the same).</summary>
    public const int ManyCircuits = 16;

    public ExpressRouteGatewayRequest Request { get; } = request;

    public ExpressRouteGatewaySettings Settings => Request.Settings;

    public override GatewayKind Kind => GatewayKind.ExpressRoute;

    public override string What => "ExpressRoute gateway";

    /// <summary>The SKU that is asked for; null where that does not exist.</summary>
    public ExpressRouteSku? Sku => ExpressRouteSku.Find(Settings.Sku);

    public bool IsScale => Sku?.Name == ExpressRouteScale.Sku;

    /// <summary>True where the gateway that is there has the SKU that is asked for.</summary>
    public bool IsOfSku => Existing is not null && string.Equals(Existing.Sku, Settings.Sku, StringComparison.OrdinalIgnoreCase);

    /// <summary>The scale units that it is to have: those that were given, the other bound for one that was not; null where it keeps what it has.</summary>
    public (int Least, int Most)? Bounds => IsScale && (Settings.MinScaleUnit ?? Settings.MaxScaleUnit) is not null
        ? (Settings.MinScaleUnit ?? Within(Existing?.ScaleBounds?.Least) ?? Settings.MaxScaleUnit!.Value,
            Settings.MaxScaleUnit ?? Above(Existing?.ScaleBounds?.Most) ?? Settings.MinScaleUnit!.Value)
        : null;

    /// <summary>True where the gateway is to have other scale units than it has.</summary>
    public bool ChangesBounds => Bounds is { } wanted && Existing?.ScaleBounds != wanted;

    /// <summary>The gateway as it is to be; null where there is none, or where nothing tells how large it will be.</summary>
    public VirtualNetworkGateway? Becomes => Existing is not { } gateway || Sku is not { } sku || (IsScale && !IsOfSku && Bounds is null) ? null
        : gateway with { Sku = sku.ArmName, ScaleBounds = IsScale ? Bounds ?? gateway.ScaleBounds : null, ScaleUnits = IsScale && Bounds is null ? gateway.ScaleUnits : null };

    /// <summary>The connections of the gateway with circuits.</summary>
    public IEnumerable<GatewayConnection> Links => Topology.Connections.Where(c => c.Gateway == Request.Gateway && c.Circuit is not null).OrderBy(c => c.Id);

    /// <summary>The VPN gateway beside it; null for none.</summary>
    public VirtualNetworkGateway? Vpn => Others.FirstOrDefault(g => g.Kind == GatewayKind.Vpn);

    private int? Within(int? least) => least <= Settings.MaxScaleUnit ? least : null;

    private int? Above(int? most) => most >= Settings.MinScaleUnit ? most : null;

    private static GatewayWish Place(ExpressRouteGatewayRequest request) => new(request.Network, request.Gateway, request.Settings.Sku)
    {
        SubnetPrefix = request.Settings.SubnetPrefix,
        SubnetLengths = (LengthsOf(request.Settings), LongestSubnet),
        ExtendAddressSpace = request.Settings.ExtendAddressSpace,
        Location = request.Settings.Location,
        Tags = request.Settings.Tags,
    };

    private static ImmutableArray<int> LengthsOf(ExpressRouteGatewaySettings settings) =>
        ExpressRouteSku.Find(settings.Sku)?.CircuitsOf(settings.MaxScaleUnit) >= ManyCircuits ? [LongestOfMany, LongestSubnet] : [LongestSubnet];
}
