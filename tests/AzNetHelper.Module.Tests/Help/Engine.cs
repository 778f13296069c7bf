using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AzNetHelper.Tests.Help;

/// <summary>A runspace for questions about commands and their help.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Runspace _runspace;

    public Engine(InitialSessionState state)
    {
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    public IReadOnlyList<PSObject> Run(string command, params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand(command);
        foreach (var (name, value) in parameters)
        {
            shell.AddParameter(name, value);
        }

        var result = shell.Invoke();
        Assert(shell);
        return result;
    }

    /// <summary>What a person sees.</summary>
    public string Text(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var lines = shell.AddScript(script).Invoke();
        Assert(shell);
        return string.Join('\n', lines);
    }

    public void Dispose() => _runspace.Dispose();

    private static void Assert(PowerShell shell) => Xunit.Assert.Empty(shell.Streams.Error);
}
