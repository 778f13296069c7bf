using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Support;

/// <summary>Completes the SKUs of ExpressRoute gateways that can be made, with what each can do.</summary>
public sealed class ExpressRouteSkuCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from sku in ExpressRouteSku.All
        where sku.IsZonal && sku.Name.StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
        select new CompletionResult(sku.Name, sku.Name, CompletionResultType.ParameterValue, sku.Name == ExpressRouteScale.Sku
            ? string.Create(CultureInfo.InvariantCulture, $"1000 Mbps a scale unit, 1 to {ExpressRouteSku.MostUnits} of them; FastPath from {ExpressRouteSku.FastPathUnits}")
            : string.Create(CultureInfo.InvariantCulture, $"{sku.Megabits} Mbps, {sku.Circuits} circuits, {sku.Routes} routes{(sku.HasFastPath ? ", FastPath" : string.Empty)}"));
}
