using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Placement;

namespace AzNetHelper.Support;

/// <summary>Completes the services that are deployed into a VNet, with what they are called.</summary>
public sealed class ServiceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return ServiceCatalogue.All.Where(s => s.Service.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(s => new CompletionResult(s.Service, s.Service, CompletionResultType.ParameterValue,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{s.Title}: /{s.Least} or wider, /{s.Advised} advised")));
    }
}
