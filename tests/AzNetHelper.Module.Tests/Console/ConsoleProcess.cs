using System.Diagnostics;
using System.Text;
using AzNetHelper.Tests.Build;

namespace AzNetHelper.Tests.Console;

/// <summary>What a run of the console left.</summary>
internal sealed record ConsoleRun(int ExitCode, string Out, string Error)
{
    public string[] Lines => Out.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}

/// <summary>The console in a process of its own, which never outlives its test.</summary>
internal sealed class ConsoleProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;
    private readonly StringBuilder _seen = new();
    private readonly TaskCompletionSource _marker = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConsoleProcess(string? input, IReadOnlyDictionary<string, string?>? environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add(Repository.Built("AzNetHelper.Console", "net10.0", "AzNetHelper.Console.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _out = ReadOutAsync();
        _error = _process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            _process.StandardInput.Write(input);
        }

        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    /// <summary>Text that a script writes when a test may act on it.</summary>
    public const string Marker = "--ready--";

    public static Task<ConsoleRun> RunAsync(params string[] arguments) => RunAsync(input: null, environment: null, arguments);

    public static async Task<ConsoleRun> RunAsync(
        string? input,
        IReadOnlyDictionary<string, string?>? environment,
        params string[] arguments)
    {
        using var process = new ConsoleProcess(input, environment, arguments);
        return await process.EndAsync();
    }

    public static ConsoleProcess Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new(input: null, environment, arguments);

    public static ConsoleProcess Start(params string[] arguments) => new(input: null, environment: null, arguments);

    /// <summary>Waits until the script has written <see cref="Marker"/>.</summary>
    public Task ReadyAsync() => _marker.Task.WaitAsync(s_limit);

    public async Task<ConsoleRun> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        return new(_process.ExitCode, await _out, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<string> ReadOutAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _seen.AppendLine(line);
            if (line.Contains(Marker, StringComparison.Ordinal))
            {
                _marker.TrySetResult();
            }
        }

        _marker.TrySetException(new InvalidOperationException("The process ended without saying that it is ready."));
        return _seen.ToString();
    }
}
