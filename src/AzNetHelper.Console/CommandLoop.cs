using System.Management.Automation.Language;

namespace AzNetHelper.Console;

/// <summary>Reads commands line by line until the input ends or one of them says exit.</summary>
internal sealed class CommandLoop(EngineSession session, Terminal terminal)
{
    private const string Continuation = ">> ";

    public int Run()
    {
        while (session.ExitCode is null && ReadCommand() is { } command)
        {
            if (!string.IsNullOrWhiteSpace(command))
            {
                session.Invoke(command, intoHistory: true);
            }
        }

        return session.ExitCode ?? 0;
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(e => e.IncompleteInput);
    }

    private string? ReadCommand()
    {
        var command = ReadLine(Prompt);
        while (command is not null && IsIncomplete(command) && ReadLine(() => Continuation) is { } more)
        {
            if (more.Length == 0 && terminal.InputIsTerminal)
            {
                // An empty line ends what stays incomplete: the error then says what is missing.
                break;
            }

            command += Environment.NewLine + more;
        }

        return command;
    }

    private string Prompt() => session.Ask("prompt") is { Length: > 0 } prompt ? prompt : "PS> ";

    private string? ReadLine(Func<string> prompt)
    {
        if (terminal.InputIsTerminal)
        {
            terminal.WriteError(prompt());
        }

        try
        {
            return terminal.ReadLine();
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C at the prompt gives up the line.
            terminal.WriteError(Environment.NewLine);
            return string.Empty;
        }
    }
}
