using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace AzNetHelper.Console;

/// <summary>The text that calls a script file with the arguments of the command line.</summary>
internal static partial class ScriptCall
{
    // 'exit 3' in a file shows only in $LASTEXITCODE, and $? tells it from a native command's code. $? is also false
    // when the script could not start: its arguments do not bind, it does not parse. An exit statement here would take
    // away what Out-Default still holds back to find the widths of a table.
    private const string Verdict =
        "if (-not $?) { $Host.SetShouldExit($(if ($global:LASTEXITCODE) { $global:LASTEXITCODE } else { 1 })) }";

    /// <summary>
    /// What looks like a parameter stays one, everything else is a string that nothing expands, as with pwsh -File.
    /// </summary>
    public static string Text(string file, IEnumerable<string> arguments)
    {
        var text = new StringBuilder("& ").Append(Quoted(file));
        foreach (var argument in arguments)
        {
            text.Append(' ').Append(Argument(argument));
        }

        return text.Append('\n').Append(Verdict).ToString();
    }

    private static string Argument(string argument)
    {
        var match = Parameter().Match(argument);
        if (!match.Success)
        {
            return Quoted(argument);
        }

        var value = match.Groups["value"];
        return !value.Success ? argument
            : value.Value.TrimStart('$').ToUpperInvariant() switch
            {
                "" => argument,
                "TRUE" => match.Groups["name"].Value + ":$true",
                "FALSE" => match.Groups["name"].Value + ":$false",
                _ => match.Groups["name"].Value + ":" + Quoted(value.Value),
            };
    }

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[A-Za-z_]\w*)(:(?<value>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Parameter();
}
