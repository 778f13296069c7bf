using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Networks;
using Xunit;

namespace AzNetHelper.Tests.Reading;

public sealed class NetworkResolverTests
{
    private const string Other = "00000000-0000-0000-0000-000000000002";
    private static readonly ResourceId Hub = Sample.NetworkId("hub");
    private static readonly ResourceId Spoke1 = Sample.NetworkId("spoke1", "rg1");
    private static readonly ResourceId Spoke2 = Sample.NetworkId("spoke1", "rg2", Other);

    // A VNet named as a subnet of a VNet that is named as the group: "rg1/hub" could be both.
    private static readonly ResourceId Twin = Sample.NetworkId("rg1", "rg3");

    public static TheoryData<string, string> Found { get; } = new()
    {
        { "hub", Hub.ToString() },
        { "HUB", Hub.ToString() },
        { "rg1/hub", Hub.ToString() },
        { "rg2/spoke1", Spoke2.ToString() },
        { Hub.ToString().ToUpperInvariant(), Hub.ToString() },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public async Task A_network_is_found_by_name_group_and_name_or_id(string text, string id)
    {
        foreach (var arm in new[] { Estate(), Estate(ScriptedArm.Error(403, "AuthorizationFailed")) })
        {
            var resolution = await ResolveAsync(arm, [ResourceTypes.VirtualNetwork], text);
            Assert.Empty(resolution.Failures);
            Assert.Equal(ResourceId.Parse(id), resolution.Found.Single().Id);
            Assert.Equal(text, resolution.Found.Single().Text);
        }

        Assert.Equal(ResourceId.Parse(id), Offline(text, ResourceTypes.VirtualNetwork).Found.Single().Id);
    }

    [Fact]
    public async Task Ids_cost_no_request()
    {
        var arm = Estate();
        var resolution = await ResolveAsync(arm, [ResourceTypes.VirtualNetwork], Hub.ToString(), Sample.NetworkId("none").ToString());
        Assert.Equal(2, resolution.Ids.Length);
        Assert.Empty(arm.Requests);
    }

    [Fact]
    public async Task All_names_cost_one_query()
    {
        var arm = Estate();
        await ResolveAsync(arm, [ResourceTypes.VirtualNetwork], "hub", "rg1/spoke1", "HUB", Hub.ToString());
        Assert.Equal(["LIST /subscriptions", "QUERY /providers/Microsoft.ResourceGraph/resources"], arm.Requests);
        Assert.Equal(
            "Resources | where type =~ 'microsoft.network/virtualnetworks' | where name in~ ('hub', 'spoke1') | order by id asc | project id, name",
            (string?)arm.Queries.Single()["query"]);
    }

    [Fact]
    public async Task A_name_that_means_two_lists_both()
    {
        foreach (var resolution in new[] { await ResolveAsync(Estate(), [ResourceTypes.VirtualNetwork], "spoke1"), Offline("spoke1", ResourceTypes.VirtualNetwork) })
        {
            var failure = Assert.Single(resolution.Failures);
            Assert.Equal(("AmbiguousName", FailureKind.InvalidArgument, "spoke1"), (failure.Id, failure.Kind, failure.Target));
            Assert.Contains(Spoke1.ToString(), failure.Message, StringComparison.Ordinal);
            Assert.Contains(Spoke2.ToString(), failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_subscriptions_decide_where_names_are_looked_for()
    {
        var resolution = await NetworkResolver.ResolveAsync(
            Estate(), ["spoke1"], ResourceTypes.VirtualNetwork, [Other], StepWriter.Nowhere, CancellationToken.None);
        Assert.Equal([Spoke2], resolution.Ids);
    }

    [Theory]
    [InlineData("hbu", "rg1/hub")]
    [InlineData("spoke", "rg1/spoke1")]
    [InlineData("spoke12", "rg2/spoke1")]
    [InlineData("rg9/hub", "rg1/hub")]
    public async Task A_name_that_is_none_gets_names_that_are_near(string text, string near)
    {
        foreach (var resolution in new[] { await ResolveAsync(Estate(), [ResourceTypes.VirtualNetwork], text), Offline(text, ResourceTypes.VirtualNetwork) })
        {
            var failure = Assert.Single(resolution.Failures);
            Assert.Equal(("VNetNotFound", FailureKind.ObjectNotFound, text), (failure.Id, failure.Kind, failure.Target));
            Assert.Contains($"'{near}'", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_with_nothing_near_gets_no_guess() =>
        Assert.DoesNotContain("Did you mean", Assert.Single(Offline("completely-else", ResourceTypes.VirtualNetwork).Failures).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a/b/c/d")]
    [InlineData("/subscriptions/x/y")]
    [InlineData("/")]
    public async Task What_is_no_reference_is_refused(string text)
    {
        var failure = Assert.Single((await ResolveAsync(Estate(), [ResourceTypes.VirtualNetwork], text)).Failures);
        Assert.Equal(("InvalidResourceId", FailureKind.InvalidArgument, text), (failure.Id, failure.Kind, failure.Target));
    }

    [Fact]
    public async Task An_id_of_another_type_is_refused_with_both_types()
    {
        var failure = Assert.Single((await ResolveAsync(Estate(), [ResourceTypes.VirtualNetwork], Hub.Child("subnets", "a").ToString())).Failures);
        Assert.Equal("InvalidResourceId", failure.Id);
        Assert.Contains("virtualNetworks/subnets", failure.Message, StringComparison.Ordinal);
        Assert.Contains("a virtual network is expected", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_the_rest_is_found()
    {
        var resolution = await ResolveAsync(Estate(), [ResourceTypes.VirtualNetwork], "spoke1", "hub", "nothing-like-it", "a//b");
        Assert.Equal([Hub], resolution.Ids);
        Assert.Equal(["AmbiguousName", "VNetNotFound", "InvalidResourceId"], resolution.Failures.Select(f => f.Id));
        Assert.False(resolution.Succeeded);
    }

    [Theory]
    [InlineData("hub/a")]
    [InlineData("rg1/hub/a")]
    [InlineData("RG1/HUB/A")]
    public async Task A_subnet_is_found_by_its_path(string text)
    {
        foreach (var arm in new[] { Estate(), Estate(ScriptedArm.Error(403, "AuthorizationFailed")) })
        {
            Assert.Equal([Hub.Child("subnets", "a")], (await ResolveAsync(arm, [ResourceTypes.Subnet], text)).Ids);
            Assert.Equal([Hub.Child("subnets", "a")], (await ResolveAsync(arm, NetworkResolver.EndpointTypes, text)).Ids);
        }

        Assert.Equal([Hub.Child("subnets", "a")], NetworkResolver.Resolve(Topology(), text).Ids);
    }

    [Fact]
    public async Task Two_names_that_could_be_a_network_or_a_subnet_are_an_error_that_lists_both()
    {
        foreach (var resolution in new[] { await ResolveAsync(Estate(), NetworkResolver.EndpointTypes, "rg1/hub"), NetworkResolver.Resolve(Topology(), "rg1/hub") })
        {
            var failure = Assert.Single(resolution.Failures);
            Assert.Equal("AmbiguousName", failure.Id);
            Assert.Contains($"{Hub},", failure.Message, StringComparison.Ordinal);
            Assert.Contains(Twin.Child("subnets", "hub").ToString(), failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("hub/aa", "'rg1/hub/a'")]
    [InlineData("hubb/a", "'hub/a'")]
    public async Task A_subnet_that_is_none_gets_what_is_near(string text, string near)
    {
        foreach (var resolution in new[] { await ResolveAsync(Estate(), [ResourceTypes.Subnet], text), Offline(text, ResourceTypes.Subnet) })
        {
            var failure = Assert.Single(resolution.Failures);
            Assert.Equal("SubnetNotFound", failure.Id);
            Assert.Contains(near, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void In_a_topology_an_id_must_be_there()
    {
        var resolution = Offline(Sample.NetworkId("none").ToString(), ResourceTypes.VirtualNetwork);
        Assert.Empty(resolution.Found);
        Assert.Equal("VNetNotFound", Assert.Single(resolution.Failures).Id);
    }

    [Fact]
    public async Task Gateways_are_found_without_Resource_Graph_too()
    {
        var gateway = ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.VirtualNetworkGateway, "gw");
        foreach (var error in new[] { null, ScriptedArm.Error(403, "AuthorizationFailed") })
        {
            var arm = Estate(error);
            Assert.Equal([gateway], (await ResolveAsync(arm, [ResourceTypes.VirtualNetworkGateway], "gw")).Ids);
        }
    }

    [Fact]
    public void A_reference_is_its_text()
    {
        Assert.Equal("rg1/hub", ResourceReference.Parse("rg1/hub").ToString());
        Assert.Equal(Hub, ResourceReference.Parse(Hub.ToString()).Id);
        Assert.Throws<FormatException>(() => ResourceReference.Parse("a b/"));
    }

    private static Task<Resolution> ResolveAsync(IArm arm, ImmutableArray<string> types, params string[] references) =>
        NetworkResolver.ResolveAsync(arm, references, types, [], StepWriter.Nowhere, CancellationToken.None);

    private static Resolution Offline(string reference, string type) => NetworkResolver.Resolve(Topology(), [reference], [type]);

    private static Topology Topology() => new(Bodies().Select(Sample.Document));

    private static ScriptedArm Estate(ArmException? graphError = null) => new(Bodies())
    {
        Subscriptions = [Sample.Subscription, Other],
        GraphError = graphError,
    };

    private static System.Text.Json.Nodes.JsonObject[] Bodies()
    {
        var gateway = ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.VirtualNetworkGateway, "gw");
        return
        [
            Sample.Network(Hub, subnets:
            [
                Sample.Subnet(Hub, "a", "10.0.1.0/24"), Sample.Subnet(Hub, "GatewaySubnet", "10.0.0.0/27", holds: $"{gateway}/ipConfigurations/x"),
            ]),
            Sample.Network(Spoke1), Sample.Network(Spoke2),
            Sample.Network(Twin, subnets: [Sample.Subnet(Twin, "hub", "10.0.1.0/24")]),
            Sample.Gateway(gateway, Hub),
        ];
    }
}
