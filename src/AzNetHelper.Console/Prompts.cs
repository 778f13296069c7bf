using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace AzNetHelper.Console;

/// <summary>
/// Questions to a person. Where none can answer, each is an error at once: nothing may wait for ever.
/// </summary>
internal sealed class Prompts(Terminal terminal)
{
    /// <summary>The error of a question that nobody can answer.</summary>
    public static HostException CanNotAsk(string what) => new(
        $"A command asks for {what}, and nobody can answer: input is redirected or -NonInteractive was given. " +
        "Give the command all that it needs (a mandatory parameter, -Force, -Confirm:$false), or run it at a terminal.",
        innerException: null,
        "PromptNotAvailable",
        ErrorCategory.ResourceUnavailable);

    public string ReadLine(string what)
    {
        Require(what);
        try
        {
            // Ctrl+D ends the input: no answer, and the command stops, as in pwsh.
            return terminal.ReadLine() ?? throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    public SecureString ReadSecret()
    {
        Require("a secret");
        var secret = new SecureString();
        while (System.Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                if (secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                }
            }
            else if (key.KeyChar != '\0')
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        Say(Environment.NewLine);
        secret.MakeReadOnly();
        return secret;
    }

    public Dictionary<string, PSObject> Fields(string? caption, string? message, Collection<FieldDescription> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Require($"'{string.Join("', '", fields.Select(f => f.Name))}'");
        Head(caption, message);
        return fields.ToDictionary(f => f.Name, f => PSObject.AsPSObject(Field(f)), StringComparer.OrdinalIgnoreCase);
    }

    public int Choice(string? caption, string? message, Collection<ChoiceDescription> choices, int byDefault)
    {
        ArgumentNullException.ThrowIfNull(choices);
        Require(string.IsNullOrWhiteSpace(message) ? "a choice" : $"a choice ({message.Trim()})");
        Head(caption, message);
        while (true)
        {
            Say($"{Menu(choices)} [?] Help{(byDefault >= 0 ? $" (default is \"{Key(choices[byDefault])}\")" : string.Empty)}: ");
            var answer = ReadLine("a choice").Trim();
            var chosen = answer.Length == 0 ? byDefault : IndexOf(choices, answer);
            if (chosen >= 0)
            {
                return chosen;
            }

            if (answer == "?")
            {
                Say(string.Concat(choices.Select(c => $"{Key(c)} - {c.HelpMessage}{Environment.NewLine}")));
            }
        }
    }

    public Collection<int> Choices(
        string? caption,
        string? message,
        Collection<ChoiceDescription> choices,
        IEnumerable<int>? byDefault)
    {
        ArgumentNullException.ThrowIfNull(choices);
        Require("choices");
        Head(caption, message);
        var chosen = new Collection<int>();
        while (true)
        {
            Say($"{Menu(choices)} (an empty line ends): ");
            var answer = ReadLine("choices").Trim();
            if (answer.Length == 0)
            {
                return chosen.Count > 0 ? chosen : [.. byDefault ?? []];
            }

            if (IndexOf(choices, answer) is >= 0 and var index)
            {
                chosen.Add(index);
            }
        }
    }

    public PSCredential Credential(string? caption, string? message, string? userName)
    {
        Require("a credential");
        Head(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Say("User: ");
            userName = ReadLine("a user");
        }

        Say($"Password for user {userName}: ");
        return new(userName, ReadSecret());
    }

    private static string Menu(IEnumerable<ChoiceDescription> choices) =>
        string.Join("  ", choices.Select(c => $"[{Key(c)}] {Label(c)}"));

    // "Yes to &All": the letter behind the ampersand is the key.
    private static string Key(ChoiceDescription choice) =>
        choice.Label.IndexOf('&', StringComparison.Ordinal) is >= 0 and var at && at + 1 < choice.Label.Length
            ? choice.Label[(at + 1)..(at + 2)].ToUpperInvariant()
            : choice.Label;

    private static string Label(ChoiceDescription choice) => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal);

    private static int IndexOf(Collection<ChoiceDescription> choices, string answer) =>
        choices.ToList().FindIndex(c =>
            string.Equals(Key(c), answer, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Label(c), answer, StringComparison.OrdinalIgnoreCase));

    private object? Field(FieldDescription field)
    {
        var type = Type.GetType(field.ParameterAssemblyFullName) ?? Type.GetType(field.ParameterTypeFullName);
        if (type == typeof(PSCredential))
        {
            return Credential(caption: null, message: null, userName: null);
        }

        Say(field.Name + ": ");
        if (type == typeof(SecureString))
        {
            return ReadSecret();
        }

        return type is { IsArray: true } ? Lines(field.Name) : ReadLine(field.Name);
    }

    private string[] Lines(string name)
    {
        var lines = new List<string>();
        while (ReadLine(name) is { Length: > 0 } line)
        {
            lines.Add(line);
            Say($"{name}[{lines.Count}]: ");
        }

        return [.. lines];
    }

    private void Require(string what)
    {
        if (!terminal.CanAsk)
        {
            throw CanNotAsk(what);
        }
    }

    private void Head(string? caption, string? message)
    {
        foreach (var text in new[] { caption, message }.Where(t => !string.IsNullOrEmpty(t)))
        {
            Say(text + Environment.NewLine);
        }
    }

    // Questions are no results: they stay visible when standard output goes to a file.
    private void Say(string text) => terminal.WriteError(text);
}
