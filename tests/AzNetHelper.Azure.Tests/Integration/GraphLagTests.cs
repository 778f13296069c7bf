using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Names, while Resource Graph shows what was there two minutes ago.</summary>
public sealed class GraphLagTests
{
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(2);
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId Twin = Net(2, "hub");
    private static readonly ResourceId Spoke = Net(2, "spoke");

    [Theory]
    [InlineData("new")]
    [InlineData("rg-net/new")]
    public Task What_was_made_just_now_is_found_by_its_name(string name) => RunAsync(async bed =>
    {
        await MakeAsync(bed, Net(1, "new"));

        Assert.Equal([Net(1, "new")], (await ResolveAsync(bed, ResourceTypes.VirtualNetwork, name)).Ids);
        Assert.Equal(2, Lists(bed));

        await Task.Delay(Lag, bed.Clock, Bed.Stop);
        bed.Simulation.Log.Clear();
        Assert.Equal([Net(1, "new")], (await ResolveAsync(bed, ResourceTypes.VirtualNetwork, name)).Ids);
        Assert.Equal(0, Lists(bed));
    });

    [Fact]
    public Task A_subnet_of_what_was_made_just_now_is_found_too() => RunAsync(async bed =>
    {
        await MakeAsync(bed, Net(1, "new"));
        Assert.Equal([Net(1, "new").Child("subnets", "s1")], (await ResolveAsync(bed, ResourceTypes.Subnet, "new/s1")).Ids);
    });

    [Fact]
    public Task A_survey_of_one_name_finds_what_was_made_just_now() => RunAsync(async bed =>
    {
        await MakeAsync(bed, Net(1, "new"));
        var scope = new TopologyScope { VNetNames = ["new", "hub"] };
        var read = await TopologyReader.ReadAsync(bed.Arm, scope, StepWriter.Nowhere, Bed.Stop);
        Assert.Equal([Hub, Net(1, "new"), Twin], read.VirtualNetworks.Select(n => n.Id).Order());
    });

    [Fact]
    public Task A_name_that_was_deleted_once_is_not_ambiguous() => RunAsync(async bed =>
    {
        Assert.Equal("AmbiguousName", Assert.Single((await ResolveAsync(bed, ResourceTypes.VirtualNetwork, "hub")).Failures).Id);
        await DeleteAsync(bed, Twin);
        Assert.Equal([Hub], (await ResolveAsync(bed, ResourceTypes.VirtualNetwork, "hub")).Ids);
    });

    [Fact]
    public Task A_name_whose_list_may_not_be_read_stays_as_Resource_Graph_has_it() => RunAsync(async bed =>
    {
        bed.Simulation.Faults.Add("GET", $"*/{Twin.SubscriptionId}/providers/Microsoft.Network/virtualNetworks*",
            new Fault.Answers(403, "AuthorizationFailed"));
        Assert.Equal("AmbiguousName", Assert.Single((await ResolveAsync(bed, ResourceTypes.VirtualNetwork, "hub")).Failures).Id);
    });

    [Fact]
    public Task A_name_that_is_only_in_Resource_Graph_any_more_is_told_to_be_gone() => RunAsync(async bed =>
    {
        await DeleteAsync(bed, Spoke);

        // The id is what Resource Graph says; the GET that a plan rests on decides.
        Assert.Equal([Spoke], (await ResolveAsync(bed, ResourceTypes.VirtualNetwork, "spoke")).Ids);
        var plan = HubSpokePlanner.Create((await bed.GroundAsync(Hub, Spoke)).Topology, new(Hub, [Spoke]));
        Assert.Equal("VNetNotFound", Assert.Single(plan.Problems).CheckId);

        var failure = Assert.Single((await ResolveAsync(bed, ResourceTypes.Subnet, "spoke/s1")).Failures);
        Assert.Equal("SubnetNotFound", failure.Id);
    });

    [Theory]
    [InlineData(ResourceTypes.VirtualNetwork, "spoke")]
    [InlineData(ResourceTypes.Subnet, "spoke/s1")]
    public Task A_name_that_Resource_Graph_knows_costs_no_list(string type, string name) => RunAsync(async bed =>
    {
        Assert.True((await ResolveAsync(bed, type, name)).Succeeded);
        Assert.Equal(0, Lists(bed));
        Assert.Equal(type == ResourceTypes.Subnet ? 3 : 2, bed.Simulation.Log.All.Length);
    });

    private static Task RunAsync(Func<Bed, Task> test) => Bed.RunAsync(
        new Documents().VNet(Hub, "10.0.0.0/16").VNet(Twin, "10.1.0.0/16").VNet(Spoke, "10.2.0.0/16").ToTopology(),
        test, new() { GraphLag = Lag });

    private static Task<Resolution> ResolveAsync(Bed bed, string type, string name) =>
        NetworkResolver.ResolveAsync(bed.Arm, [name], type, [], StepWriter.Nowhere, Bed.Stop);

    private static int Lists(Bed bed) => bed.Simulation.Log.All.Count(r =>
        r.Path.Contains("/virtualNetworks?", StringComparison.OrdinalIgnoreCase)
        || r.Path.EndsWith("/virtualNetworks", StringComparison.OrdinalIgnoreCase));

    private static Task MakeAsync(Bed bed, ResourceId id) => WriteAsync(bed, ArmVerb.Put, id, """
        {"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.9.0.0/16"]},
         "subnets":[{"name":"s1","properties":{"addressPrefix":"10.9.0.0/24"}}]}}
        """);

    private static Task DeleteAsync(Bed bed, ResourceId id) => WriteAsync(bed, ArmVerb.Delete, id, string.Empty);

    private static async Task WriteAsync(Bed bed, ArmVerb verb, ResourceId id, string body)
    {
        var write = new ArmWrite(verb, id.ToString(), ResourceTypes.ApiVersion(id)) { Body = Encoding.UTF8.GetBytes(body) };
        await bed.Arm.WaitAsync(await bed.Arm.SendAsync(write, Bed.Stop), Bed.Stop);
    }
}
