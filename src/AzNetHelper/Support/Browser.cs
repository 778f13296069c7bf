using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using AzNetHelper.Rendering;

namespace AzNetHelper.Support;

/// <summary>The browser of the desktop that a person sits at.</summary>
internal static class Browser
{
    // In a job and in a remote session the engine runs behind this host.
    private const string RemoteHost = "ServerRemoteHost";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Where the command runs.</summary>
    public static Surroundings Around(PSCmdlet cmdlet) => new()
    {
        Desktop = OperatingSystem.IsWindows() ? DesktopKind.Windows : OperatingSystem.IsMacOS() ? DesktopKind.MacOS : DesktopKind.Other,
        IsRemote = cmdlet.Host.Name == RemoteHost || cmdlet.GetVariableValue("PSSenderInfo") is not null,
        IsInteractive = Environment.UserInteractive && cmdlet.Host.UI?.RawUI is not null
            && !Environment.GetCommandLineArgs().Skip(1).Any(IsNonInteractive),
        IsRedirected = Console.IsOutputRedirected || cmdlet.MyInvocation.PipelinePosition < cmdlet.MyInvocation.PipelineLength,
        Variable = Environment.GetEnvironmentVariable,
        Program = Find,
    };

    /// <summary>Opens a file; why not, where that did not work.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="stop">Ends the waiting for a failure; what was started goes on.</param>
    public static async Task<string?> OpenAsync(string file, CancellationToken stop)
    {
        try
        {
            using var process = Process.Start(Start(file));
            return OperatingSystem.IsWindows() || process is null || await HasSucceededAsync(process, stop) ? null
                : $"the browser could not be opened (exit code {process.ExitCode})";
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException or PlatformNotSupportedException)
        {
            return $"the browser could not be opened: {e.Message}";
        }
    }

    // What opens may stay as long as the browser: then it has found one. What has none says so at once.
    private static async Task<bool> HasSucceededAsync(Process process, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    // Ctrl+C and the end of the terminal are for all that it has started, and leave the browser alone: what a shell ignores, that ignores
    // which it becomes (POSIX, Shell Command Language 2.11). Nothing of it may use the terminal, or .NET keeps that ready for it.
    private static ProcessStartInfo Start(string file) =>
        OperatingSystem.IsWindows() ? new(file) { UseShellExecute = true }
        : OperatingSystem.IsMacOS() ? new("/usr/bin/open", [file]) { UseShellExecute = false }
        : new("/bin/sh", ["-c", "trap '' INT QUIT HUP; exec \"$0\" \"$1\" </dev/null >/dev/null 2>&1", Find("xdg-open")!, file])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };

    private static bool IsNonInteractive(string argument) =>
        argument.Length >= "-noni".Length && "-noninteractive".StartsWith(argument, StringComparison.OrdinalIgnoreCase);

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
