using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>A half that a dead machine, whose journal is gone too, has left under way with all that is wanted: nothing is written, and the end is waited for.</summary>
public sealed class LeftUnderWayTests
{
    private static readonly ResourceId s_half = Half("s1", "s1-to-hub");

    private readonly Estate _estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16")
        .WithHalf("hub", "s1", "Connected").WithHalf("s1", "hub", "Connected");

    [Theory]
    [InlineData("Updating")]
    [InlineData("Creating")]
    public void Its_end_is_read_back(string state)
    {
        _estate.Arm[s_half]["properties"]!["provisioningState"] = state;
        var report = Run(Plan(), TimeSpan.FromSeconds(20), "Succeeded");

        Assert.True(report.Succeeded, string.Join('\n', report.Results.Select(r => r.Error?.Message)));
        Assert.Empty(_estate.Arm.Writes);
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90));
        Assert.All(report.Results, r => Assert.Equal(("Connected", "Succeeded"), (Text(r, "peeringState"), Text(r, "provisioningState"))));
    }

    [Fact]
    public void Its_failure_is_told_and_mended_by_the_same_command()
    {
        _estate.Arm[s_half]["properties"]!["provisioningState"] = "Updating";
        var report = Run(Plan(), TimeSpan.FromSeconds(20), "Failed");

        Assert.Equal("NotInForce", report.Results.Single(r => r.Resource == s_half).Error?.Id);
        Assert.Empty(_estate.Arm.Writes);
        Assert.True(_estate.Run(Plan()).Succeeded);
        Assert.Equal(s_half, Assert.Single(_estate.Arm.Log).Resource);
    }

    [Fact]
    public void One_that_never_ends_is_waited_for_as_long_as_the_run_may_take()
    {
        _estate.Arm[s_half]["properties"]!["provisioningState"] = "Updating";
        var report = _estate.Run(Plan(), new() { JitterSeed = 1, Timeout = TimeSpan.FromMinutes(5) });

        Assert.Equal("OperationTimeout", report.Results.Single(r => r.Resource == s_half).Error?.Id);
        Assert.InRange(report.Elapsed, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        Assert.Equal(0, _estate.Time.Waiting);
    }

    private Plan Plan() => HubSpokePlanner.Create(_estate.Topology, new(Net("hub"), [Net("s1")]));

    private RunReport Run(Plan plan, TimeSpan after, string end)
    {
        Assert.True(plan.IsEmpty, PlanText.Of(plan));
        using var timer = _estate.Time.CreateTimer(
            _ => _estate.Arm[s_half]["properties"]!["provisioningState"] = end, null, after, Timeout.InfiniteTimeSpan);
        return _estate.Run(plan);
    }

    private static string? Text(ChangeResult result, string name) => (string?)JsonBody.At(JsonBody.Parse(result.Document!), $"properties.{name}");
}
