using System.Management.Automation;
using System.Management.Automation.Language;

namespace AzNetHelper.Tests.Examples;

/// <summary>
/// Binds what a script calls without calling it: every parameter exists and is written in full, and one parameter set has
/// all that are used and is given all that it needs.
/// </summary>
internal static class ParameterCheck
{
    public static IEnumerable<string> Problems(CommandAst call, CommandInfo command)
    {
        var named = call.CommandElements.OfType<CommandParameterAst>().ToArray();
        foreach (var parameter in named.Where(p => !command.Parameters.ContainsKey(p.ParameterName) && !IsAlias(command, p.ParameterName)))
        {
            yield return $"{call.Extent.Text}: {command.Name} has no parameter -{parameter.ParameterName}.";
        }

        var names = named.Select(p => p.ParameterName).ToArray();
        var values = Positional(call, command);
        if (!command.ParameterSets.Any(set => Fits(set, names, values, isPiped: IsPiped(call))))
        {
            yield return $"{call.Extent.Text}: no parameter set of {command.Name} fits.";
        }
    }

    private static bool Fits(CommandParameterSetInfo set, string[] names, int values, bool isPiped)
    {
        var given = set.Parameters.Where(p => names.Any(n => Names(p).Contains(n, StringComparer.OrdinalIgnoreCase))).ToArray();
        var places = set.Parameters.Where(p => p.Position >= 0).Except(given).OrderBy(p => p.Position).Take(values).ToArray();
        var missing = set.Parameters.Where(p => p.IsMandatory).Except(given).Except(places).ToArray();
        return given.Length == names.Length && places.Length == values
            && missing.All(p => isPiped && (p.ValueFromPipeline || p.ValueFromPipelineByPropertyName));
    }

    // What follows a parameter that is no switch is its value; the rest goes by place.
    private static int Positional(CommandAst call, CommandInfo command)
    {
        var count = 0;
        var takesValue = false;
        foreach (var element in call.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst parameter)
            {
                takesValue = parameter.Argument is null && !IsSwitch(command, parameter.ParameterName);
                continue;
            }

            count += takesValue ? 0 : 1;
            takesValue = false;
        }

        return count;
    }

    private static bool IsSwitch(CommandInfo command, string name) => command.Parameters.Values.Any(p =>
        p.ParameterType == typeof(SwitchParameter) && p.Aliases.Append(p.Name).Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool IsAlias(CommandInfo command, string name) =>
        command.Parameters.Values.Any(p => p.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Names(CommandParameterInfo parameter) => parameter.Aliases.Append(parameter.Name);

    private static bool IsPiped(CommandAst call) =>
        call.Parent is PipelineAst pipeline && !ReferenceEquals(pipeline.PipelineElements[0], call);
}
