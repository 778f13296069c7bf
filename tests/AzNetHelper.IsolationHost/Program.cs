using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.Loader;

// A process in which other modules were first: an older Azure.Core is loaded, and a hook for the whole process hands it
// to whoever asks, as Az.Accounts does. The scripts of the tests run here; what each line of output says is checked
// there.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
if (args is not [var oldCore, var count, var preparation, var script])
{
    await Console.Error.WriteLineAsync(
        "usage: <old Azure.Core.dll or -> <number of runspaces> <script for each in turn> <script for all at once>");
    return 2;
}

if (oldCore is not "-")
{
    var old = AssemblyLoadContext.Default.LoadFromAssemblyPath(oldCore);
    Assembly? Answer(string? name) => new AssemblyName(name!).Name is "Azure.Core" ? old : null;
    AssemblyLoadContext.Default.Resolving += (_, name) => Answer(name.FullName);
    AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) => Answer(wanted.Name);
}

// One after another: the engine's own first use is not safe for several threads (measured with 7.6.9: now and then one
// of four runspaces that are opened at once as the first of a process does not know Import-Module), and no host does it
// so.
var runspaces = Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture)).Select(_ => Open()).ToList();
var prepared = runspaces.SelectMany(r => Run(r, preparation)).ToList();

// A thread each, which all begin at the same time.
using var start = new Barrier(runspaces.Count);
var runs = await Task.WhenAll(runspaces.Select(r => Task.Factory.StartNew(
    () =>
    {
        start.SignalAndWait();
        return Run(r, script);
    },
    CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
runs = [prepared, .. runs];
foreach (var line in runs.SelectMany(lines => lines))
{
    Console.WriteLine(line);
}

foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
{
    var name = assembly.GetName();
    Console.WriteLine($"loaded {name.Name} {name.Version} in {AssemblyLoadContext.GetLoadContext(assembly)?.Name}");
}

return 0;

static Runspace Open()
{
    var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    runspace.Open();
    return runspace;
}

static List<string> Run(Runspace runspace, string script)
{
    if (script.Length == 0)
    {
        return [];
    }

    using var shell = PowerShell.Create(runspace);
    shell.AddScript(script);
    try
    {
        var lines = shell.Invoke().Select(o => $"output {o}").ToList();
        lines.AddRange(shell.Streams.Error.Select(e => $"error {e.FullyQualifiedErrorId}: {e}"));
        return lines;
    }
    catch (RuntimeException e)
    {
        return [$"terminated {e.ErrorRecord.FullyQualifiedErrorId}: {e.Message}"];
    }
}
