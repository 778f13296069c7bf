using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Placement;

namespace AzNetHelper.Support;

/// <summary>Completes what the subnet of the service that -Service names can be delegated to.</summary>
public sealed class DelegationCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var service = fakeBoundParameters["Service"] is { } name ? ServiceCatalogue.Find(name.ToString()!) : null;
        return service is null ? [] : service.DelegatedTo.Where(d => d.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(d => new CompletionResult(d, d, CompletionResultType.ParameterValue, service.Title));
    }
}
