using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>Completes the names of the module's device templates.</summary>
public sealed class DeviceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        try
        {
            return DeviceTemplates.Load(DeviceTemplateFolder.Path, []).All.Where(t => t.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(t => new CompletionResult(t.Name, t.Name, CompletionResultType.ParameterValue, t.Title));
        }
        catch (Exception e) when (e is TemplateException or TopologyFileException)
        {
            return [];
        }
    }
}
