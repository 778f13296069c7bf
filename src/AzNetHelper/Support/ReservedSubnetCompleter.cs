using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.AddressSpaces;

namespace AzNetHelper.Support;

/// <summary>Completes the subnet names that Azure knows.</summary>
public sealed class ReservedSubnetCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return ReservedSubnet.All.Where(r => r.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(r => new CompletionResult(r.Name, r.Name, CompletionResultType.ParameterValue, $"{r.Name}: {r.Why}"));
    }
}
