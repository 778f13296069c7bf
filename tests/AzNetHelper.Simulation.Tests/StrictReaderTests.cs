using System.Text;

namespace AzNetHelper.Simulation.Tests;

public sealed class StrictReaderTests
{
    [Fact]
    public async Task An_unknown_member_is_refused_with_its_type_path_and_place()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        var reply =
            await bed.PutAsync(TestBed.Half("a", "b"), "{\n  \"properties\": {\n    \"routeServiceVips\": {}\n  }\n}");

        Assert.Equal((400, "InvalidRequestFormat", "Cannot parse the request.", "InvalidJson"),
            (reply.Status, reply.Code, reply.Message, reply.DetailCode));
        Assert.Equal("Could not find member 'routeServiceVips' on object of type 'VirtualNetworkPeeringProperties'. "
            + "Path 'properties.routeServiceVips', line 3, position 22.",
                (string?)reply.Body!["error"]!["details"]![0]!["message"]);
    }

    [Theory]
    [InlineData("VirtualNetwork", """{"properties":{"subnets":[{"properties":{"ipamPoolPrefixAllocations":[]}}]}}""", "2024-03-01",
        "Could not find member 'ipamPoolPrefixAllocations' on object of type 'SubnetProperties'. Path "
        + "'properties.subnets[0].properties.ipamPoolPrefixAllocations', line 1")]
    [InlineData("VirtualNetwork", """{"properties":{"subnets":[{"properties":{"ipamPoolPrefixAllocations":[]}}]}}""", "2024-05-01", null)]
    [InlineData("VirtualNetworkPeering", """{"properties":{"peerCompleteVnets":true}}""", "2022-07-01", "Could not find member 'peerCompleteVnets'")]
    [InlineData("VirtualNetworkPeering", """{"properties":{"PeeringState":"Connected","provisioningState":{"any":1}}}""", "2025-05-01", null)]
    [InlineData("VirtualNetwork", """{"properties":{"enableDdosProtection":"no"}}""", "2025-05-01", "Error converting value to type 'bool'. Path 'properties.enableDdosProtection'")]
    [InlineData("VirtualNetwork", """{"properties":{"subnets":{}}}""", "2025-05-01", "Error converting value to type 'Subnet[]'")]
    [InlineData("VirtualNetwork", """{"location":"x","kind":"y"}""", "2025-05-01", "Could not find member 'kind' on object of type 'VirtualNetwork'")]
    [InlineData("VirtualNetwork", """[]""", "2025-05-01", "The body is not a JSON object")]
    [InlineData("VirtualNetwork", """{"location":""", "2025-05-01", "The body is not a JSON object")]
    [InlineData("VirtualNetwork", "", "2025-05-01", "The body is not a JSON object")]
    public void A_version_knows_its_members(string type, string body, string version, string? message)
    {
        var refusal = new StrictReader(version).Read(Encoding.UTF8.GetBytes(body), type, out _);

        Assert.Equal(message is null, refusal is null);
        Assert.StartsWith(
            message ?? string.Empty, refusal?.Details[0].Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_only_members_are_taken_and_dropped_and_names_get_their_spelling()
    {
        var refusal = new StrictReader("2025-05-01").Read(
            """{"ETAG":"x","Location":"y","properties":{"resourceGuid":"z","EnableDdosProtection":true}}"""u8.ToArray(), "VirtualNetwork", out var read);

        Assert.Null(refusal);
        Assert.Equal("""{"location":"y","properties":{"enableDdosProtection":true}}""", read.ToJsonString());
    }
}
