using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace AzNetHelper.Console;

/// <summary>
/// Puts each stream in its place: what Out-Default formats on standard output, all else on standard error.
/// </summary>
internal sealed class HostUI(Terminal terminal) : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    private readonly Prompts _prompts = new(terminal);

    public override PSHostRawUserInterface RawUI { get; } = new HostRawUI(terminal);

    public override bool SupportsVirtualTerminal => terminal.ColourOut;

    /// <summary>While true, what is formatted is the text of an error.</summary>
    public bool ResultsAreErrors { get; set; }

    public override void Write(string value)
    {
        if (ResultsAreErrors)
        {
            terminal.WriteError(value);
        }
        else
        {
            terminal.Write(value);
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => Tell(value, PSStyle.Instance.Formatting.Error);

    public override void WriteWarningLine(string message) => Tell("WARNING: " + message, PSStyle.Instance.Formatting.Warning);

    public override void WriteVerboseLine(string message) => Tell("VERBOSE: " + message, PSStyle.Instance.Formatting.Verbose);

    public override void WriteDebugLine(string message) => Tell("DEBUG: " + message, PSStyle.Instance.Formatting.Debug);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var percent = record.PercentComplete < 0 ? string.Empty : $" {record.PercentComplete.ToString(CultureInfo.InvariantCulture)}%";
        var text = record.RecordType == ProgressRecordType.Completed
            ? string.Empty
            : $"{record.Activity}: {record.StatusDescription}{percent}";
        terminal.ShowProgress(text.ReplaceLineEndings(" "), RawUI.BufferSize.Width);
    }

    public override string ReadLine() => _prompts.ReadLine("a line");

    public override SecureString ReadLineAsSecureString() => _prompts.ReadSecret();

    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions) => _prompts.Fields(caption, message, descriptions);

    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice) => _prompts.Choice(caption, message, choices, defaultChoice);

    public Collection<int> PromptForChoice(
        string? caption,
        string? message,
        Collection<ChoiceDescription> choices,
        IEnumerable<int>? defaultChoices) => _prompts.Choices(caption, message, choices, defaultChoices);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => _prompts.Credential(caption, message, userName);

    private void Tell(string text, string colour) =>
        terminal.WriteError(terminal.ColourError && !text.Contains('\e', StringComparison.Ordinal)
            ? colour + text + PSStyle.Instance.Reset + Environment.NewLine
            : text + Environment.NewLine);
}
