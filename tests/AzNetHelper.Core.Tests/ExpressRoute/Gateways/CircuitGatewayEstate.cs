using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute.Gateways;

/// <summary>A VNet for an ExpressRoute gateway, in West Europe.</summary>
internal static class CircuitGatewayEstate
{
    public static readonly ResourceId Net = VNetId("net");
    public static readonly ResourceId Gw = Id("virtualNetworkGateways", "ergw");

    public static TestEstate Plain(params string[] prefixes) =>
        new TestEstate().VNet("net", prefixes is [] ? ["10.0.0.0/16"] : prefixes).Subnet("net", "s1", "10.0.0.0/24");

    public static TestEstate Ready(Action<JsonObject>? change = null, string prefix = "10.0.255.0/27", string name = "GatewaySubnet", string? table = null)
    {
        var estate = Plain().Subnet("net", name, prefix, table);
        change?.Invoke(estate.SubnetOf("net", name));
        return estate;
    }

    public static TestEstate Built(string sku = "ErGw1AZ", Action<JsonObject>? change = null) => Ready().Other(Gw, Gateway(sku, change));

    public static JsonObject Gateway(string sku, Action<JsonObject>? change = null, string vnet = "net")
    {
        var properties = new JsonObject
        {
            ["gatewayType"] = "ExpressRoute",
            ["sku"] = new JsonObject { ["name"] = sku, ["tier"] = sku },
            ["provisioningState"] = "Succeeded",
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "default",
                ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = VNetId(vnet).Child("subnets", "GatewaySubnet").ToString() } },
            }),
        };
        change?.Invoke(properties);
        return new() { ["location"] = "westeurope", ["properties"] = properties };
    }

    public static void Units(JsonObject properties, int least, int most) =>
        properties["autoScaleConfiguration"] = new JsonObject { ["bounds"] = new JsonObject { ["min"] = least, ["max"] = most } };

    public static ExpressRouteGatewayRequest Want(string sku = "ErGw1Az", Func<ExpressRouteGatewaySettings, ExpressRouteGatewaySettings>? with = null) =>
        new(Net, Gw, with is null ? new(sku) : with(new(sku)));

    public static Plan Plan(this TestEstate estate, ExpressRouteGatewayRequest request) => ExpressRouteGatewayPlanner.Create(estate.Topology(), request);

    public static JsonObject Body(this Plan plan, ResourceId id) => JsonBody.Parse(plan.Changes.Last(c => c.Resource == id).After!);
}
