using System.Management.Automation;
using System.Xml.Linq;

namespace AzNetHelper.HelpBuilder;

/// <summary>
/// Writes what Get-Help reads. The elements are those of PowerShell's own help files
/// (https://learn.microsoft.com/powershell/scripting/developer/help/writing-help-for-windows-powershell-cmdlets).
/// </summary>
public static class MamlWriter
{
    private static readonly XNamespace s_help = "http://msh";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Write(IEnumerable<(CmdletShape Cmdlet, HelpPage Page)> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return new(
            new XDeclaration("1.0", "utf-8", standalone: null),
            new XElement(s_help + "helpItems", new XAttribute("schema", "maml"), commands.Select(c => Command(c.Cmdlet, c.Page))));
    }

    private static XElement Command(CmdletShape cmdlet, HelpPage page) => new(
        s_command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", s_maml),
        new XAttribute(XNamespace.Xmlns + "command", s_command),
        new XAttribute(XNamespace.Xmlns + "dev", s_dev),
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", cmdlet.Name),
            Text(s_maml + "description", [page.Synopsis]),
            new XElement(s_command + "verb", cmdlet.Verb),
            new XElement(s_command + "noun", cmdlet.Noun)),
        Text(s_maml + "description", page.Description),
        new XElement(s_command + "syntax", cmdlet.Sets.Select(set => SyntaxItem(cmdlet, set, page))),
        new XElement(s_command + "parameters", cmdlet.Parameters.Select(p => Parameter(p, p.Overall, page))),
        new XElement(s_command + "inputTypes", Inputs(cmdlet, page).Select(t => Type(s_command + "inputType", t))),
        new XElement(s_command + "returnValues", Outputs(cmdlet, page).Select(t => Type(s_command + "returnValue", t))),
        new XElement(s_maml + "alertSet", Text(s_maml + "alert", page.Notes)),
        new XElement(s_command + "examples", page.Examples.Select(Example)),
        new XElement(s_command + "relatedLinks", page.Links.Select(Link)));

    private static XElement SyntaxItem(CmdletShape cmdlet, string set, HelpPage page) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", cmdlet.Name),
        cmdlet.ParametersOf(set).Select(p => Parameter(p, p.InSet(set)!, page, inSyntax: true)));

    private static XElement Parameter(ParameterShape parameter, ParameterPlace place, HelpPage page, bool inSyntax = false) => new(
        s_command + "parameter",
        new XAttribute("required", place.IsMandatory),
        new XAttribute("variableLength", parameter.Type.IsArray),
        new XAttribute("globbing", parameter.SupportsWildcards),
        new XAttribute("pipelineInput", place.PipelineInput),
        new XAttribute("position", place.PositionText),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(s_maml + "name", parameter.Name),
        Text(s_maml + "description", Description(parameter, page)),
        inSyntax && parameter.Values.Count > 0
            ? new XElement(s_command + "parameterValueGroup", parameter.Values.Select(v => Value(v, parameter)))
            : null,
        inSyntax && parameter.IsSwitch ? null : Value(TypeName(parameter.Type), parameter),
        new XElement(s_dev + "type", new XElement(s_maml + "name", TypeName(parameter.Type)), new XElement(s_maml + "uri")),
        new XElement(s_dev + "defaultValue", parameter.DefaultValue ?? "None"));

    private static IReadOnlyList<string> Description(ParameterShape parameter, HelpPage page)
    {
        var text = parameter.StandardText is { } standard
            ? [standard]
            : page.Parameters.FirstOrDefault(e => e.Name == parameter.Name)?.Text ?? [];
        return parameter.Values.Count == 0 ? text : [.. text, $"Values: {string.Join(", ", parameter.Values)}."];
    }

    private static XElement Value(string text, ParameterShape parameter) => new(
        s_command + "parameterValue",
        new XAttribute("required", !parameter.IsSwitch),
        new XAttribute("variableLength", parameter.Type.IsArray),
        text);

    private static IEnumerable<TypeNote> Inputs(CmdletShape cmdlet, HelpPage page) => page.Inputs.Count > 0
        ? page.Inputs
        : cmdlet.Parameters.Where(p => p.Overall.ByValue).Select(p => new TypeNote(p.Type.FullName!, $"Binds to -{p.Name}."));

    private static IEnumerable<TypeNote> Outputs(CmdletShape cmdlet, HelpPage page) => page.Outputs.Count > 0
        ? page.Outputs
        : cmdlet.OutputTypes.Select(t => new TypeNote(t, string.Empty));

    private static XElement Type(XName name, TypeNote note) => new(
        name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", note.Type), new XElement(s_maml + "uri")),
        Text(s_maml + "description", [note.Text]));

    private static XElement Example(HelpExample example, int index) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"Example {index + 1}: {example.Title}"),
        new XElement(s_dev + "code", example.Code),
        Text(s_dev + "remarks", example.Remarks));

    private static XElement Link(HelpLink link) => new(
        s_maml + "navigationLink",
        new XElement(s_maml + "linkText", link.Text),
        new XElement(s_maml + "uri", link.Address));

    private static XElement Text(XName name, IEnumerable<string> paragraphs) =>
        new(name, paragraphs.Select(p => new XElement(s_maml + "para", p)));

    private static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : type.Name;
}
