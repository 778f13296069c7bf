using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>What a change awaits after its write, and when that is waited for no longer.</summary>
public sealed class AwaitedStateTests
{
    private const string Subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets";

    [Theory]
    [InlineData("""{"properties":{"state":"Ready"}}""", """{"properties":{"state":"ready","more":1}}""", 0, false)]
    [InlineData("""{"properties":{"state":"Ready"}}""", """{"properties":{"state":"InProgress"}}""", 1, false)]
    [InlineData("""{"properties":{"state":"Ready"}}""", """{"properties":{"state":"Failed"}}""", 1, true)]
    [InlineData("""{"properties":{"state":"Ready"}}""", """{"properties":{}}""", 1, false)]
    [InlineData("""{"properties":{"rules":[{"id":"S/a","state":"Succeeded"}]}}""", """{"properties":{"rules":[{"id":"s/A","state":"Succeeded"},{"id":"S/b","state":"Failed"}]}}""", 0, false)]
    [InlineData("""{"properties":{"rules":[{"id":"S/a","state":"Succeeded"},{"id":"S/theirs"}]}}""", """{"properties":{"rules":[{"id":"S/a","state":"Succeeded"}]}}""", 0, false)]
    [InlineData("""{"properties":{"rules":[{"id":"S/a","state":"Succeeded"}]}}""", """{"properties":{"rules":[{"id":"S/a","state":"NetworkSourceDeleted"}]}}""", 1, true)]
    [InlineData("""{"properties":{"rules":[{"id":"S/a","state":"Succeeded"}]}}""", """{"properties":{"rules":[{"id":"S/b","state":"Succeeded"}]}}""", 1, false)]
    [InlineData("""{"properties":{"serviceEndpoints":[{"service":"x","provisioningState":"Succeeded"}]}}""",
        """{"properties":{"serviceEndpoints":[{"service":"y"},{"service":"x","provisioningState":"Updating"}]}}""", 1, false)]
    public void Only_what_is_awaited_counts(string awaits, string found, int open, bool hasFailed)
    {
        var left = new AwaitedState(JsonBody.Parse(Put(awaits))).Open(JsonBody.Parse(Put(found)));

        Assert.Equal(open, left.Length);
        Assert.Equal(hasFailed, left.Any(o => o.HasFailed));

        static string Put(string json) => json.Replace("S/", $"{Subnet}/", StringComparison.Ordinal).Replace("s/A", $"{Subnet}/A".ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ready", ChangeOutcome.Unchanged, null)]
    [InlineData("Failed", ChangeOutcome.Failed, "NotInForce")]
    public void A_state_that_has_ended_is_not_waited_for(string state, ChangeOutcome outcome, string? error)
    {
        var estate = new Estate().With("hub", "10.0.0.0/16");
        estate.Arm[Estate.Net("hub")]["properties"]!["state"] = state;

        var report = estate.Run(Awaiting("""{"properties":{"state":"Ready"}}"""));
        Assert.Equal((outcome, error), (report.Results[0].Outcome, report.Results[0].Error?.Id));
        Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_rule_that_is_gone_is_not_waited_for_to_the_end()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16");
        estate.Arm[Estate.Net("hub")]["properties"]!["rules"] = new JsonArray();

        var report = estate.Run(Awaiting($$$"""{"properties":{"rules":[{"id":"{{{Subnet}}}/a","state":"Succeeded"}]}}"""));
        Assert.Equal("NotInForce", report.Results[0].Error?.Id);
        Assert.Contains("v/a] is not there", report.Results[0].Error!.Message, StringComparison.Ordinal);
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_state_that_comes_is_waited_for()
    {
        var estate = new Estate().With("hub", "10.0.0.0/16");
        var properties = estate.Arm[Estate.Net("hub")]["properties"]!;
        properties["state"] = "InProgress";
        estate.Arm.OnRequest = _ => properties["state"] = estate.Arm.Reads > 3 ? "Ready" : "InProgress";

        var report = estate.Run(Awaiting("""{"properties":{"state":"Ready"}}"""));
        Assert.Equal((ChangeOutcome.Unchanged, null), (report.Results[0].Outcome, report.Results[0].Error?.Id));
        Assert.True(estate.Arm.Reads > 3);
    }

    // The write is in place already: only the waiting is left.
    private static Plan Awaiting(string awaits) => new("Wait")
    {
        Changes =
        [
            new(Estate.Net("hub"), ChangeKind.Update, "Write")
            {
                Before = """{"location":"westeurope"}""", After = """{"location":"westeurope"}""", Awaits = awaits,
            },
        ],
    };
}
