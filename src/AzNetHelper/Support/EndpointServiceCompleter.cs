using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Support;

/// <summary>Completes the services of service endpoints, with what each leads to.</summary>
public sealed class EndpointServiceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return EndpointService.All.Where(s => s.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(s => new CompletionResult(s.Name, s.Name, CompletionResultType.ParameterValue, $"{s.Identifier}: {s.Serves}. {s.Note}".TrimEnd()));
    }
}
