using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>Completes the names of the module's templates of VPN devices.</summary>
public sealed class DeviceCompleter() : TemplateCompleter(DeviceTemplateFolder.Path, TemplateLanguage.Tunnels);

/// <summary>Completes the names of the module's templates of routers at a circuit.</summary>
public sealed class RouterCompleter() : TemplateCompleter(DeviceTemplateFolder.Routers, RouterLanguage.Circuits);

/// <summary>Completes the names of the module's templates in a folder.</summary>
public abstract class TemplateCompleter(string folder, TemplateLanguage language) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = (wordToComplete ?? string.Empty).Trim('\'', '"');
        try
        {
            return DeviceTemplates.Load(folder, [], language).All.Where(t => t.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(t => new CompletionResult(t.Name, t.Name, CompletionResultType.ParameterValue, t.Title));
        }
        catch (Exception e) when (e is TemplateException or TopologyFileException)
        {
            return [];
        }
    }
}
