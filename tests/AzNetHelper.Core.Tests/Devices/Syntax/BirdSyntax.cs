using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>The statements of BIRD 2 that a router at a circuit takes (BIRD User's Guide: Filters, BGP, BFD, Static); a real one reads some.</summary>
internal static class BirdSyntax
{
    private const string Name = "'[A-Za-z0-9_-]{1,63}'";
    private const string Address = @"(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)";
    private const string Prefix = Address + @"/\d{1,3}";

    private static readonly Regex s_opens = new($"^(protocol (static|pipe|bfd|bgp) {Name}|filter {Name}|interface \"[^\"]{{1,15}}\"|ipv[46]) {{$");

    private static readonly Regex s_statement = new(
        $@"^(ipv[46] table {Name}|ipv[46] {{ table {Name}; preference \d+; }}|(peer )?table ({Name}|master[46])|import none|export where source = RTS_BGP"
        + $@"|import where net ~ \[ {Prefix}(, {Prefix})* \]|route {Prefix} unreachable|accept direct|interval \d+ ms|multiplier \d+|reject|bgp_local_pref = \d+"
        + $@"|if net = {Prefix} then accept|if net ~ \[ {Prefix}\+?(, {Prefix}\+?)* \] then (accept|reject)|bgp_path\.prepend\(\d+\)"
        + $"|description \"[^\"]+\"|interface \"[^\"]{{1,15}}\"|(local|neighbor) {Address} as \\d+|password \"[^\"]+\"|(keepalive|hold) time \\d+"
        + $@"|error wait time \d+, \d+|bfd yes|(import|export) filter {Name}|receive limit \d+ action (restart|warn));$");

    /// <summary>What is wrong with a text; null for nothing.</summary>
    public static string? Problem(string text)
    {
        var depth = 0;
        var filters = Regex.Matches(text, $"^filter ({Name})", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToArray();
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line is "}" or "};")
            {
                depth--;
            }
            else if (s_opens.IsMatch(line))
            {
                depth++;
            }
            else if (!s_statement.IsMatch(line))
            {
                return $"no statement of BIRD: '{line}'";
            }

            if (depth < 0)
            {
                return "a block is closed that is not open";
            }
        }

        return depth != 0 ? "a block is not closed"
            : filters.Length != filters.Distinct(StringComparer.Ordinal).Count() ? "a filter is there twice"
            : Regex.Matches(text, $"(?:import|export) filter ({Name})").Select(m => m.Groups[1].Value).Except(filters).FirstOrDefault() is { } missing
                ? $"there is no filter {missing}"
            : Names(text, "^ +(?:ipv[46] { )?table ").Except(Names(text, "^ipv[46] table ")).FirstOrDefault() is { } table ? $"there is no table {table}" : null;
    }

    private static IEnumerable<string> Names(string text, string before) =>
        Regex.Matches(text, $"{before}({Name})", RegexOptions.Multiline).Select(m => m.Groups[1].Value);
}
