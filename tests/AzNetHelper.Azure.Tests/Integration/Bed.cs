using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// The use cases of the core over the real adapter, its handler being the simulation. When a test has ended well, every body
/// that it sent is held against the published schema.
/// </summary>
internal sealed class Bed
{
    private Bed(JumpingTimeProvider clock, AzureSimulation simulation, HttpMessageHandler handler) =>
        (Clock, Simulation, Handler, Arm) = (clock, simulation, handler, new AzureArmConnector().Connect(
            Arms.Connection(handler, clock)));

    public JumpingTimeProvider Clock { get; }

    public AzureSimulation Simulation { get; }

    public HttpMessageHandler Handler { get; }

    public IArm Arm { get; private init; }

    /// <summary>The same bed, seen through another connection.</summary>
    public Bed Through(IArm arm) => new(Clock, Simulation, Handler) { Arm = arm };

    public static CancellationToken Stop => Arms.Stop;

    public static async Task RunAsync(
        Topology estate, Func<Bed, Task> test, SimulationOptions? options = null, Func<AzureSimulation, HttpMessageHandler>? via = null,
        int quiet = 3)
    {
        using var clock = new JumpingTimeProvider(quiet: TimeSpan.FromMilliseconds(quiet));
        var simulation = new AzureSimulation((options ?? new()) with { Time = clock });
        simulation.Load(estate);
        using var handler = via?.Invoke(simulation) ?? simulation.CreateHandler();
        // On the thread pool, whose work the clock sees; it does not see the queue of xunit's own threads.
        await Task.Run(() => test(new(clock, simulation, handler)), Stop);
        SentBodies.Check(simulation.Log);
    }

    /// <summary>Reads what is named as the cmdlets do.</summary>
    public async Task<PeeringGround> GroundAsync(params IEnumerable<ResourceId> networks)
    {
        var told = System.Threading.Channels.Channel.CreateUnbounded<Step>();
        var ground = await PeeringGround.ReadAsync(Arm, [.. networks.Select(n => n.ToString())], [], new(told.Writer), Stop);
        if (ground is null)
        {
            told.Writer.Complete();
            Assert.Fail(string.Join('\n', told.Reader.ReadAllAsync(Stop).ToBlockingEnumerable(Stop)));
        }

        return ground;
    }

    public Task<Topology> ReadAsync() => TopologyReader.ReadAsync(Arm, TopologyScope.Everything, StepWriter.Nowhere, Stop);

    /// <summary>Runs a plan; with secrets keys of connections are made, as the cmdlets have it.</summary>
    public async Task<RunReport> ApplyAsync(Plan plan, CancellationToken? stop = null, RunOptions? options = null, bool secrets = false)
    {
        Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
        using var keys = secrets ? Secrets.For(plan, ImmutableDictionary<string, System.Security.SecureString>.Empty, StepWriter.Nowhere) : null;
        return await new PlanRunner(keys?.Over(Arm) ?? Arm, options ?? new() { JitterSeed = 1 }, StepWriter.Nowhere).RunAsync(plan, stop ?? Stop);
    }

    public static void AssertSucceeded(RunReport report) => Assert.True(report.Succeeded, Tell(report));

    public static string Tell(RunReport report) => string.Join('\n', report.Results.Select(r =>
        string.Create(CultureInfo.InvariantCulture, $"{r.Outcome} {r.Change.Key} x{r.Attempts} {r.Error?.Id}: {r.Error?.Message}")));

    public static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
