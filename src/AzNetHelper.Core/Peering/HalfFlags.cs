using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Peering;

/// <summary>The four flags of a half, and the members of a PUT that carry them.</summary>
internal sealed record HalfFlags(
    bool AllowVirtualNetworkAccess, bool AllowForwardedTraffic, bool AllowGatewayTransit, bool UseRemoteGateways)
{
    /// <summary>What must hold when the run has ended.</summary>
    public const string Connected = """{"properties":{"peeringState":"Connected","peeringSyncLevel":"FullyInSync"}}""";

    /// <summary>The same where a half is left stale on purpose.</summary>
    public const string ConnectedOnly = """{"properties":{"peeringState":"Connected"}}""";

    /// <summary>Awaited of a half that an earlier run has left under way.</summary>
    public const string Settled = """{"properties":{"provisioningState":"Succeeded"}}""";

    public static HalfFlags Default { get; } = new(true, false, false, false);

    public static HalfFlags Of(PeeringHalf half) =>
        new(half.AllowVirtualNetworkAccess, half.AllowForwardedTraffic, half.AllowGatewayTransit, half.UseRemoteGateways);

    public HalfFlags With(HalfRequest request) => new(
        request.AllowVirtualNetworkAccess ?? AllowVirtualNetworkAccess,
        request.AllowForwardedTraffic ?? AllowForwardedTraffic,
        request.AllowGatewayTransit ?? AllowGatewayTransit,
        request.UseRemoteGateways ?? UseRemoteGateways);

    /// <summary>The members of a PUT of a half to that VNet.</summary>
    public JsonObject ToBody(ResourceId remote) => new()
    {
        ["properties"] = new JsonObject
        {
            ["remoteVirtualNetwork"] = new JsonObject { ["id"] = remote.ToString() },
            ["allowVirtualNetworkAccess"] = AllowVirtualNetworkAccess,
            ["allowForwardedTraffic"] = AllowForwardedTraffic,
            ["allowGatewayTransit"] = AllowGatewayTransit,
            ["useRemoteGateways"] = UseRemoteGateways,
        },
    };

    public override string ToString()
    {
        var set = new List<string>();
        if (!AllowVirtualNetworkAccess)
        {
            set.Add("no access");
        }

        if (AllowForwardedTraffic)
        {
            set.Add("accepts forwarded traffic");
        }

        if (AllowGatewayTransit)
        {
            set.Add("lends its gateway");
        }

        if (UseRemoteGateways)
        {
            set.Add("uses the remote gateway");
        }

        return set.Count == 0 ? string.Empty : $" ({string.Join(", ", set)})";
    }
}
