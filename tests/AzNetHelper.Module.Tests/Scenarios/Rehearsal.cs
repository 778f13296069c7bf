using System.Text.Json.Nodes;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// An engine with a rehearsal in <c>$session</c>: the sample estate, or a hub with so many spokes. The simulation is reached
/// as a script reaches it, because the tests do not reference the module.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");
    private readonly Engine _engine;
    private readonly object _simulation;

    public Rehearsal(int spokes = 0, bool withTestCmdlets = false)
        : this(folder => spokes == 0 ? null : HubEstate.Write(folder, spokes), withTestCmdlets)
    {
    }

    /// <summary>A rehearsal of the networks in the file that is written into the folder.</summary>
    public Rehearsal(Func<string, string?> writeSnapshot, bool withTestCmdlets = true)
    {
        _engine = new(withTestCmdlets);
        _engine.Set("folder", _folder.FullName);
        _engine.Set("snapshot", writeSnapshot(_folder.FullName));
        var start = Run("""
            $session = if ($snapshot) { Connect-AzNetSession -Rehearsal -Snapshot $snapshot -PassThru }
                else { Connect-AzNetSession -Rehearsal -PassThru }
            $simulation = $session.Simulation
            $simulation.Log.Clear()
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            function Add-Fault($Method, $Path, $Fault, $Nth = 0) { $simulation.Faults.Add($Method, $Path, $Fault, $Nth) }
            """);
        Assert.Empty(start.Errors);
        Assert.Null(start.Ended);
        _simulation = Run("$simulation").Output[0].BaseObject;
    }

    public Engine Engine => _engine;

    public string Folder => _folder.FullName;

    /// <summary>Every write that reached the simulation: verb, the last two names of the resource, and the status.</summary>
    public IReadOnlyList<string> Writes => Requests("Writes");

    /// <summary>Writes that the simulation took.</summary>
    public IReadOnlyList<string> WritesTaken => [.. Writes.Where(w => w.EndsWith(" 201", StringComparison.Ordinal)
        || w.EndsWith(" 200", StringComparison.Ordinal) || w.EndsWith(" 202", StringComparison.Ordinal))];

    public IReadOnlyList<string> Requests(string which = "All") => Run($"""
        foreach ($request in $simulation.Log.{which}) {'{'}
            $names = $request.Path.Split('/'); "$($request.Method) $($names[-3])/$($names[-1]) $($request.Status)"
        {'}'}
        """).Texts;

    /// <summary>Every resource as it is now, whole documents, read beside the module.</summary>
    public IReadOnlyList<JsonObject> Networks()
    {
        dynamic snapshot = ((dynamic)_simulation).Snapshot();
        var found = new List<JsonObject>();
        foreach (var document in snapshot.Documents)
        {
            ReadOnlyMemory<byte> json = document.Json;
            found.Add(JsonNode.Parse(json.Span)!.AsObject());
        }

        return [.. found.Where(d => d["properties"] is JsonObject)];
    }

    public RunResult Run(string script) => _engine.Run(script);

    /// <summary>Runs a script that must end well.</summary>
    public RunResult RunWell(string script)
    {
        var run = _engine.RunStrict(script);
        Assert.True(run.Ended is null, run.Ended?.ToString());
        Assert.Empty(run.Errors);
        return run;
    }

    public void ForgetRequests() => RunWell("$simulation.Log.Clear()");

    /// <summary>Completes when so many writes have arrived.</summary>
    public async Task WritesArriveAsync(int count)
    {
        dynamic simulation = _simulation;
        while (simulation.Log.Writes.Length < count)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }
}
