using System.Text;

namespace AzNetHelper.Console;

/// <summary>What follows once telemetry is off.</summary>
internal static class Entry
{
    private const int UsageExitCode = 64;

    public static int Run(string[] args)
    {
        if (!ConsoleArguments.TryParse(args, out var arguments, out var error))
        {
            System.Console.Error.WriteLine(error);
            System.Console.Error.WriteLine("-Help tells how this program is used.");
            return UsageExitCode;
        }

        if (arguments.Help)
        {
            System.Console.Out.WriteLine(ConsoleArguments.Usage);
            return 0;
        }

        if (OperatingSystem.IsWindows() && System.Console.IsOutputRedirected)
        {
            System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        using var terminal = new Terminal(arguments.NonInteractive);
        using var session = new EngineSession(terminal);
        using var stopping = new CtrlC(session);
        return session.Open(arguments)
            ? session.Run(arguments)
            : 1;
    }
}
