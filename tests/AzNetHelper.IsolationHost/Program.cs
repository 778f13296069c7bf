using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.Loader;

// A process in which other modules were first: an older Azure.Core is loaded, and a hook for the whole process hands it
// to
// whoever asks, as Az.Accounts does. The scripts of the tests run here; what each line of output says is checked there.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
if (args is not [var oldCore, var runspaces, var script])
{
    await Console.Error.WriteLineAsync("usage: <old Azure.Core.dll or -> <number of runspaces> <script>");
    return 2;
}

if (oldCore is not "-")
{
    var old = AssemblyLoadContext.Default.LoadFromAssemblyPath(oldCore);
    Assembly? Answer(string? name) => new AssemblyName(name!).Name is "Azure.Core" ? old : null;
    AssemblyLoadContext.Default.Resolving += (_, name) => Answer(name.FullName);
    AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) => Answer(wanted.Name);
}

var runs = await Task.WhenAll(Enumerable.Range(0, int.Parse(runspaces, null)).Select(_ => Task.Run(() => Run(script))));
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

static List<string> Run(string script)
{
    using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    runspace.Open();
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
