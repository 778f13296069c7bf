using System.Globalization;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// Steps beside results and failures: which stream each goes to, and the questions that only this thread can answer.
/// </summary>
internal static class StepStreams
{
    private const string Tag = "AzNetHelper";

    public static void ShowAside(this PSCmdlet cmdlet, Step step)
    {
        switch (step)
        {
            case NoticeStep notice:
                ShowNotice(cmdlet, notice);
                break;
            case ProgressStep progress:
                ShowProgress(cmdlet, progress);
                break;
            case TraceStep trace:
                ShowTrace(cmdlet, trace.Exchange);
                break;
            case AskStep { Kind: AskKind.Tell } tell:
                // A warning is seen wherever the command runs: at a prompt, in a runbook's streams, in a pipeline's
                // log.
                cmdlet.Warn(tell.Text);
                cmdlet.WriteInformation(tell.Text, [Tag, "SignIn"]);
                tell.Answer.TrySetResult(null);
                break;
            case AskStep { Kind: AskKind.Token } ask:
                AnswerToken(cmdlet, ask);
                break;
            default:
                throw new NotSupportedException($"No stream is chosen for {step.GetType().Name}.");
        }
    }

    /// <summary>Shows what a reader of the plan should know.</summary>
    public static void ShowNotices(this PSCmdlet cmdlet, Plan plan)
    {
        foreach (var notice in plan.Notices)
        {
            cmdlet.ShowAside(new NoticeStep(notice.Severity, notice.Id, notice.Message, notice.Resource));
        }
    }

    /// <summary>
    /// Writes a verbose line. Under -Debug alone the engine would stop at each of them and ask (a request has one), so
    /// there it goes to the debug stream; -Verbose -Debug shows both.
    /// </summary>
    public static void WriteDetail(this PSCmdlet cmdlet, string text)
    {
        if (IsSwitchedOn(cmdlet, "Debug") is true && IsSwitchedOn(cmdlet, "Verbose") is null)
        {
            cmdlet.WriteDebug(text);
            return;
        }

        cmdlet.WriteVerbose(text);
    }

    private static void ShowNotice(PSCmdlet cmdlet, NoticeStep notice)
    {
        switch (notice.Severity)
        {
            case NoticeSeverity.Warning:
                cmdlet.Warn(notice.Message);
                break;
            case NoticeSeverity.Information:
                cmdlet.WriteInformation(notice.Message, [Tag, notice.Id]);
                break;
            default:
                cmdlet.WriteDetail(notice.Message);
                break;
        }
    }

    private static void ShowProgress(PSCmdlet cmdlet, ProgressStep progress)
    {
        // The same activity keeps its bar; two activities of one command have a bar each.
        var id = string.GetHashCode(progress.Activity, StringComparison.Ordinal) & int.MaxValue;
        cmdlet.WriteProgress(new(
            id, progress.Activity, progress.Status.Length == 0 ? progress.Activity : progress.Status)
        {
            PercentComplete = progress.Total <= 0 ? -1 : (int)Math.Clamp(100L * progress.Done / progress.Total, 0, 100),
            RecordType = progress.Ended ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private static void ShowTrace(PSCmdlet cmdlet, ArmExchange exchange)
    {
        cmdlet.WriteDetail(exchange.ToString());
        if (exchange.Detail is { } detail && IsDebugging(cmdlet))
        {
            cmdlet.WriteDebug(detail());
        }
    }

    private static bool IsDebugging(PSCmdlet cmdlet) =>
        IsSwitchedOn(cmdlet, "Debug") ?? (LanguagePrimitives.TryConvertTo<ActionPreference>(
            cmdlet.GetVariableValue("DebugPreference"), CultureInfo.InvariantCulture, out var preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore));

    private static bool? IsSwitchedOn(PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? LanguagePrimitives.IsTrue(given) : null;

    private static void AnswerToken(PSCmdlet cmdlet, AskStep ask)
    {
        try
        {
            ask.Answer.TrySetResult(new AzAccounts(cmdlet).GetToken(ask.Text, ask.TenantId));
        }
        catch (ArmException e)
        {
            ask.Answer.TrySetException(e);
        }
        finally
        {
            // Whatever else ended the look-up also ends this pipeline: nobody must go on waiting for an answer.
            ask.Answer.TrySetCanceled();
        }
    }
}
