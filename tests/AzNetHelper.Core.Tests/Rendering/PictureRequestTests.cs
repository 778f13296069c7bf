using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed class PictureRequestTests
{
    private readonly Topology _topology = TreePictureTests.HubAndSpokes().VNet("new", "10.9.0.0/16").Topology();

    [Fact]
    public void Ends_are_read_as_they_will_be_after_the_plan()
    {
        var plan = VNetPeeringPlanner.Create(_topology, new(TestEstate.VNetId("hub"), TestEstate.VNetId("new")));
        var (before, _) = Ask(new() { Ends = ("hub", "rg/new") });
        var (after, failures) = Ask(new() { Ends = ("hub", "rg/new"), Plan = plan });

        Assert.Empty(failures);
        Assert.Equal((Verdict.Blocked, Verdict.Reachable), (before!.Way!.Verdict, after!.Way!.Verdict));
        Assert.Equal(plan.Title, after.Plan);
    }

    [Theory]
    [InlineData("hub", "nowhere", "nowhere")]
    [InlineData("pool:vpn", "hub", "pool:vpn")]
    public void An_end_that_is_not_there_is_a_failure_and_no_picture(string source, string destination, string named)
    {
        var (picture, failures) = Ask(new() { Ends = (source, destination) });

        Assert.Null(picture);
        var failure = Assert.Single(failures);
        Assert.Equal((EndpointException.NotFound, FailureKind.ObjectNotFound), (failure.Id, failure.Kind));
        Assert.Contains($"'{named}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_does_not_fit_is_told_whole_and_is_no_picture()
    {
        Change Lost(string name) => new(TestEstate.VNetId(name), ChangeKind.Update, "x") { Before = "{}", After = "{}" };

        var (picture, failures) = Ask(new() { Plan = new("Lost") { Changes = [Lost("one"), Lost("two")] } });

        Assert.Null(picture);
        Assert.Equal(["PlanResourceNotFound", "PlanResourceNotFound"], failures.Select(f => f.Id));
        Assert.Equal([TestEstate.VNetId("one"), TestEstate.VNetId("two")], failures.Select(f => f.Target).Cast<ResourceId>());
    }

    // What no topology holds is no fault of the plan: the rest is drawn.
    [Fact]
    public void What_a_plan_writes_beside_networks_is_told_in_the_notes()
    {
        var manager = TestEstate.Id("networkManagers", "nm");
        var group = new Change(manager.Child("networkGroups", "spokes"), ChangeKind.Create, "Create group spokes") { After = "{}" };
        var account = new Change(ResourceId.ForResource("11111111-1111-1111-1111-111111111111", "rg", "Microsoft.Storage/storageAccounts", "sa"),
            ChangeKind.Update, "Let hub in at sa") { Before = "{}", After = "{}" };
        var peering = VNetPeeringPlanner.Create(_topology, new(TestEstate.VNetId("hub"), TestEstate.VNetId("new"))).Changes;

        var (picture, failures) = Ask(new() { Plan = new("Both") { Changes = [group, account, .. peering] } });

        Assert.Empty(failures);
        Assert.Equal(["The plan also writes what is not drawn: Create group spokes", "The plan also writes what is not drawn: Let hub in at sa"], picture!.Notes);
        Assert.Equal(PictureMark.Added, Assert.Single(picture.Links, l => l.Mark != PictureMark.None).Mark);
    }

    [Fact]
    public void What_was_asked_for_is_what_is_drawn()
    {
        var (picture, _) = Ask(new() { View = PictureView.Region, Title = "Mine" });

        Assert.Equal((PictureView.Region, "Mine", null, null), (picture!.View, picture.Title, picture.Plan, picture.Way));
    }

    private (Picture? Picture, Failure[] Failures) Ask(PictureRequest request)
    {
        var channel = Channel.CreateUnbounded<Step>();
        var picture = request.Of(_topology, new(channel));
        channel.Writer.Complete();
        var failures = new List<Failure>();
        while (channel.Reader.TryRead(out var step))
        {
            failures.Add(Assert.IsType<FailureStep>(step).Failure);
        }

        return (picture, [.. failures]);
    }
}
