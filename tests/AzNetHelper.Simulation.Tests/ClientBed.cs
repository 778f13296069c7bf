using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>A gateway <c>a</c> in 10.1.0.0/16 with point-to-site.</summary>
internal static class ClientBed
{
    public static readonly string Gateway = VpnBed.Gateway("a");

    public static ResourceId Id => ResourceId.Parse(Gateway);

    public static JsonObject Root(string name, X509Certificate2 certificate) => Root(name, TestCertificates.Line(certificate));

    public static JsonObject Root(string name, string data) =>
        new() { ["name"] = name, ["properties"] = new JsonObject { ["publicCertData"] = data } };

    public static JsonObject Revoked(string name, string thumbprint) =>
        new() { ["name"] = name, ["properties"] = new JsonObject { ["thumbprint"] = thumbprint } };

    public static JsonObject Clients(string pool = "172.16.0.0/24", params JsonObject[] roots) => new()
    {
        ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray(pool) },
        ["vpnClientRootCertificates"] = new JsonArray([.. roots]),
    };

    /// <summary>A bed whose gateway has this configuration, written in an update as it mostly is.</summary>
    public static async Task<TestBed> CreateAsync(JsonObject? clients = null, SimulationOptions? options = null)
    {
        var bed = await VpnBed.CreateAsync("a", options);
        if (clients is not null)
        {
            var reply = await SetAsync(bed, clients);
            Assert.True(reply.Status == 200, reply.ToString());
        }

        return bed;
    }

    /// <summary>Writes the gateway with this configuration, and lets the operation end.</summary>
    public static async Task<Reply> SetAsync(TestBed bed, JsonObject clients)
    {
        var body = VpnBed.GatewayBody("a");
        body["properties"]!["vpnClientConfiguration"] = clients.DeepClone();
        return await bed.PutAsync(Gateway, body.ToJsonString());
    }

    public static async Task<JsonNode> ReadAsync(TestBed bed) =>
        (await bed.ReadAsync(Gateway))["properties"]!["vpnClientConfiguration"]!;

    /// <summary>Asks for who is connected, by their names.</summary>
    public static async Task<string> ConnectedAsync(TestBed bed) => string.Join(' ',
        (await VpnBed.AskAsync(bed, $"{Gateway}/getVpnClientConnectionHealth"))!["value"]!.AsArray().Select(r => (string)r!["vpnUserName"]!));

    /// <summary>Fetches an address without a token.</summary>
    public static async Task<HttpResponseMessage> FetchAsync(TestBed bed, string url, string verb = "GET", string? token = null)
    {
        using var invoker = new HttpMessageInvoker(bed.Simulation.CreateHandler());
        using var request = new HttpRequestMessage(new HttpMethod(verb), url);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return await invoker.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
