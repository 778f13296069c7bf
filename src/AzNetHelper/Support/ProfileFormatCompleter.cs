using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.PointToSite;

namespace AzNetHelper.Support;

/// <summary>Completes the kinds of client profiles.</summary>
public sealed class ProfileFormatCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return ClientProfiles.All.Where(k => k.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(k => new CompletionResult(k.Name, k.Name, CompletionResultType.ParameterValue, $"{k.Platform}: {k.Meaning}"));
    }
}
