using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

public sealed class EstateTests
{
    [Fact]
    public void The_sample_is_what_it_promises()
    {
        var sample = SampleEstate.Create();
        Assert.Equal(10, sample.VirtualNetworks.Length);
        Assert.True(Assert.Single(sample.Circuits).IsUsable);
        Assert.Equal(ConnectionStatus.Connected, Assert.Single(sample.Connections).Status);
        Assert.Equal(ProvisioningState.Succeeded, Assert.Single(sample.GatewaysOf(SampleEstate.Hub)).ProvisioningState);
        Assert.Empty(sample.VirtualNetwork(SampleEstate.Hub)!.Peerings);
        Assert.Equal(
            PeeringState.Connected, sample.VirtualNetwork(SampleEstate.Dev)!.PeeringTo(SampleEstate.Test)!.State);
        Assert.Equal(
            PeeringState.Initiated, sample.VirtualNetwork(SampleEstate.Lab)!.PeeringTo(SampleEstate.Test)!.State);
        Assert.Single(
            sample.VirtualNetwork(SampleEstate.Hub)!.Subnets.Single(s => s.Name == "GatewaySubnet").IPConfigurations);
        Assert.NotNull(
            sample.VirtualNetwork(SampleEstate.SpokeApp)!.Subnets.Single(s => s.Name == "snet-app").RouteTable);
        var hub = sample.VirtualNetwork(SampleEstate.Hub)!.AddressSpace;
        Assert.Equal([SampleEstate.SpokeLegacy], sample.VirtualNetworks.Where(n => n.Id != SampleEstate.Hub
            && Addressing.Overlap.Any(n.AddressSpace, hub)).Select(n => n.Id));
        Assert.All(sample.VirtualNetworks, n => Assert.Equal(ProvisioningState.Succeeded, n.ProvisioningState));
    }

    [Fact]
    public void The_sample_is_the_same_each_time()
    {
        Assert.Equal(Texts(SampleEstate.Create()), Texts(SampleEstate.Create()));
        Assert.NotEqual(Texts(SampleEstate.Create()), Texts(SampleEstate.Create(seed: 1)));
    }

    [Fact]
    public void What_is_loaded_comes_back_whole()
    {
        var sample = SampleEstate.Create();
        var odd = ResourceId.ForResource(ArmClient.Sub, "rg", "Microsoft.Network/networkSecurityGroups", "nsg");
        var mesh = ResourceId.ForResource(ArmClient.Sub, "rg", ResourceTypes.VirtualNetwork, "v");
        var topology = sample.With(
        [
            new(odd, """{"id":"x","name":"nsg","properties":{"securityRules":[1.50,"ü",null]}}"""u8.ToArray()),
            new(mesh, """{"name":"v","location":"X","future":{"a":1},"properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"tomorrow":[2]}}"""u8.ToArray()),
        ]);
        var simulation = new AzureSimulation(new());
        simulation.Load(topology);

        Assert.Equal(Texts(topology), Texts(simulation.Snapshot()));
    }

    [Fact]
    public async Task Members_that_nobody_knows_are_returned_and_survive_a_write()
    {
        using var bed = await TestBed.CreateAsync();
        var id = ResourceId.Parse(TestBed.Network("v"));
        bed.Simulation.Load(new Topology([new(id, """
            {"name":"v","location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"tomorrow":{"x":1},"flowTimeoutInMinutes":4,
             "subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24","later":true}}]}}
            """u8.ToArray())]));
        await bed.PutAsync(id.ToString(), TestBed.NetworkBody("10.0.0.0/16", """[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24"}}]"""));
        var read = (await bed.ReadAsync(id.ToString()))["properties"]!;

        Assert.Equal(1, (int)read["tomorrow"]!["x"]!);
        Assert.True((bool)read["subnets"]![0]!["properties"]!["later"]!);
        Assert.Null(read["flowTimeoutInMinutes"]);
        Assert.NotNull((await bed.Client.GetAsync(id.ToString())).Header("ETag"));
    }

    [Fact]
    public async Task The_sample_can_be_worked_on()
    {
        using var clock = new JumpingTimeProvider();
        var simulation = new AzureSimulation(new() { Time = clock });
        simulation.Load(SampleEstate.Create());
        using var client = new ArmClient(simulation);
        var legacy = await PeerAsync(SampleEstate.Hub, SampleEstate.SpokeLegacy, "");
        Assert.Equal("VnetAddressSpacesOverlap", legacy.Code);
        Assert.Equal(
            201, (await PeerAsync(SampleEstate.Hub, SampleEstate.SpokeWeb, ",\"allowGatewayTransit\":true")).Status);
        clock.Advance(TimeSpan.FromMinutes(1));
        var used = await PeerAsync(SampleEstate.SpokeWeb, SampleEstate.Hub, ",\"useRemoteGateways\":true");
        Assert.Equal(201, used.Status);
        Assert.Equal(SampleEstate.Gateway.ToString(), (string?)used.Properties["remoteGateways"]![0]!["id"]);

        Task<Reply> PeerAsync(ResourceId from, ResourceId to, string flags) => client.PutAsync(
            $"{from}/virtualNetworkPeerings/{to.Name}", $$$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{{to}}}}"}{{{{flags}}}}}}""");
    }

    private static string[] Texts(Topology topology) =>
        [.. topology.Documents.Select(
            d => $"{d.Id} {JsonNode.Parse(Encoding.UTF8.GetString(d.Json.Span))!.ToJsonString()}")];
}
