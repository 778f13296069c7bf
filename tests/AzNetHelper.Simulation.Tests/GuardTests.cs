using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Simulation.Tests.Replay;

namespace AzNetHelper.Simulation.Tests;

public sealed class GuardTests
{
    private static readonly ResourceId Group = ResourceId.Parse(ArmClient.Rg);

    [Fact]
    public async Task A_denied_action_is_403_with_the_action_and_the_scope()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/virtualNetworks/*/write", Group)] };
        var reply = await bed.PutAsync($"{TestBed.Network("a")}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");

        Assert.Equal(
            (403, "AuthorizationFailed", "gateway"), (reply.Status, reply.Code, reply.Header("x-ms-failure-cause")));
        Assert.Contains($"'Microsoft.Network/virtualNetworks/subnets/write' over scope "
            + $"'{TestBed.Network("a")}/subnets/s'", reply.Message, StringComparison.Ordinal);
        Assert.Equal(200, (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
    }

    [Fact]
    public async Task Peering_needs_a_right_on_the_remote_network()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        bed.Simulation.Guards = new()
        {
            Denials = [new("Microsoft.Network/virtualNetworks/peer/action", ResourceId.Parse(TestBed.Network("b")))],
        };
        var reply = await bed.HalfAsync("a", "b");

        Assert.Equal((403, "LinkedAuthorizationFailed"), (reply.Status, reply.Code));
        Assert.Contains($"permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked scope(s) '{TestBed.Network("b")}'",
            reply.Message, StringComparison.Ordinal);
        Assert.Equal(201, (await bed.HalfAsync("b", "a")).Status);
    }

    [Fact]
    public async Task Management_locks_hold_for_what_lies_below_and_for_what_holds_them()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        var network = ResourceId.Parse(TestBed.Network("a"));
        bed.Simulation.Guards = new() { Locks = [new(network, LockLevel.CanNotDelete)] };
        var refused = await bed.Client.DeleteAsync(TestBed.Network("a"));
        Assert.Equal((409, "ScopeLocked"), (refused.Status, refused.Code));
        Assert.Equal("ScopeLocked", (await bed.Client.DeleteAsync(ArmClient.Rg)).Code);
        Assert.Equal(200, (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Status);

        bed.Simulation.Guards = new() { Locks = [new(Group, LockLevel.ReadOnly)] };
        Assert.Equal(
            "ScopeLocked", (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"))).Code);
        Assert.Equal(200, (await bed.Client.GetAsync(TestBed.Network("a"))).Status);
    }

    [Fact]
    public async Task A_policys_refusal_has_the_recorded_members()
    {
        var recorded = Traces.Read("errors.jsonl").Single(r =>
            (string?)r.ResponseBody!["error"]?["code"] == "RequestDisallowedByPolicy");
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Guards = new()
        {
            Policies =
            [
                new(ResourceId.Parse($"/subscriptions/{ArmClient.Sub}"), "Microsoft.Network/virtualNetworks",
                    "Subnet should not have outbound access. Please enable private subnet.")
                {
                    AssignmentDisplayName = "Subnets should be private",
                    DefinitionDisplayName = "Subnets should be private",
                    Violates = body => !body.Span.IndexOf("\"defaultOutboundAccess\":true"u8).Equals(-1),
                },
            ],
        };
        Assert.Equal(201, (await bed.PutAsync(TestBed.Network("free"), TestBed.NetworkBody("10.0.0.0/16"))).Status);
        var reply = await bed.Client.PutAsync(recorded.Path, recorded.RequestBody!.ToJsonString(), recorded.ApiVersion);

        Assert.Equal((recorded.Status, "gateway"), (reply.Status, reply.Header("x-ms-failure-cause")));
        var (left, right) = (recorded.ResponseBody!.DeepClone(), reply.Body!);

        // The simulation says that the type matched; what a real policy looks at is its own.
        foreach (var body in new[] { left, right })
        {
            var expressions =
                body["error"]!["additionalInfo"]![0]!["info"]!["evaluationDetails"]!["evaluatedExpressions"]!.AsArray();
            Assert.Equal("type", (string?)expressions[0]!["expression"]);
            while (expressions.Count > 1)
            {
                expressions.RemoveAt(1);
            }
        }

        Assert.Empty(new Replay.Comparison().Differences(left, right));
    }
}
