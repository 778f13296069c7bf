namespace AzNetHelper.Simulation.Tests.Replay;

// What the recordings of connections found when they began: gateways that were built, a site, the connection itself.
public sealed partial class ReplayTests
{
    private sealed record Ends(string Version, string[] Gateways, string Configuration, string? Site, string? Connection)
    {
        public string Sku { get; init; } = "Basic";

        /// <summary>What the gateway's tags were; the one recording that shows them has none.</summary>
        public string Tags { get; init; } = "\"tags\":{},";

        public string Address { get; init; } = "ip";

        public string Prefix { get; init; } = "10.{0}.0.0/16";

        public string Subnet { get; init; } = "10.{0}.0.0/24";

        public string At(string text, int index) => text.Replace("{0}", $"{index}", StringComparison.Ordinal);
    }

    private static Ends? Connected(string recording) => recording switch
    {
        _ when recording.Contains("vpn_gateway", StringComparison.Ordinal) =>
            new("2019-08-01", ["gateway1", "gateway2"], "vnetGatewayConfig0", null, """
                "virtualNetworkGateway1":{"id":"{net}/virtualNetworkGateways/gateway1"},
                "virtualNetworkGateway2":{"id":"{net}/virtualNetworkGateways/gateway2"},
                "connectionType":"Vnet2Vnet","routingWeight":25,"sharedKey":"123"
                """),
        _ when recording.Contains("SharedKey", StringComparison.Ordinal) =>
            new("2019-02-01", ["vgw1"], "ipconf1", "lgw1", null),
        _ when recording.Contains("connection_ipsec", StringComparison.Ordinal) =>
            new("2021-08-01", ["gw1"], "vnetGatewayConfig0", "lgw1", """
                "virtualNetworkGateway1":{"id":"{net}/virtualNetworkGateways/gw1"},
                "localNetworkGateway2":{"id":"{net}/localNetworkGateways/lgw1"},
                "connectionType":"IPSec","routingWeight":10,"sharedKey":"AzureA1b2C3"
                """)
            {
                Sku = "Standard", Tags = string.Empty, Address = "pip", Prefix = "10.12.0.0/16", Subnet = "10.12.255.0/27",
            },
        _ => null,
    };

    private static async Task ConnectAsync(Replayer replayer, string location, Ends ends)
    {
        for (var i = 0; i < ends.Gateways.Length; i++)
        {
            var name = ends.Gateways[i];
            await MakeAsync($"virtualNetworks/vnet{i + 1}", $$$$"""
                {"location":"{{{{location}}}}","properties":{"addressSpace":{"addressPrefixes":["{{{{ends.At(ends.Prefix, i)}}}}"]},
                 "subnets":[{"name":"GatewaySubnet","properties":{"addressPrefix":"{{{{ends.At(ends.Subnet, i)}}}}"}}]}}
                """);
            await MakeAsync($"publicIPAddresses/{ends.Address}{i + 1}", $$$"""{"location":"{{{location}}}","properties":{}}""");
            await MakeAsync($"virtualNetworkGateways/{name}", $$$$"""
                {"location":"{{{{location}}}}",{{{{ends.Tags}}}}"properties":{"gatewayType":"Vpn","vpnType":"RouteBased",
                 "sku":{"name":"{{{{ends.Sku}}}}","tier":"{{{{ends.Sku}}}}"},"ipConfigurations":[{"name":"{{{{ends.Configuration}}}}","properties":{
                 "subnet":{"id":"{{{{Net}}}}/virtualNetworks/vnet{{{{i + 1}}}}/subnets/GatewaySubnet"},
                 "publicIPAddress":{"id":"{{{{Net}}}}/publicIPAddresses/{{{{ends.Address}}}}{{{{i + 1}}}}"}}}]}}
                """);
        }

        if (ends.Site is { } site)
        {
            await MakeAsync($"localNetworkGateways/{site}", $$$$"""
                {"location":"{{{{location}}}}","properties":{"gatewayIpAddress":"192.168.3.11",
                 "localNetworkAddressSpace":{"addressPrefixes":["192.168.0.0/16"]}}}
                """);
        }

        if (ends.Connection is { } properties)
        {
            await MakeAsync(ends.Site is null ? "connections/conn1to2" : "connections/conn1",
                $$$"""{"location":"{{{location}}}","tags":{},"properties":{{{{properties.Replace("{net}", Net, StringComparison.Ordinal)}}}}}""");
        }

        async Task MakeAsync(string path, string body)
        {
            var reply = await replayer.Client.PutAsync($"{Net}/{path}", body, ends.Version);
            Assert.True(reply.Status == 201, reply.ToString());
            replayer.Time.Advance(TimeSpan.FromHours(1));
        }
    }
}
