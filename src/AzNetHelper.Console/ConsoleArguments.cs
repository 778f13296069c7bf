using System.Diagnostics.CodeAnalysis;

namespace AzNetHelper.Console;

/// <summary>What the command line says.</summary>
internal sealed record ConsoleArguments
{
    public const string Usage = """
        Runs AzNetHelper in the PowerShell engine, on machines without PowerShell.

        AzNetHelper.Console [options] [-File] <script.ps1> [arguments of the script]
        AzNetHelper.Console [options] -Command <text>
        AzNetHelper.Console [options]                     a prompt; or, with input redirected, commands from there

          -File <path>        the script; everything behind it is the script's own
          -Command <text>     the commands; everything behind it belongs to them
          -ModulePath <path>  a folder of modules, searched before the repository's output/
          -NonInteractive     a question is an error instead of a wait
          -Help               this text

        Results, -WhatIf text and information messages go to standard output, as in pwsh. Errors, warnings, verbose and debug
        messages and questions go to standard error, progress too when that is a terminal. Colours appear on a terminal only, and not when NO_COLOR is set.
        Exit code: 0; 1 after a terminating error; n after 'exit n'; 130 when stopped by Ctrl+C; 64 for a wrong command line.
        """;

    public string? File { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    public string? ModulePath { get; init; }

    public bool NonInteractive { get; init; }

    public bool Help { get; init; }

    public static bool TryParse(
        IReadOnlyList<string> args,
        [NotNullWhen(true)] out ConsoleArguments? arguments,
        [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = null;
        var result = new ConsoleArguments();
        for (var i = 0; i < args.Count; i++)
        {
            var option = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][1..] : args[i];
            var takesValue = option.ToUpperInvariant() is "-FILE" or "-F" or "-COMMAND" or "-C" or "-MODULEPATH";
            if (takesValue && i + 1 == args.Count)
            {
                error = $"{args[i]} needs a value.";
                return false;
            }

            switch (option.ToUpperInvariant())
            {
                case "-FILE" or "-F":
                    arguments = result with { File = args[i + 1], ScriptArguments = [.. args.Skip(i + 2)] };
                    return true;
                case "-COMMAND" or "-C":
                    arguments = result with { Command = string.Join(' ', args.Skip(i + 1)) };
                    return true;
                case "-MODULEPATH":
                    result = result with { ModulePath = args[++i] };
                    break;
                case "-NONINTERACTIVE":
                    result = result with { NonInteractive = true };
                    break;
                case "-NOPROFILE" or "-NOLOGO":
                    // Scripts written for pwsh say this; there is no profile and no logo here.
                    break;
                case "-HELP" or "-H" or "-?":
                    result = result with { Help = true };
                    break;
                case var unknown when unknown.StartsWith('-'):
                    error = $"There is no option {args[i]}.";
                    return false;
                default:
                    arguments = result with { File = args[i], ScriptArguments = [.. args.Skip(i + 1)] };
                    return true;
            }
        }

        arguments = result;
        return true;
    }
}
