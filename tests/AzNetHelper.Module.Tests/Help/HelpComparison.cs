using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;

namespace AzNetHelper.Tests.Help;

/// <summary>Help as written against the command as the engine itself understands it.</summary>
internal static class HelpComparison
{
    private static readonly HashSet<string> s_common =
        [.. Cmdlet.CommonParameters.Except(["WhatIf", "Confirm"], StringComparer.Ordinal)];

    public static IEnumerable<string> Differences(CommandInfo command, XElement help)
    {
        var items = Children(help, "syntax").SelectMany(s => Children(s, "syntaxItem")).ToArray();
        if (items.Length != command.ParameterSets.Count)
        {
            yield return $"{command.Name}: {items.Length} forms in the help, {command.ParameterSets.Count} parameter sets.";
        }

        foreach (var set in command.ParameterSets)
        {
            var parameters = Shown(set);
            var item = items.FirstOrDefault(i => parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal).SetEquals(Names(i)));
            if (item is null)
            {
                yield return $"{command.Name}: no form has the parameters of set {set.Name}.";
                continue;
            }

            foreach (var difference in parameters.SelectMany(p => Differences(p, Named(item, p.Name))))
            {
                yield return $"{command.Name}, set {set.Name}: {difference}";
            }
        }

        var all = command.ParameterSets.SelectMany(Shown).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (!all.SetEquals(Names(Children(help, "parameters").Single())))
        {
            yield return $"{command.Name}: the list of parameters is not {string.Join(", ", all)}.";
        }
    }

    public static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    private static IEnumerable<string> Differences(CommandParameterInfo parameter, XElement help)
    {
        var pipeline = (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var set = parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(v => v.ValidValues);
        var element = type.IsArray ? type.GetElementType()! : type;
        var values = element.IsEnum ? Enum.GetNames(element) : [.. set];
        (string What, string? Help, string Engine)[] pairs =
        [
            ("required", (string?)help.Attribute("required"), parameter.IsMandatory ? "true" : "false"),
            ("pipelineInput", (string?)help.Attribute("pipelineInput"), pipeline),
            ("position", (string?)help.Attribute("position"), parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
            ("aliases", (string?)help.Attribute("aliases"), parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            ("type", Children(Children(help, "type").Single(), "name").Single().Value, type.Name),
            ("values", string.Join(' ', Children(help, "parameterValueGroup").Elements().Select(e => e.Value)), string.Join(' ', values)),
            ("text", Children(help, "description").Single().Value.Length > 0 ? "some" : "none", "some"),
        ];
        return pairs.Where(p => p.Help != p.Engine).Select(p => $"-{parameter.Name}: {p.What} is '{p.Help}', the engine says '{p.Engine}'.");
    }

    private static CommandParameterInfo[] Shown(CommandParameterSetInfo set) =>
        [.. set.Parameters.Where(p => !s_common.Contains(p.Name) && !p.Attributes.OfType<ParameterAttribute>().All(a => a.DontShow))];

    private static IEnumerable<string> Names(XElement element) => Children(element, "parameter").Select(p => Children(p, "name").Single().Value);

    private static XElement Named(XElement item, string name) =>
        Children(item, "parameter").Single(p => Children(p, "name").Single().Value == name);
}
