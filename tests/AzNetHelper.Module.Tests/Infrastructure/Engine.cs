using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AzNetHelper.Tests.Infrastructure;

/// <summary>What a script wrote, stream by stream, and how it ended.</summary>
internal sealed record RunResult(IReadOnlyList<PSObject> Output, Exception? Ended, IReadOnlyList<string> Host)
{
    public IReadOnlyList<ErrorRecord> Errors { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<string> Verbose { get; init; } = [];

    public IReadOnlyList<string> Debug { get; init; } = [];

    public IReadOnlyList<InformationRecord> Information { get; init; } = [];

    public IReadOnlyList<ProgressRecord> Progress { get; init; } = [];

    /// <summary>The terminating error; null when the script came to its end.</summary>
    public ErrorRecord? Terminating => (Ended as IContainsErrorRecord)?.ErrorRecord;

    /// <summary>The id of the terminating error, without the command's name.</summary>
    public string? TerminatingId => Terminating?.FullyQualifiedErrorId.Split(',')[0];

    public IReadOnlyList<string> Texts => [.. Output.Select(o => o?.ToString() ?? string.Empty)];

    /// <summary>Everything that a person or a log could see of the run.</summary>
    public string Everything => string.Join('\n',
    [
        .. Texts, .. Errors.Select(Describe), .. Warnings, .. Verbose, .. Debug, .. Information.Select(i => i.ToString()),
        .. Progress.Select(p => p.ToString()), .. Host, Ended?.ToString() ?? string.Empty,
    ]);

    private static string Describe(ErrorRecord error) => $"{error} {error.TargetObject} {error.Exception}";
}

/// <summary>
/// A runspace of the real engine with the module imported. One a test: engines do not share anything that a test changes.
/// </summary>
internal sealed class Engine : IDisposable
{
    // The engine's first use is not safe side by side: a runspace opened beside it may lack Import-Module.
    private static readonly Lock s_opening = new();

    private readonly RecordingHost _host = new();
    private readonly Runspace _runspace;

    public Engine(bool withTestCmdlets = false)
    {
        lock (s_opening)
        {
            _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
            _runspace.Open();
        }

        Import(ModuleUnderTest.Manifest);
        if (withTestCmdlets)
        {
            Import(ModuleUnderTest.TestCmdlets);
        }
    }

    public RecordingUI Host => _host.Recording;

    /// <summary>Sets a variable that scripts read.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs a script to its end, or to the terminating error that ended it.</summary>
    public RunResult Run(string script)
    {
        using var shell = Shell(script);
        var output = new List<PSObject>();
        Exception? ended = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            ended = e;
        }

        return Collect(shell, output, ended);
    }

    /// <summary>
    /// Runs a script in which every error ends it: a cmdlet's terminating error by itself ends only its statement, also with
    /// -ErrorAction Stop.
    /// </summary>
    public RunResult RunStrict(string script) => Run($"& {{ $ErrorActionPreference = 'Stop'; {script}\n}}");

    /// <summary>Starts a script, stops it as Ctrl+C does when the task completes, and waits for its end.</summary>
    public async Task<RunResult> StopAsync(string script, Func<Task> when)
    {
        using var shell = Shell(script);
        using var output = new PSDataCollection<PSObject>();
        var running = shell.InvokeAsync<PSObject, PSObject>(null, output);
        await Task.WhenAny(when(), running);
        await Task.Run(() => shell.Stop());
        Exception? ended = null;
        try
        {
            await running;
        }
        catch (RuntimeException e)
        {
            ended = e;
        }

        return Collect(shell, output, ended);
    }

    public void Dispose() => _runspace.Dispose();

    // The streams go with the shell: what they hold is taken out before.
    private RunResult Collect(PowerShell shell, IEnumerable<PSObject> output, Exception? ended) => new([.. output], ended, Host.Lines)
    {
        Errors = [.. shell.Streams.Error],
        Warnings = [.. shell.Streams.Warning.Select(w => w.Message)],
        Verbose = [.. shell.Streams.Verbose.Select(v => v.Message)],
        Debug = [.. shell.Streams.Debug.Select(d => d.Message)],
        Information = [.. shell.Streams.Information],
        Progress = [.. shell.Streams.Progress],
    };

    private PowerShell Shell(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    private void Import(string module)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", module).AddParameter("ErrorAction", "Stop");
        shell.Invoke();
        if (shell.HadErrors)
        {
            throw new InvalidOperationException($"'{module}' cannot be imported: {shell.Streams.Error[0]}");
        }
    }
}
