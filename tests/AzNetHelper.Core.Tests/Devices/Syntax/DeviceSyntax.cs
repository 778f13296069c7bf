using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>The checker of each file that templates make, found by the end of its name.</summary>
internal static class DeviceSyntax
{
    /// <summary>What is wrong with a file; null for nothing.</summary>
    public static string? Problem(string name, string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("}}", StringComparison.Ordinal) ? "a tag is left"
        : text.Contains('\r', StringComparison.Ordinal) || !text.EndsWith('\n') ? "the lines do not end as they should"
        : Path.GetExtension(name) switch
        {
            ".ios" => CiscoSyntax.IosXe.Problem(text),
            ".iosxr" => RouterSyntax.XrProblem(text),
            ".eos" => RouterSyntax.Eos.Problem(text),
            ".asa" => CiscoSyntax.Asa.Problem(text),
            ".forti" => FortiSyntax.Problem(text),
            ".junos" => JunosSyntax.Problem(text),
            ".rsc" => RouterOsSyntax.Problem(text),
            ".conf" => name.EndsWith(".frr.conf", StringComparison.Ordinal) ? null
                : name.EndsWith(".bird.conf", StringComparison.Ordinal) ? BirdSyntax.Problem(text) : Braces(text),
            ".sh" => null,
            var other => $"no checker for {other}",
        };

    /// <summary>The shared keys as the device reads them from a file.</summary>
    public static IReadOnlyCollection<string> Keys(string name, string text) => Path.GetExtension(name) switch
    {
        ".ios" when text.Contains("router bgp", StringComparison.Ordinal) && !text.Contains("crypto", StringComparison.Ordinal) =>
            Matches(text, @"^ neighbor \S+ password (\S+)$"),
        ".iosxr" => Matches(text, @"^  password clear (\S+)$"),
        ".eos" => Matches(text, @"^   neighbor \S+ password 0 (\S+)$"),
        ".conf" when name.EndsWith(".frr.conf", StringComparison.Ordinal) => Matches(text, @"^ neighbor \S+ password (\S+)$"),
        ".conf" when name.EndsWith(".bird.conf", StringComparison.Ordinal) => Matches(text, "^  password \"(.*)\";$"),
        ".junos" when text.Contains("authentication-key", StringComparison.Ordinal) =>
            [.. Matches(text, "authentication-key \"(.*)\"$").Select(Unescaped)],
        ".ios" or ".asa" => Matches(text, @"pre-shared-key (\S+)$"),
        ".forti" => [.. Matches(text, "set psksecret \"(.*)\"$").Select(Unescaped)],
        ".junos" => [.. Matches(text, "pre-shared-key ascii-text \"(.*)\"$").Select(Unescaped)],
        ".rsc" => RouterOsSyntax.Value(text, "/ip ipsec identity", "secret") is { } secret ? [secret] : [],
        ".conf" => [.. Matches(text, "^    secret = (0x[0-9A-F]+|\".*\")$").Select(s =>
            s[0] == '"' ? s[1..^1] : System.Text.Encoding.ASCII.GetString(Convert.FromHexString(s[2..])))],
        _ => [],
    };

    private static string Unescaped(string text) => Regex.Replace(text, @"\\(.)", "$1");

    private static string[] Matches(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.Multiline).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    // swanctl: sections and name = value, one a line.
    private static string? Braces(string text)
    {
        var depth = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            depth += line == "}" ? -1 : Regex.IsMatch(line, @"^[A-Za-z][\w-]* \{$") ? 1 : 0;
            if (depth < 0 || !(line == "}" || Regex.IsMatch(line, @"^[A-Za-z][\w-]* (\{|= \S.*)$")))
            {
                return $"no section or setting of swanctl: '{line}'";
            }
        }

        return depth == 0 ? null : "a section is not closed";
    }
}
