using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace AzNetHelper.Tests.Infrastructure;

/// <summary>A host that keeps its text, answers prompts from a script, or, without one, can not be asked.</summary>
internal sealed class RecordingHost : PSHost
{
    public RecordingUI Recording { get; } = new();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "AzNetHelper tests";

    public override PSHostUserInterface UI => Recording;

    public override Version Version => new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}

/// <summary>What the host showed and was asked.</summary>
internal sealed class RecordingUI : PSHostUserInterface
{
    private readonly List<string> _lines = [];
    private readonly Queue<string> _answers = new();
    private readonly Queue<string> _secrets = new();

    /// <summary>
    /// Every line written to the host, also by -WhatIf and by what comes when the streams are closed.
    /// </summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The questions that were put.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>What prompting raises where nobody can be asked; each kind of host has its own.</summary>
    public Exception Refusal { get; set; } = new PSInvalidOperationException("PowerShell is in NonInteractive mode.");

    public override PSHostRawUserInterface? RawUI => null;

    /// <summary>Answers the next prompts with the choices of these letters (Y, A, N, L).</summary>
    public void WillAnswer(params string[] letters) => Array.ForEach(letters, _answers.Enqueue);

    /// <summary>Types these where a secret is asked for.</summary>
    public void WillType(params string[] secrets) => Array.ForEach(secrets, _secrets.Enqueue);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Questions.Add(message);
        if (!_answers.TryDequeue(out var letter))
        {
            throw Refusal;
        }

        var index = choices.ToList().FindIndex(c => c.Label.Contains("&" + letter, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new InvalidOperationException($"There is no choice '{letter}' in '{message}'.");
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw Refusal;

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw Refusal;

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Refusal;

    public override string ReadLine() => throw Refusal;

    public override SecureString ReadLineAsSecureString()
    {
        if (!_secrets.TryDequeue(out var typed))
        {
            throw Refusal;
        }

        var secret = new SecureString();
        Array.ForEach(typed.ToCharArray(), secret.AppendChar);
        return secret;
    }

    public override void Write(string value) => Keep(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Keep(value);

    public override void WriteLine(string value) => Keep(value);

    public override void WriteErrorLine(string value) => Keep(value);

    public override void WriteDebugLine(string message) => Keep(message);

    public override void WriteVerboseLine(string message) => Keep(message);

    public override void WriteWarningLine(string message) => Keep(message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    private void Keep(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}
