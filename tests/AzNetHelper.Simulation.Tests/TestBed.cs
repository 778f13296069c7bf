using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AzNetHelper.Simulation.Tests;

/// <summary>A simulation with one empty group, a client and a clock that moves by hand.</summary>
internal sealed class TestBed : IDisposable
{
    public const string Net = ArmClient.Net;

    private TestBed(FakeTimeProvider time, SimulationOptions options)
    {
        Time = time;
        Simulation = new AzureSimulation(options with { Time = time });
        Simulation.AddSubscription(ArmClient.Sub, "Tests");
        Client = new ArmClient(Simulation);
    }

    public FakeTimeProvider Time { get; }

    public AzureSimulation Simulation { get; }

    public ArmClient Client { get; }

    public static async Task<TestBed> CreateAsync(SimulationOptions? options = null)
    {
        var bed =
            new TestBed(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), options ?? new());
        Assert.Equal(201, (await bed.Client.PutAsync(ArmClient.Rg, """{"location":"westeurope"}""")).Status);
        return bed;
    }

    public static string Network(string name) => $"{Net}/virtualNetworks/{name}";

    public static string Half(string from, string to) => $"{Network(from)}/virtualNetworkPeerings/{from}-to-{to}";

    public static string NetworkBody(string prefixes, string? subnets = null, string location = "westeurope")
    {
        var list = string.Join(',', prefixes.Split(' ').Select(p => $"\"{p}\""));
        var children = subnets is null ? string.Empty : $",\"subnets\":{subnets}";
        return $$$$"""{"location":"{{{{location}}}}","properties":{"addressSpace":{"addressPrefixes":[{{{{list}}}}]}{{{{children}}}}}}""";
    }

    public static string HalfBody(string remote, string flags = "")
    {
        var more = flags.Length == 0 ? string.Empty : $",{flags}";
        return $$$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{{Network(remote)}}}}"}{{{{more}}}}}}""";
    }

    /// <summary>Lets everything end that is under way.</summary>
    public void Settle() => Time.Advance(TimeSpan.FromHours(1));

    public async Task<Reply> PutAsync(string path, string body, string? version = null)
    {
        var reply = await Client.PutAsync(path, body, version);
        Settle();
        return reply;
    }

    /// <summary>Makes VNets out of "name prefix" pairs.</summary>
    public async Task NetworksAsync(params (string Name, string Prefixes)[] networks)
    {
        foreach (var (name, prefixes) in networks)
        {
            Assert.Equal(201, (await PutAsync(Network(name), NetworkBody(prefixes))).Status);
        }
    }

    public Task<Reply> HalfAsync(string from, string to, string flags = "") =>
        PutAsync(Half(from, to), HalfBody(to, flags));

    public async Task PairAsync(string left, string right)
    {
        Assert.Equal(201, (await HalfAsync(left, right)).Status);
        Assert.Equal(201, (await HalfAsync(right, left)).Status);
    }

    public async Task<JsonNode> ReadAsync(string path)
    {
        var reply = await Client.GetAsync(path);
        Assert.Equal(200, reply.Status);
        return reply.Body!;
    }

    /// <summary>Gives a VNet that has a GatewaySubnet a gateway.</summary>
    public async Task<Reply> GatewayAsync(string network, string name = "gw")
    {
        await PutAsync($"{Net}/publicIPAddresses/{name}-ip", """
            {"location":"westeurope","zones":["1"],"sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}
            """);
        return await Client.PutAsync($"{Net}/virtualNetworkGateways/{name}", GatewayBody(network, name));
    }

    public static string GatewayBody(string network, string name = "gw", string sku = "VpnGw1AZ") => $$$$"""
        {"location":"westeurope","properties":{"gatewayType":"Vpn","vpnType":"RouteBased","sku":{"name":"{{{{sku}}}}"},
         "ipConfigurations":[{"name":"default","properties":{"subnet":{"id":"{{{{Network(network)}}}}/subnets/GatewaySubnet"},
         "publicIPAddress":{"id":"{{{{Net}}}}/publicIPAddresses/{{{{name}}}}-ip"}}}]}}
        """;

    public void Dispose() => Client.Dispose();
}
