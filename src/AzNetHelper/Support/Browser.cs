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
    public static string? Open(string file)
    {
        try
        {
            using var process = Process.Start(Start(file));
            if (!OperatingSystem.IsWindows())
            {
                process?.WaitForExit();
            }

            return process is { HasExited: true, ExitCode: not 0 } ? $"the browser could not be opened (exit code {process.ExitCode})" : null;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException or PlatformNotSupportedException)
        {
            return $"the browser could not be opened: {e.Message}";
        }
    }

    // xdg-open may stay as long as the browser, and both may write to the terminal: the shell lets them go, and what it starts
    // beside itself is left alone by Ctrl+C (POSIX, Shell Command Language 2.11).
    private static ProcessStartInfo Start(string file) =>
        OperatingSystem.IsWindows() ? new(file) { UseShellExecute = true }
        : OperatingSystem.IsMacOS() ? new("/usr/bin/open", [file]) { UseShellExecute = false }
        : new("/bin/sh", ["-c", "\"$0\" \"$1\" </dev/null >/dev/null 2>&1 &", Find("xdg-open")!, file]) { UseShellExecute = false };

    private static bool IsNonInteractive(string argument) =>
        argument.Length >= "-noni".Length && "-noninteractive".StartsWith(argument, StringComparison.OrdinalIgnoreCase);

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
