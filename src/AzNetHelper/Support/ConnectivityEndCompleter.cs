using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Connectivity;

namespace AzNetHelper.Support;

/// <summary>Completes what a VNet can be connected with: networks, sites and pools of the session, clients, kinds of services.</summary>
public sealed class ConnectivityEndCompleter : IArgumentCompleter
{
    private readonly EndpointCompleter _endpoints = new();

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var words = PlatformService.All.Select(s => (s.Name, Tip: s.ResourceType)).Prepend((Name: ClientsEnd.Word, Tip: "Single devices, by point-to-site"))
            .Where(w => w.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(w => new CompletionResult(w.Name, w.Name, CompletionResultType.ParameterValue, w.Tip));
        return _endpoints.CompleteArgument(commandName, parameterName, wordToComplete!, commandAst, fakeBoundParameters).Concat(words);
    }
}
