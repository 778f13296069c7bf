using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class EndpointParserTests
{
    private static readonly EndpointParser Parser = new(new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24")
        .VNet("b", "10.1.0.0/16").Gateway("gw", "a", pool: "172.27.0.0/24")
        .VNet("rg", "10.2.0.0/16").Subnet("rg", "a", "10.2.1.0/24").Topology());

    [Theory]
    [InlineData("b")]
    [InlineData("B")]
    [InlineData("rg/b")]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/RG/providers/microsoft.network/virtualnetworks/B")]
    [InlineData("10.1.2.3")]
    public void Names_of_a_network(string text) =>
        Assert.Equal(new VNetEndpoint(TestEstate.VNetId("b")), Parser.Parse(text));

    [Theory]
    [InlineData("a/app")]
    [InlineData("rg/a/app")]
    [InlineData("10.0.1.77")]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/a/subnets/app")]
    public void Names_of_a_subnet(string text) =>
        Assert.Equal(new SubnetEndpoint(TestEstate.VNetId("a").Child("subnets", "app")), Parser.Parse(text));

    [Theory]
    [InlineData("pool:gw")]
    [InlineData("POOL:rg/gw")]
    public void Names_of_a_client_pool(string text) =>
        Assert.Equal(new ClientPoolEndpoint(TestEstate.Id("virtualNetworkGateways", "gw")), Parser.Parse(text));

    [Theory]
    [InlineData("nothing", EndpointException.NotFound)]
    [InlineData("a/nothing", EndpointException.NotFound)]
    [InlineData("a/b/c/d", EndpointException.NotFound)]
    [InlineData("10.0.9.1", EndpointException.NotFound)]
    [InlineData("192.0.2.1", EndpointException.NotFound)]
    [InlineData("pool:b", EndpointException.NotFound)]
    [InlineData("/subscriptions/x", EndpointException.NotFound)]
    [InlineData("/providers", EndpointException.NotFound)]
    [InlineData("site:paris", EndpointException.NotFound)]
    [InlineData("rg/a", EndpointException.Ambiguous)]
    public void Faults_have_an_id_and_say_what_to_write(string text, string id)
    {
        var fault = Assert.Throws<EndpointException>(() => Parser.Parse(text));
        Assert.Equal(id, fault.Id);
        Assert.Contains(text.Split(':')[0], fault.Message, StringComparison.OrdinalIgnoreCase);
    }
}
