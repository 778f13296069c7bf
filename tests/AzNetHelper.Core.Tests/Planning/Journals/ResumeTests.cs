using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>A second run with the journal of one that was killed, and a journal that cannot be written.</summary>
public sealed class ResumeTests
{
    private readonly Estate _estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16");
    private readonly MemoryStore _store = new();

    [Fact]
    public void A_write_is_in_the_journal_before_it_leaves_and_its_handle_before_it_is_polled()
    {
        var seen = new List<string>();
        _estate.Arm.OnRequest = request => seen.Add($"{request.Split('/')[0].Trim()} {_store.Lines[^1].Split('"')[3]}");

        Assert.True(Run(Plan()).Succeeded);

        Assert.Equal(["GET run", "Put sending"], seen.Take(2));
        Assert.Equal(["run", "sending", "accepted", "ended", "sending", "accepted", "ended", "closed"],
            _store.Lines.Skip(1).Select(l => l.Split('"')[3]));
    }

    [Fact]
    public void A_journal_that_cannot_be_written_lets_no_further_write_leave()
    {
        _store.OnAppend = n =>
        {
            if (n == 2)
            {
                throw new IOException("No space left on device.");
            }
        };
        var report = Run(Plan());

        // The first write had left: it is seen through.
        Assert.Equal([ChangeOutcome.Done, ChangeOutcome.Failed], report.Results.Select(r => r.Outcome));
        Assert.Equal("JournalNotWritten", report.Results[1].Error!.Id);
        Assert.Single(_estate.Arm.Writes);
        Assert.Equal(3, _store.Lines.Length);
    }

    [Fact]
    public void An_action_that_an_earlier_run_has_done_is_not_done_again_until_the_plan_has_ended_well()
    {
        var reset = new Change(Net("hub"), ChangeKind.Action, "Reset hub") { Action = "reset" };
        var plan = new Plan("Reset") { Changes = [reset] };
        Write(async j =>
        {
            await j.SendingAsync(reset, isNew: false);
            await j.EndedAsync(reset, WriteEnd.Done);
        });

        Assert.Equal(ChangeOutcome.Unchanged, Run(plan).Results[0].Outcome);
        Assert.Empty(_estate.Arm.Writes);

        // That run ended well: the next one with this journal is another wish.
        _estate.Arm.Faults = (_, _) => Fault.Refused;
        Assert.Equal(ChangeOutcome.Failed, Run(plan).Results[0].Outcome);
        Assert.Single(_estate.Arm.Writes);
    }

    [Fact]
    public void An_action_of_which_nobody_knows_whether_it_left_is_not_sent_again()
    {
        var reset = new Change(Net("hub"), ChangeKind.Action, "Reset hub") { Action = "reset" };
        Write(j => j.SendingAsync(reset, isNew: false));

        var result = Run(new("Reset") { Changes = [reset] }).Results[0];

        Assert.Equal((ChangeOutcome.Unknown, "ActionUnclear"), (result.Outcome, result.Error!.Id));
        Assert.Empty(_estate.Arm.Writes);
    }

    [Fact]
    public void What_another_command_has_left_under_way_is_told_and_left_alone()
    {
        Write(j => j.SendingAsync(new(Half("x", "y"), ChangeKind.Create, "c") { After = "{}" }, isNew: true));
        var told = System.Threading.Channels.Channel.CreateUnbounded<Step>();

        Assert.True(Run(Plan(), new(told.Writer)).Succeeded);

        told.Writer.Complete();
        Assert.True(told.Reader.TryRead(out var first));
        Assert.Equal("JournalHoldsMore", Assert.IsType<NoticeStep>(first).Id);
        Assert.NotNull(Open().OpenOn(Half("x", "y")));
    }

    [Fact]
    public void A_run_takes_back_what_it_made_and_nothing_else()
    {
        _estate.With("s2", "10.2.0.0/16").WithHalf("s2", "hub", "Initiated");
        _estate.Arm.Faults = (write, _) => write.Path.EndsWith("/hub-to-s2", StringComparison.Ordinal) ? Fault.Refused : Fault.None;
        var journal = Open();
        var plan = AzNetHelper.Planning.Plan.Of([Plan(), VNetPeeringPlanner.Create(_estate.Topology, new(Net("hub"), Net("s2")))]);
        var report = _estate.Run(plan, new() { JitterSeed = 1, Journal = journal });
        Assert.True(report.HasFailed);

        var undo = UndoPlanner.Create(report, journal);
        Assert.Equal(
            [Half("hub", "hub-to-s1").ToString(), Half("s1", "s1-to-hub").ToString()],
            undo.Changes.Select(c => c.Resource.ToString()).Order(StringComparer.Ordinal));
        Assert.All(undo.Changes, c => Assert.Equal(ChangeKind.Delete, c.Kind));
        Assert.Equal(report.Plan.Changes.Where(c => undo.Changes.Any(u => u.Resource == c.Resource)).Select(c => c.Resource).Reverse(),
            undo.Changes.Select(c => c.Resource));

        // Somebody has changed a half since: it is theirs too.
        _estate.Arm[Half("hub", "hub-to-s1")]["properties"]!["allowForwardedTraffic"] = true;
        var after = _estate.Run(undo, new() { JitterSeed = 1, Journal = journal });
        Assert.Equal("PlanDrifted", after.Results.Single(r => r.Outcome == ChangeOutcome.Failed).Error!.Id);
        Assert.Equal([Half("hub", "hub-to-s1"), Half("s2", "s2-to-hub")], _estate.Arm.Peerings.Order());
    }

    [Fact]
    public async Task Gateways_circuits_and_addresses_and_what_they_need_stay_unless_told()
    {
        var (address, subnet, gateway, table) = (Id("publicIPAddresses"), Net("hub").Child("subnets", "GatewaySubnet"),
            Id("virtualNetworkGateways"), Id("routeTables"));
        Change Make(ResourceId id, params ResourceId[] on) =>
            new(id, ChangeKind.Create, "c") { Key = id.Name, After = "{}", DependsOn = [.. on.Select(o => o.Name)] };
        var plan = new Plan("Gateway")
        {
            Changes = [Make(address), Make(subnet), Make(gateway, address, subnet), Make(table, gateway), Make(Id("expressRouteCircuits"))],
        };
        var journal = RunJournal.InMemory(TimeProvider.System);
        foreach (var change in plan.Changes)
        {
            await journal.SendingAsync(change, isNew: true);
            await journal.EndedAsync(change, WriteEnd.Done);
        }

        var report = new RunReport(plan, [], TimeSpan.Zero);
        var undo = UndoPlanner.Create(report, journal);
        Assert.Equal([table], undo.Changes.Select(c => c.Resource));
        Assert.Equal(4, undo.Notices.Count(n => n.Id == "UndoLeft"));

        var all = UndoPlanner.Create(report, journal, billable: true);
        Assert.Empty(all.Notices);
        Assert.Equal(5, all.Changes.Length);
        var order = all.Changes.Select(c => c.Resource).ToList();
        Assert.True(order.IndexOf(table) < order.IndexOf(gateway) && order.IndexOf(gateway) < order.IndexOf(subnet));
        Assert.Equal([all.Changes.Single(c => c.Resource == gateway).Key], all.Changes.Single(c => c.Resource == address).DependsOn
            .Where(k => k.Contains("gateways", StringComparison.Ordinal)));
        _ = new ChangeGraph(all.Changes);

        static ResourceId Id(string type) => ResourceId.ForResource("00000000-0000-0000-0000-000000000001", "net", $"Microsoft.Network/{type}", $"my{type}");
    }

    private Plan Plan() => VNetPeeringPlanner.Create(_estate.Topology, new(Net("hub"), Net("s1")));

    private RunJournal Open() => _estate.Time.Run(() => RunJournal.OpenAsync(_store, _estate.Time, default));

    private void Write(Func<RunJournal, Task> entries) => _estate.Time.Run(async () =>
    {
        await using var journal = await RunJournal.OpenAsync(_store, _estate.Time, default);
        await entries(journal);
        return true;
    });

    private RunReport Run(Plan plan, StepWriter? steps = null) => _estate.Time.Run(async () =>
    {
        await using var journal = await RunJournal.OpenAsync(_store, _estate.Time, default);
        return await new PlanRunner(_estate.Arm, new() { JitterSeed = 1, Journal = journal }, steps ?? StepWriter.Nowhere)
            .RunAsync(plan, default);
    });
}
