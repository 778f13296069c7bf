using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.Vpn;

namespace AzNetHelper.Support;

/// <summary>Completes the SKUs of VPN gateways, with what each can do.</summary>
public sealed class VpnSkuCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from name in VpnSku.Names
        where name.StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
        let sku = VpnSku.Find(name)!
        select new CompletionResult(name, name, CompletionResultType.ParameterValue, string.Create(CultureInfo.InvariantCulture,
            $"{sku.Tunnels} tunnels, {sku.Clients} clients, {sku.Megabits} Mbps"));
}
