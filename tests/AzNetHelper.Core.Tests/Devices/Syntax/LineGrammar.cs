using System.Globalization;
using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>
/// A language of lines with modes, as routers have it: a statement may enter a mode, whose statements are indented. Written from
/// the vendors' command references, apart from the templates. A pattern is a regular expression of the whole statement, in which
/// words in capitals stand for what they say: addresses, masks, names, numbers.
/// </summary>
internal sealed class LineGrammar(string comment, Dictionary<string, Dictionary<string, string?>> modes)
{
    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["ADDR"] = $@"{Octet}(\.{Octet}){{3}}",
        ["NET"] = $@"{Octet}(\.{Octet}){{3}}",
        ["MASK"] = @"(255|254|252|248|240|224|192|128|0)(\.(255|254|252|248|240|224|192|128|0)){3}",
        ["WILD"] = @"(255|127|63|31|15|7|3|1|0)(\.(255|127|63|31|15|7|3|1|0)){3}",
        ["PREFIX"] = $@"{Octet}(\.{Octet}){{3}}/(3[0-2]|[12]?[0-9])",
        ["SIX"] = "[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}",
        ["SIXPREFIX"] = "[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}/(12[0-8]|1[01][0-9]|[1-9]?[0-9])",
        ["NAME"] = @"[A-Za-z][A-Za-z0-9_-]*",
        ["INTERFACE"] = @"[A-Za-z][A-Za-z-]*[0-9]+([/.][0-9]+)*",
        ["NUM"] = "[0-9]+",
        ["KEY"] = @"[!->@-}]{1,128}",
        ["TEXT"] = @"\S.*",
    };

    private readonly Dictionary<string, (Regex Pattern, string? Enters)[]> _modes = modes.ToDictionary(
        m => m.Key, m => m.Value.Select(s => (Compile(s.Key), s.Value)).ToArray(), StringComparer.Ordinal);

    /// <summary>What is wrong with a text; null for nothing.</summary>
    public string? Problem(string text)
    {
        var open = new Stack<(string Mode, int Indent)>();
        open.Push(("top", 0));
        string? enters = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var statement = line.TrimStart(' ');
            if (statement.Length == 0 || statement.StartsWith(comment, StringComparison.Ordinal))
            {
                continue;
            }

            if (statement != statement.TrimEnd() || statement.Contains("  ", StringComparison.Ordinal))
            {
                return $"line {number} has stray blanks: '{line}'";
            }

            var indent = line.Length - statement.Length;
            if (enters is not null && indent > open.Peek().Indent)
            {
                open.Push((enters, indent));
            }

            while (indent < open.Peek().Indent)
            {
                open.Pop();
            }

            if (indent != open.Peek().Indent)
            {
                return $"line {number} is indented in no mode: '{line}'";
            }

            var mode = open.Peek().Mode;
            var found = _modes[mode].Where(s => s.Pattern.IsMatch(statement)).ToArray();
            if (found.Length == 0)
            {
                return $"line {number} is no statement of the mode '{mode}': '{line}'";
            }

            // IOS and ASA: "len < ge-value <= le-value" of prefix lists.
            if (Regex.Match(statement, @"/(\d+) le (\d+)$") is { Success: true } range
                && int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture) >= int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture))
            {
                return $"line {number}: le must be longer than the prefix: '{line}'";
            }

            enters = found[0].Enters;
        }

        return null;
    }

    private static Regex Compile(string pattern)
    {
        var text = Regex.Replace(pattern, @"[A-Z]{3,}", m => Words.TryGetValue(m.Value, out var word) ? $"(?:{word})" : m.Value);
        return new($"^{text}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    }
}
