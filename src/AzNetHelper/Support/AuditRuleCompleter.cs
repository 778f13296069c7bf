using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Audit;

namespace AzNetHelper.Support;

/// <summary>Completes the ids of the audit's rules.</summary>
public sealed class AuditRuleCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return AuditRule.All.Where(r => r.Id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(r => r.Id, StringComparer.Ordinal)
            .Select(r => new CompletionResult(r.Id, r.Id, CompletionResultType.ParameterValue, $"{r.Severity}: {r.Title}"));
    }
}
