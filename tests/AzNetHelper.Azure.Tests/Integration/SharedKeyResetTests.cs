using System.Net;
using System.Security;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.TunnelEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>Keys of tunnels are changed over the real adapter, the service being the simulation.</summary>
public sealed class SharedKeyResetTests
{
    private static readonly ResourceId s_one = Connection(1, 2);
    private static readonly ResourceId s_other = Connection(2, 1);

    [Theory]
    [InlineData(null)]
    [InlineData("Given")]
    public async Task Both_ends_get_the_new_key_one_after_the_other_and_the_tunnel_is_up(string? given)
    {
        await Bed.RunAsync(Pair(), async bed =>
        {
            var (report, reports) = await ResetAsync(bed, s_one, given);

            Bed.AssertSucceeded(report);
            var key = await KeyAsync(bed, s_one);
            Assert.Equal(key, await KeyAsync(bed, s_other));
            Assert.NotEqual("TheKey", key);
            Assert.Equal(given ?? key, key);
            Assert.Equal([$"PUT {s_one}/sharedkey", $"PUT {s_other}/sharedkey"], Writes(bed));
            Assert.True(Assert.Single(reports).IsConnected);

            // What they have already is not written.
            bed.Simulation.Log.Clear();
            Bed.AssertSucceeded((await ResetAsync(bed, s_other, key)).Report);
            Assert.Empty(bed.Simulation.Log.Writes);
        });
    }

    [Theory]
    [InlineData(403, "AuthorizationFailed")]
    [InlineData(500, "InternalServerError")]
    public async Task When_the_second_end_fails_the_first_gets_its_previous_key_back(int status, string code)
    {
        await Bed.RunAsync(Pair(), async bed =>
        {
            bed.Simulation.Faults.Add("PUT", "*/gw-n2-to-gw-n1/sharedkey", new Fault.Answers(status, code, "Not now."), 0);
            var (report, _) = await ResetAsync(bed, s_one);

            Assert.All(report.Results, r => Assert.Equal((ChangeOutcome.Failed, "SharedKeyPutBack"), (r.Outcome, r.Error!.Id)));
            Assert.Equal(["TheKey", "TheKey"], [await KeyAsync(bed, s_one), await KeyAsync(bed, s_other)]);
        });
    }

    [Fact]
    public async Task An_answer_that_was_lost_leaves_no_doubt()
    {
        await Bed.RunAsync(Pair(), async bed =>
        {
            bed.Simulation.Faults.Add("PUT", "*/gw-n2-to-gw-n1/sharedkey", new Fault.DropsAfter(), 1);
            var (report, _) = await ResetAsync(bed, s_one);

            Bed.AssertSucceeded(report);
            Assert.Equal(await KeyAsync(bed, s_one), await KeyAsync(bed, s_other));
            Assert.NotEqual("TheKey", await KeyAsync(bed, s_one));
        });
    }

    [Fact]
    public async Task A_run_that_died_between_the_ends_is_finished_by_the_next_one()
    {
        await Bed.RunAsync(new TunnelEstate().Half(1, 2, "New").Half(2, 1, "Old").Documents.ToTopology(), async bed =>
        {
            using (var ground = await GroundAsync(bed, s_one))
            {
                Assert.Equal("SharedKeysDiffer", Assert.Single(ground!.Plan(null).Notices).Id);
            }

            Bed.AssertSucceeded((await ResetAsync(bed, s_one)).Report);

            Assert.Equal(await KeyAsync(bed, s_one), await KeyAsync(bed, s_other));
            Assert.DoesNotContain(await KeyAsync(bed, s_one), new[] { "New", "Old" });
        });
    }

    [Fact]
    public async Task With_a_key_that_one_end_has_already_the_other_alone_is_written()
    {
        await Bed.RunAsync(new TunnelEstate().Half(1, 2, "New").Half(2, 1, "Old").Documents.ToTopology(), async bed =>
        {
            Bed.AssertSucceeded((await ResetAsync(bed, s_one, "New")).Report);

            Assert.Equal([$"PUT {s_other}/sharedkey"], Writes(bed));
            Assert.Equal("New", await KeyAsync(bed, s_other));
        });
    }

    [Fact]
    public async Task A_stop_between_the_ends_puts_the_first_back()
    {
        await Bed.RunAsync(Pair(), async bed =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Bed.Stop);
            var (report, _) = await ResetAsync(bed, s_one, stop: stop);

            Assert.False(report.Succeeded);
            Assert.Equal(["TheKey", "TheKey"], [await KeyAsync(bed, s_one), await KeyAsync(bed, s_other)]);
        });
    }

    [Fact]
    public async Task A_plan_that_was_saved_is_put_back_too_when_it_is_stopped_between_the_ends()
    {
        await Bed.RunAsync(Pair(), async bed =>
        {
            using var ground = await GroundAsync(bed, s_one);
            using var folder = new TemporaryFolder();
            PlanFiles.Save(ground!.Plan(null) with { Origins = [] }, folder.File("plan.json"));
            var plan = PlanFiles.Load(folder.File("plan.json"));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Bed.Stop);
            using var secrets = Secrets.For(plan, new Dictionary<string, SecureString>(), StepWriter.Nowhere);
            var told = new List<ChangeResult>();
            var report = await SharedKeyRun.CarryOutAsync(secrets!.Over(new StopsAfterFirst(bed.Arm, stop)), plan, new() { JitterSeed = 1, OnResult = told.Add },
                StepWriter.Nowhere, stop.Token);

            Assert.All(report.Results, r => Assert.Equal((ChangeOutcome.Failed, "SharedKeyPutBack"), (r.Outcome, r.Error!.Id)));
            Assert.Equal(report.Results, told);
            Assert.Equal(["TheKey", "TheKey"], [await KeyAsync(bed, s_one), await KeyAsync(bed, s_other)]);
        });
    }

    [Fact]
    public async Task Both_halves_of_one_tunnel_are_one_and_many_tunnels_get_a_key_each()
    {
        await Bed.RunAsync(new TunnelEstate(3).Half(1, 2).Half(2, 1).Half(1, 3).Half(3, 1).Documents.ToTopology(), async bed =>
        {
            using var ground = await GroundAsync(bed, s_one, s_other, Connection(3, 1));
            Assert.Equal(2, ground!.Count);
            Bed.AssertSucceeded((await RunAsync(bed, ground, null)).Report);

            Assert.Equal(await KeyAsync(bed, s_one), await KeyAsync(bed, s_other));
            Assert.Equal(await KeyAsync(bed, Connection(1, 3)), await KeyAsync(bed, Connection(3, 1)));
            Assert.NotEqual(await KeyAsync(bed, s_one), await KeyAsync(bed, Connection(1, 3)));
        });
    }

    [Theory]
    [InlineData("lonely", "FarSideMissing")]
    [InlineData("circuit", "NoSharedKey")]
    [InlineData("nothing", "ConnectionNotFound")]
    public async Task What_has_no_key_or_no_other_end_is_told(string what, string id)
    {
        var estate = new TunnelEstate().Half(1, 2);
        if (what == "circuit")
        {
            estate.Half(1, 2, null, null, ("connectionType", "ExpressRoute"), ("virtualNetworkGateway2", null));
        }

        await Bed.RunAsync(estate.Documents.ToTopology(), async bed =>
        {
            var told = Channel.CreateUnbounded<Step>();
            var name = what == "nothing" ? Connection(2, 1) : s_one;
            Assert.Null(await SharedKeyGround.ReadAsync(bed.Arm, [name.ToString()], [], new(told.Writer), Bed.Stop));
            told.Writer.Complete();
            Assert.Equal(id, Assert.Single(told.Reader.ReadAllAsync(Bed.Stop).ToBlockingEnumerable(Bed.Stop).OfType<FailureStep>()).Failure.Id);
        });
    }

    [Fact]
    public void A_key_file_is_its_owners_alone_and_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("k");
        using var key = ConnectionKey.Secure("The_Key_of_This_Tunnel");
        Assert.Null(KeyFile.Write(file, key));
        Assert.Equal("FileExists", KeyFile.Write(file, key)!.Id);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        using var read = KeyFile.Read(file).Key;
        Assert.True(ConnectionKey.Same(key, read!));
        Assert.Equal("KeyFileNotRead", KeyFile.Read(file + "x").Failure!.Id);
        Assert.Equal("KeyFileNotWritten", KeyFile.Write(folder.File("no/k"), key)!.Id);
        foreach (var wrong in new[] { "", "two\nlines\n", "with blank", new string('k', 129) })
        {
            File.WriteAllText(file, wrong);
            Assert.Equal("KeyFileInvalid", KeyFile.Read(file).Failure!.Id);
        }
    }

    private static Topology Pair() => new TunnelEstate().Half(1, 2).Half(2, 1).Documents.ToTopology();

    private static string[] Writes(Bed bed) => [.. bed.Simulation.Log.Writes.Select(w => $"{w.Method} {w.Path}")];

    private static Task<SharedKeyGround?> GroundAsync(Bed bed, params ResourceId[] connections) =>
        SharedKeyGround.ReadAsync(bed.Arm, [.. connections.Select(c => c.ToString())], [], StepWriter.Nowhere, Bed.Stop);

    private static async Task<(RunReport Report, IReadOnlyCollection<ConnectionReport> Reports)> ResetAsync(
        Bed bed, ResourceId connection, string? key = null, CancellationTokenSource? stop = null)
    {
        using var ground = await GroundAsync(bed, connection);
        return await RunAsync(bed, ground!, key, stop);
    }

    private static async Task<(RunReport Report, IReadOnlyCollection<ConnectionReport> Reports)> RunAsync(
        Bed bed, SharedKeyGround ground, string? key, CancellationTokenSource? stop = null)
    {
        using var given = key is null ? null : ConnectionKey.Secure(key);
        var plan = ground.Plan(given);
        using var secrets = Secrets.For(plan, given is null ? new Dictionary<string, SecureString>() : Secrets.ForConnections(plan, given), StepWriter.Nowhere);
        var arm = secrets!.Over(stop is null ? bed.Arm : new StopsAfterFirst(bed.Arm, stop));
        var run = new SharedKeyRun(arm, ground, new() { JitterSeed = 1, Timeout = TimeSpan.FromMinutes(10) }, StepWriter.Nowhere);
        var report = await run.RunAsync(plan, stop?.Token ?? Bed.Stop);
        return stop is null ? await run.WaitAsync(report, Bed.Stop) : (report, []);
    }
}
