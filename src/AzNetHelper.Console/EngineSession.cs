using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AzNetHelper.Console;

/// <summary>One runspace of the engine, with the module imported.</summary>
internal sealed class EngineSession : IDisposable
{
    private const int ErrorExitCode = 1;

    // 128 + SIGINT, as shells have it.
    private const int StoppedExitCode = 130;

    private readonly Terminal _terminal;
    private readonly Host _host;
    private readonly Runspace _runspace;
    private volatile PowerShell? _running;

    public EngineSession(Terminal terminal)
    {
        _terminal = terminal;
        _host = new(terminal);
        PSStyle.Instance.OutputRendering = terminal.ColourOut ? OutputRendering.Host : OutputRendering.PlainText;
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        // Errors name files by the directory that the user is in.
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
    }

    public bool IsRunning => _running is not null;

    public int? ExitCode => _host.ExitCode;

    /// <summary>Opens the runspace and imports the module; false when that failed, and why has been said.</summary>
    public bool Open(ConsoleArguments arguments)
    {
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        var modules = ModuleFolders.SearchPath(arguments.ModulePath);
        if (modules.Length == 0)
        {
            _terminal.WriteError($"{ModuleFolders.ModuleName} is not built: run 'dotnet build', or say -ModulePath.{Environment.NewLine}");
            return false;
        }

        // After the opening, which adds the user's own folders to the variable.
        Environment.SetEnvironmentVariable("PSModulePath", modules);
        return Invoke($"Import-Module -Name {ModuleFolders.ModuleName} -Global -ErrorAction Stop") == 0;
    }

    public int Run(ConsoleArguments arguments)
    {
        if (arguments.Command is { } command)
        {
            return Invoke(command);
        }

        if (arguments.File is not { } file)
        {
            return new CommandLoop(this, _terminal).Run();
        }

        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            _terminal.WriteError($"There is no file {path}.{Environment.NewLine}");
            return ErrorExitCode;
        }

        return Invoke(ScriptCall.Text(path, arguments.ScriptArguments));
    }

    /// <summary>Runs text as pwsh does: results formatted, errors shown. Returns the exit code.</summary>
    public int Invoke(string text, bool intoHistory = false)
    {
        _runspace.SessionStateProxy.SetVariable("global:LASTEXITCODE", 0);
        using var shell = Shell();
        shell.AddScript(text, useLocalScope: false);
        // Errors keep their place among the results.
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        try
        {
            _running = shell;
            shell.Invoke(input: null, new PSInvocationSettings { AddToHistory = intoHistory });
            return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? StoppedExitCode : _host.ExitCode ?? 0;
        }
        catch (PipelineStoppedException)
        {
            return StoppedExitCode;
        }
        catch (RuntimeException e)
        {
            Show(e.ErrorRecord);
            return ErrorExitCode;
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Runs a command for its text, shown to nobody.</summary>
    public string Ask(string command)
    {
        using var shell = Shell();
        try
        {
            return string.Concat(shell.AddScript(command).Invoke());
        }
        catch (RuntimeException)
        {
            return string.Empty;
        }
    }

    public void Stop()
    {
        _terminal.StopAsking();
        _running?.BeginStop(callback: null, state: null);
    }

    public void Dispose() => _runspace.Dispose();

    // Out-Default formats the record in the user's $ErrorView, with its place in the script, but takes it for a result.
    private void Show(ErrorRecord error)
    {
        using var shell = Shell();
        _host.ResultsAreErrors = true;
        try
        {
            shell.AddCommand("Out-Default").Invoke(new[] { error });
        }
        finally
        {
            _host.ResultsAreErrors = false;
        }
    }

    private PowerShell Shell()
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell;
    }
}
