using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// Asks for every change of a plan, on the pipeline thread and before the first write. -WhatIf goes the same way, so
/// that what it prints is what would be asked and written.
/// </summary>
internal sealed class ChangeConfirmation(PSCmdlet cmdlet, bool force)
{
    private readonly bool _whatIf = IsWhatIf(cmdlet);
    private readonly bool? _confirm = Given(cmdlet, "Confirm");
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>True when the changes were only printed.</summary>
    public bool OnlyWhatIf { get; private set; }

    /// <summary>True where a cmdlet is only to say what it would do.</summary>
    public static bool IsWhatIf(PSCmdlet cmdlet) => Given(cmdlet, "WhatIf")
        ?? LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>The keys of the changes that were declined; empty when all may be written.</summary>
    public ImmutableHashSet<string> Ask(Plan plan)
    {
        OnlyWhatIf = _whatIf;
        var declined = ImmutableHashSet<string>.Empty;
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(c => c.Writes))
        {
            // Half a pair is worth nothing: the run leaves out the rest of a declined group, so nobody is asked about
            // it.
            if (!groups.Contains(change.Group) && !Accepts(change))
            {
                declined = declined.Add(change.Key);
                if (change.Group.Length > 0)
                {
                    groups.Add(change.Group);
                }
            }
        }

        return declined;
    }

    /// <summary>True when a question about the plan as a whole was answered with yes, or nobody needs to be asked.</summary>
    public bool Agree(Plan plan, string? question) => question is null || plan.IsEmpty || _whatIf || _confirm is false
        || (force && _confirm is not true)
        || Asked(() => cmdlet.ShouldContinue(question, "Confirm"), plan.Title, plan.Changes.First(c => c.Writes).Resource);

    private bool Accepts(Change change)
    {
        var hasImpact = change.Impact.Kind != Impact.None;
        var text = hasImpact ? $"{change.Summary} [{change.Impact}]" : change.Summary;
        if (force && !_whatIf && _confirm is not true)
        {
            cmdlet.WriteDetail(text);
            return true;
        }

        return Asked(() =>
        {
            if (!cmdlet.ShouldProcess(text, $"{text}{Environment.NewLine}Do you want to make this change?", "Confirm"))
            {
                // With -WhatIf nothing was declined: nobody was asked.
                return _whatIf;
            }

            return !hasImpact || WasAsked || _confirm is false || cmdlet.ShouldContinue(
                $"{text}{Environment.NewLine}Do you want to make this change?", "Confirm", ref _yesToAll, ref _noToAll);
        }, text, change.Resource);
    }

    /// <summary>What a host throws that has nobody to ask: each kind of host its own.</summary>
    public static bool CannotAsk(Exception e) =>
        e is HostException or InvalidOperationException or NotImplementedException or NotSupportedException;

    private bool Asked(Func<bool> ask, string text, ResourceId resource)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (CannotAsk(e))
        {
            throw cmdlet.Terminate(new("ConfirmationRequired", FailureKind.InvalidOperation,
                $"{text}: this has to be confirmed, and nobody can be asked here. Nothing was written. "
                + "Use -Force or -Confirm:$false to go on without a question.", resource)
            {
                Cause = e,
                RecommendedAction = "Use -Force or -Confirm:$false.",
            });
        }
    }

    /// <summary>True when ShouldProcess itself put the question, impact included: it is not put twice.</summary>
    private bool WasAsked => _confirm ?? (Preference() is var preference
        && preference != ConfirmImpact.None && OwnImpact() >= preference);

    private ConfirmImpact OwnImpact() =>
        cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()?.ConfirmImpact ?? ConfirmImpact.Medium;

    private ConfirmImpact Preference() =>
        LanguagePrimitives.TryConvertTo<ConfirmImpact>(
            cmdlet.GetVariableValue("ConfirmPreference"), CultureInfo.InvariantCulture, out var preference)
            ? preference
            : ConfirmImpact.High;

    private static bool? Given(PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var value)
            ? LanguagePrimitives.IsTrue(value)
            : null;
}
