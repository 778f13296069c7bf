using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace AzNetHelper.Support;

/// <summary>
/// In Azure Pipelines warnings and errors also appear as logging commands, so that the run's summary counts and shows them
/// (learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands). What a person has silenced stays silent. An issue
/// of type error does not fail the step: the script's own end does.
/// </summary>
internal static class PipelineLog
{
    private static bool IsOn => bool.TryParse(Environment.GetEnvironmentVariable("TF_BUILD"), out var on) && on;

    /// <summary>Writes a warning, wherever the command runs.</summary>
    public static void Warn(this PSCmdlet cmdlet, string text)
    {
        if (IsOn && IsShown(cmdlet, "WarningAction", "WarningPreference"))
        {
            Issue(cmdlet.Host?.UI, "warning", text);
        }

        cmdlet.WriteWarning(text);
    }

    /// <summary>An error is about to be written.</summary>
    public static void Error(Cmdlet cmdlet, string text, bool isTerminating)
    {
        if (IsOn && cmdlet is PSCmdlet here && (isTerminating || IsShown(here, "ErrorAction", "ErrorActionPreference")))
        {
            Issue(here.Host?.UI, "error", text);
        }
    }

    /// <summary>Says it to the host alone, where the streams are closed.</summary>
    public static void Tell(PSHostUserInterface ui, string type, string text)
    {
        if (IsOn)
        {
            Issue(ui, type, text);
        }
    }

    // The percent sign comes first, or the escapes of the others would be escaped.
    private static void Issue(PSHostUserInterface? ui, string type, string text) => ui?.WriteLine(
        $"##vso[task.logissue type={type}]" + text.Replace("%", "%AZP25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal));

    private static bool IsShown(PSCmdlet cmdlet, string parameter, string preference) => !LanguagePrimitives.TryConvertTo<ActionPreference>(
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? given : cmdlet.GetVariableValue(preference),
        CultureInfo.InvariantCulture, out var action) || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
