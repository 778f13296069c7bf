using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What follows from commits of a network manager.</summary>
public sealed class DeploymentTests
{
    private static readonly string[] Both = [ManagerBed.West, ManagerBed.North];

    [Fact]
    public async Task A_region_gets_what_is_committed_there_after_its_time()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.PutAsync(ManagerBed.Member("g", "d"), ManagerBed.MemberBody("d"));
        Assert.Equal(202, (await bed.CommitAsync([ManagerBed.West], "c")).Status);
        Assert.Empty(await bed.PeeringsAsync());
        bed.Bed.Settle();
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
        Assert.Equal(["c(g)"], await bed.EffectiveAsync("a"));
        Assert.Empty(await bed.EffectiveAsync("d"));

        await bed.DeployAsync([ManagerBed.North], "c");
        Assert.Equal(["a hub", "d hub", "hub a", "hub d"], await bed.PeeringsAsync());
        Assert.Equal(["c(g)"], await bed.EffectiveAsync("d"));
        Assert.Empty(await bed.EffectiveAsync("hub"));

        await bed.DeployAsync([ManagerBed.West]);
        Assert.Equal(["d hub", "hub d"], await bed.PeeringsAsync());
        Assert.Equal(["northeurope Deployed c", "westeurope Deployed "], await bed.StatusAsync());
    }

    [Fact]
    public async Task A_configuration_counts_as_it_was_committed_and_what_is_left_out_of_the_next_commit_goes()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.DeployAsync([ManagerBed.West], "c");
        await bed.PutAsync(ManagerBed.Configuration("c"), ManagerBed.ConfigurationBody("hub2", "g"));
        bed.Bed.Settle();
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
        await bed.PutAsync(ManagerBed.Configuration("m"), ManagerBed.ConfigurationBody(null, "g"));
        await bed.DeployAsync([ManagerBed.West], "c", "m");
        Assert.Equal(["a hub2", "hub2 a"], await bed.PeeringsAsync());
        Assert.Equal(["c(g)", "m(g)"], await bed.EffectiveAsync("a"));
        await bed.DeployAsync([ManagerBed.West], "m");
        Assert.Empty(await bed.PeeringsAsync());
        Assert.Equal(["m(g)"], await bed.EffectiveAsync("a"));
    }

    [Fact]
    public async Task Members_come_and_go_and_a_peering_that_was_deleted_comes_back_without_a_commit()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.DeployAsync([ManagerBed.West], "c");
        await bed.PutAsync(ManagerBed.Member("g", "b"), ManagerBed.MemberBody("b"));
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
        bed.Bed.Settle();
        Assert.Equal(["a hub", "b hub", "hub a", "hub b"], await bed.PeeringsAsync());
        Assert.Equal(200, (await bed.Client.DeleteAsync(ManagerBed.Member("g", "a"))).Status);
        bed.Bed.Settle();
        Assert.Equal(["b hub", "hub b"], await bed.PeeringsAsync());

        var half = (await bed.Bed.ReadAsync($"{TestBed.Network("b")}/virtualNetworkPeerings"))["value"]![0]!;
        Assert.Equal(202, (await bed.Client.DeleteAsync((string)half["id"]!)).Status);
        bed.Bed.Time.Advance(TimeSpan.FromSeconds(13));
        Assert.Equal(["hub b Disconnected"], await bed.PeeringsAsync());
        bed.Bed.Settle();
        Assert.Equal(["b hub", "hub b"], await bed.PeeringsAsync());
    }

    [Fact]
    public async Task Without_a_gateway_the_hubs_half_stays_alone_and_the_region_is_Failed_until_there_is_one()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.PutAsync(ManagerBed.Configuration("c"), ManagerBed.ConfigurationBody("hub", "g", "\"useHubGateway\":\"True\""));
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["hub a lends Initiated"], await bed.PeeringsAsync());
        var failed = Assert.Single(bed.Simulation.Deployments);
        Assert.Equal(DeploymentState.Failed, failed.State);
        Assert.Contains("does not have any gateways", failed.ErrorMessage, StringComparison.Ordinal);

        await bed.Bed.PutAsync($"{TestBed.Network("hub")}/subnets/GatewaySubnet", """{"properties":{"addressPrefix":"10.0.0.0/26"}}""");
        Assert.Equal(201, (await bed.Bed.GatewayAsync("hub")).Status);
        bed.Bed.Settle();
        Assert.Equal(["a hub uses", "hub a lends"], await bed.PeeringsAsync());

        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["westeurope Deployed c"], await bed.StatusAsync());
        await bed.PutAsync(ManagerBed.Configuration("c"), ManagerBed.ConfigurationBody("hub", "g"));
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
    }

    [Fact]
    public async Task Peerings_that_were_there_are_enough_unless_they_are_to_go()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.Bed.PairAsync("a", "hub");
        await bed.Bed.PairAsync("a", "b");
        await bed.PutAsync(ManagerBed.Member("g", "b"), ManagerBed.MemberBody("b"));
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["b hub", "hub b"], await bed.PeeringsAsync());
        Assert.Equal(["a b", "a hub", "b a", "b hub", "hub a", "hub b"], await bed.PeeringsAsync(managedOnly: false));

        await bed.PutAsync(ManagerBed.Configuration("c"), ManagerBed.ConfigurationBody("hub", "g", more: "\"deleteExistingPeering\":\"True\""));
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["a hub", "b hub", "hub a", "hub b"], await bed.PeeringsAsync());
        Assert.Equal(4, (await bed.PeeringsAsync(managedOnly: false)).Count);
    }

    [Fact]
    public async Task What_cannot_be_peered_is_told_and_the_rest_is_done()
    {
        using var bed = await ManagerBed.CreateAsync(new() { ManagedPeeringLimit = 1 });
        await bed.PutAsync(ManagerBed.Member("g", "b"), ManagerBed.MemberBody("b"));
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
        Assert.Contains("already has 1 peerings", Assert.Single(bed.Simulation.Deployments).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connected_group_takes_what_it_has_room_for()
    {
        using var bed = await ManagerBed.CreateAsync(new() { ConnectedGroupLimit = 2 });
        foreach (var name in (string[])["b", "c", "d"])
        {
            await bed.PutAsync(ManagerBed.Member("g", name), ManagerBed.MemberBody(name));
        }

        foreach (var name in (string[])["m1", "m2", "m3"])
        {
            await bed.PutAsync(ManagerBed.Configuration(name), ManagerBed.ConfigurationBody(null, "g"));
        }

        await bed.DeployAsync(Both, "m1", "m2", "m3");
        Assert.Equal(["m1(g)", "m2(g)"], await bed.EffectiveAsync("a"));
        Assert.Equal(["m1(g)", "m2(g)"], await bed.EffectiveAsync("b"));

        // No room in the first two of its region; the third has nobody of its region yet.
        Assert.Equal(["m3(g)"], await bed.EffectiveAsync("c"));
        Assert.Equal(["m1(g)", "m2(g)"], await bed.EffectiveAsync("d"));
        Assert.All(bed.Simulation.Deployments, d => Assert.Equal(DeploymentState.Failed, d.State));
    }

    [Fact]
    public async Task Overlapping_VNets_are_joined_unless_the_configuration_says_no()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.Bed.NetworksAsync(("z", "10.1.128.0/17"));
        await bed.PutAsync(ManagerBed.Member("g", "z"), ManagerBed.MemberBody("z"));
        await bed.PutAsync(ManagerBed.Configuration("m"), ManagerBed.ConfigurationBody(null, "g"));
        await bed.DeployAsync([ManagerBed.West], "m");
        Assert.Equal(["m(g)"], await bed.EffectiveAsync("z"));
        await bed.PutAsync(ManagerBed.Configuration("m"), ManagerBed.ConfigurationBody(null, "g", more: """
            "connectivityCapabilities":{"connectedGroupPrivateEndpointsScale":"Standard","connectedGroupAddressOverlap":"Disallowed",
             "peeringEnforcement":"Unenforced"}
            """));
        await bed.DeployAsync([ManagerBed.West], "m");
        Assert.Equal(["m(g)"], await bed.EffectiveAsync("a"));
        Assert.Empty(await bed.EffectiveAsync("z"));
    }

    [Fact]
    public async Task A_failing_region_keeps_what_it_had_and_the_others_go_on()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.PutAsync(ManagerBed.Member("g", "d"), ManagerBed.MemberBody("d"));
        bed.Simulation.SetDeploymentFailure("North Europe", "No capacity.");
        await bed.DeployAsync(Both, "c");
        Assert.Equal(["northeurope Failed c", "westeurope Deployed c"], await bed.StatusAsync());
        Assert.Equal("No capacity.", bed.Simulation.Deployments[0].ErrorMessage);
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
        bed.Simulation.SetDeploymentFailure("northeurope", null);
        await bed.DeployAsync([ManagerBed.North], "c");
        Assert.Equal(["a hub", "d hub", "hub a", "hub d"], await bed.PeeringsAsync());
    }

    [Fact]
    public async Task Faults_decide_how_a_commit_ends()
    {
        using var bed = await ManagerBed.CreateAsync();
        bed.Simulation.Faults.Add("POST", "*/commit", new Fault.OperationFails("X", "Went wrong."), nth: 1);
        bed.Simulation.Faults.Add("POST", "*/commit", new Fault.OperationNeverEnds(), nth: 1);
        bed.Simulation.Faults.Add("POST", "*/commit", new Fault.DropsAfter(), nth: 1);
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["westeurope Failed c"], await bed.StatusAsync());
        Assert.Equal("Went wrong.", bed.Simulation.Deployments[0].ErrorMessage);
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["westeurope Deploying c"], await bed.StatusAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => bed.CommitAsync([ManagerBed.West], "c"));
        bed.Bed.Settle();
        Assert.Equal(["westeurope Deployed c"], await bed.StatusAsync());
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());
    }

    [Fact]
    public async Task The_last_of_two_commits_is_the_goal()
    {
        using var bed = await ManagerBed.CreateAsync();
        await bed.PutAsync(ManagerBed.Configuration("m"), ManagerBed.ConfigurationBody(null, "g"));
        Assert.Equal(202, (await bed.CommitAsync([ManagerBed.West], "c")).Status);
        bed.Bed.Time.Advance(TimeSpan.FromSeconds(5));
        await bed.DeployAsync([ManagerBed.West], "m");
        Assert.Empty(await bed.PeeringsAsync());
        Assert.Equal(["westeurope Deployed m"], await bed.StatusAsync());
    }

    [Fact]
    public async Task VNets_outside_the_scope_are_members_and_nothing_more()
    {
        using var bed = await ManagerBed.CreateAsync();
        const string Other = "00000000-0000-0000-0000-000000000002";
        bed.Simulation.AddSubscription(Other, "Other");
        var group = $"/subscriptions/{Other}/resourceGroups/rg2";
        var network = $"{group}/providers/Microsoft.Network/virtualNetworks/far";
        Assert.Equal(201, (await bed.Client.PutAsync(group, """{"location":"westeurope"}""")).Status);
        Assert.Equal(201, (await bed.Bed.PutAsync(network, TestBed.NetworkBody("10.20.0.0/16"))).Status);
        await bed.PutAsync(ManagerBed.Member("g", "far"), $$$"""{"properties":{"resourceId":"{{{network}}}"}}""");
        await bed.DeployAsync([ManagerBed.West], "c");
        Assert.Equal(["a hub", "hub a"], await bed.PeeringsAsync());

        await bed.PutAsync(ManagerBed.Manager, bed.Requests[0].Body.Replace("\"subscriptions\":[", $"\"subscriptions\":[\"/subscriptions/{Other}\",",
            StringComparison.Ordinal));
        bed.Bed.Settle();
        Assert.Equal(["a hub", "hub a", "hub far"], await bed.PeeringsAsync());
    }

    [Fact]
    public async Task What_was_loaded_counts_as_deployed_until_the_first_commit_and_makes_nothing_by_itself()
    {
        using var source = await ManagerBed.CreateAsync();
        await source.DeployAsync([ManagerBed.West], "c");
        await source.PutAsync(ManagerBed.Member("g", "d"), ManagerBed.MemberBody("d"));
        var snapshot = source.Simulation.Snapshot();

        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Load(snapshot);
        Assert.All(bed.Simulation.Deployments, d => Assert.Equal((DeploymentState.Deployed, 1), (d.State, d.Configurations.Length)));
        Assert.Equal([ManagerBed.North, ManagerBed.West], bed.Simulation.Deployments.Select(d => d.Region));
        await bed.PutAsync(TestBed.Network("new"), TestBed.NetworkBody("10.30.0.0/16"));
        Assert.Equal(["a", "hub"], Managed(bed));

        // A member that leaves takes its peering along, which the loaded configuration explains.
        Assert.Equal(200, (await bed.Client.DeleteAsync(ManagerBed.Member("g", "a"))).Status);
        bed.Settle();
        Assert.Empty(Managed(bed));
        Assert.Equal(202, (await bed.Client.SendAsync("POST", $"{ManagerBed.Manager}/commit?api-version={ArmClient.Version}", $$"""
            {"targetLocations":["northeurope"],"configurationIds":["{{ManagerBed.Configuration("c")}}"],"commitType":"Connectivity"}
            """)).Status);
        bed.Settle();
        Assert.Equal(["d", "hub"], Managed(bed));
    }

    private static string[] Managed(TestBed bed) => [.. bed.Simulation.Snapshot().VirtualNetworks
        .Where(n => n.Peerings.Any(p => p.Owner == PeeringOwner.VirtualNetworkManager)).Select(n => n.Id.Name)];
}
