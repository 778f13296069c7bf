using System.Globalization;
using System.Management.Automation.Host;

namespace AzNetHelper.Console;

/// <summary>The engine's window to this process.</summary>
internal sealed class Host(Terminal terminal) : PSHost
{
    private readonly HostUI _ui = new(terminal);

    public override string Name => "AzNetHelper.Console";

    public override Version Version { get; } = typeof(Host).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>What 'exit n' said; null while nothing did.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>While true, what is formatted is the text of an error.</summary>
    public bool ResultsAreErrors
    {
        get => _ui.ResultsAreErrors;
        set => _ui.ResultsAreErrors = value;
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("This console has no nested prompts: answer the question instead of suspending it.");

    public override void ExitNestedPrompt()
    {
        // Never entered.
    }

    public override void NotifyBeginApplication()
    {
        // Native commands share this terminal; there is no mode to restore.
    }

    public override void NotifyEndApplication()
    {
        // See above.
    }
}
