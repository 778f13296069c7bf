using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Four runspaces with one session, as ForEach-Object -Parallel makes them, on the same hub at once.</summary>
public sealed class SharedSessionTests : IDisposable
{
    private const int Runspaces = 4;
    private const int Spokes = 5;

    private readonly Rehearsal _rehearsal = new(Runspaces * Spokes);
    private readonly Engine[] _engines = [.. Enumerable.Range(0, Runspaces).Select(_ => new Engine())];

    public void Dispose()
    {
        Array.ForEach(_engines, e => e.Dispose());
        _rehearsal.Dispose();
    }

    [Fact]
    public async Task Each_with_spokes_of_its_own_all_finish()
    {
        var runs = await RunAllAsync(n => Enumerable.Range(1 + (n * Spokes), Spokes));

        Assert.All(runs, AssertFinished);
        Assert.Equal([$"{Runspaces * Spokes}"], _rehearsal.RunWell("(Get-VNetPeering | Where-Object IsHealthy).Count").Texts);
    }

    // A run whose writes another run made first tells what it saw before that run had ended.
    [Fact]
    public async Task All_with_the_same_spokes_all_finish_and_nobody_undoes_another_s_work()
    {
        var runs = await RunAllAsync(_ => Enumerable.Range(1, Spokes));

        Assert.All(runs, AssertFinished);
        Assert.Equal([$"{Spokes}"], _rehearsal.RunWell("(Get-VNetPeering | Where-Object IsHealthy).Count").Texts);
        Assert.Equal(2 * Spokes, _rehearsal.Requests("Writes").Count(w => w.EndsWith(" 201", StringComparison.Ordinal)));
    }

    private static void AssertFinished(RunResult run)
    {
        Assert.True(run.Ended is null, run.Ended?.ToString());
        Assert.Empty(run.Errors);
        Assert.Equal(Spokes, run.Output.Count);
        Assert.All(run.Output, o => Assert.Equal("Connected", $"{o.Properties["State"].Value}"));
    }

    private Task<RunResult[]> RunAllAsync(Func<int, IEnumerable<int>> spokes)
    {
        var session = _rehearsal.RunWell("$session").Output[0].BaseObject;
        return Task.WhenAll(_engines.Select((engine, n) =>
        {
            engine.Set("session", session);
            var names = string.Join(", ", spokes(n).Select(HubEstate.SpokeName));
            return Task.Run(() => engine.Run($"New-HubSpokePeering vnet-hub {names} -Session $session"));
        }));
    }
}
