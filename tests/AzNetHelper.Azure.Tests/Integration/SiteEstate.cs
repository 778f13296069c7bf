using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>A hub with a gateway and a spoke that uses it, and another VNet with a gateway: what sites are joined with.</summary>
internal static class SiteEstate
{
    public static readonly ResourceId Hub = Net(1, "hub");
    public static readonly ResourceId Spoke = Net(1, "spoke");
    public static readonly ResourceId Far = Net(2, "far");
    public static readonly ResourceId Gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-hub");
    public static readonly ResourceId FarGateway = Id(2, ResourceTypes.VirtualNetworkGateway, "gw-far");

    public static Documents Make()
    {
        var estate = new Documents().VNet(Hub, "10.1.0.0/16").VNet(Spoke, "10.2.0.0/16").VNet(Far, "10.9.0.0/16").Gateway(Hub).Gateway(Far)
            .Half(Hub, Spoke, "Connected", "allowGatewayTransit", "allowForwardedTraffic").Half(Spoke, Hub, "Connected", "useRemoteGateways");
        estate[FarGateway]["properties"]!["bgpSettings"] = Bgp(FarGateway, 65010, "10.9.255.30");
        estate[Gateway]["properties"]!["bgpSettings"] = Bgp(Gateway, 65515, "10.1.255.30", "169.254.21.1", "169.254.22.5");
        estate[Gateway]["properties"]!["enableBgp"] = true;
        return estate;
    }

    public static Task<SiteGround?> GroundAsync(Bed bed, SiteRequest request, StepWriter? steps = null) =>
        SiteGround.ReadAsync(bed.Arm, Gateway.ToString(), _ => request, [], steps ?? StepWriter.Nowhere, Bed.Stop);

    public static async Task<(AzNetHelper.Planning.Plan Plan, SiteGround Ground)> PlanAsync(Bed bed, SiteRequest request) =>
        await (await GroundAsync(bed, request))!.PlanAsync(bed.Arm, key: null, Bed.Stop);

    public static async Task<SiteGround> MakeAsync(Bed bed, SiteRequest request)
    {
        var (plan, ground) = await PlanAsync(bed, request);
        Bed.AssertSucceeded(await bed.ApplyAsync(plan, secrets: true));
        return ground;
    }

    public static SiteRequest Office(string prefix = "192.168.0.0/16") =>
        new(Gateway, [new("203.0.113.77")]) { Name = "office", AddressPrefixes = [Addressing.IPPrefix.Parse(prefix)] };

    public static async Task<string> KeyAsync(Bed bed, ResourceId connection)
    {
        using var key = await ConnectionKey.ReadAsync(bed.Arm, connection, Bed.Stop);
        return ConnectionKey.Reveal(key!);
    }

    public static async Task<ConnectionReport> WaitAsync(Bed bed, ResourceId connection, int seconds = 300) => Assert.Single(
        await ConnectionWatch.WaitAsync(bed.Arm, [connection], TimeSpan.FromSeconds(seconds), StepWriter.Nowhere, Bed.Stop));

    private static JsonObject Bgp(ResourceId gateway, long asn, string address, params string[] custom) => new()
    {
        ["asn"] = asn,
        ["bgpPeeringAddress"] = address,
        ["bgpPeeringAddresses"] = new JsonArray(new JsonObject
        {
            ["ipconfigurationId"] = gateway.Child("ipConfigurations", "default").ToString(),
            ["defaultBgpIpAddresses"] = new JsonArray(address),
            ["customBgpIpAddresses"] = new JsonArray([.. custom.Select(c => (JsonNode)c)]),
            ["tunnelIpAddresses"] = new JsonArray("203.0.113.4"),
        }),
    };
}
