using System.Text;
using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>
/// The command language of RouterOS: a path, <c>add</c>, and name=value pairs; a value in double quotes has \" \\ \$ \? escaped
/// (RouterOS manual: Scripting, IPsec).
/// </summary>
internal static class RouterOsSyntax
{
    private const string Name = "[A-Za-z][A-Za-z0-9_-]*";
    private const string Address = @"\d{1,3}(\.\d{1,3}){3}";
    private const string Prefix = Address + @"/\d{1,2}";
    private const string Encryptions = "(aes-(128|192|256)-(cbc|gcm|ctr)|3des|null)";
    private const string Group = "(modp768|modp1024|modp1536|modp2048|ecp256|ecp384|ecp521)";

    private static readonly Dictionary<string, Dictionary<string, string>> Menus = new(StringComparer.Ordinal)
    {
        ["/ip ipsec profile"] = new(StringComparer.Ordinal)
        {
            ["name"] = Name, ["enc-algorithm"] = "(aes-(128|192|256)|3des)(,(aes-(128|192|256)|3des))*", ["hash-algorithm"] = "(md5|sha1|sha256|sha384|sha512)",
            ["dh-group"] = $"{Group}(,{Group})*", ["lifetime"] = @"\d+s", ["nat-traversal"] = "(yes|no)", ["dpd-interval"] = @"\d+s", ["dpd-maximum-failures"] = @"\d+",
        },
        ["/ip ipsec proposal"] = new(StringComparer.Ordinal)
        {
            ["name"] = Name, ["enc-algorithms"] = $"{Encryptions}(,{Encryptions})*", ["auth-algorithms"] = "(md5|sha1|sha256|sha512|null)(,(md5|sha1|sha256|sha512))*",
            ["lifetime"] = @"\d+s", ["pfs-group"] = $"(none|{Group})",
        },
        ["/ip ipsec peer"] = new(StringComparer.Ordinal)
        {
            ["name"] = Name, ["address"] = Prefix, ["exchange-mode"] = "(main|ike2|aggressive)", ["profile"] = Name, ["passive"] = "(yes|no)",
        },
        ["/ip ipsec identity"] = new(StringComparer.Ordinal)
        {
            ["peer"] = Name, ["auth-method"] = "pre-shared-key", ["my-id"] = $"address:{Address}", ["remote-id"] = $"address:{Address}", ["secret"] = ".+",
        },
        ["/ip ipsec policy"] = new(StringComparer.Ordinal)
        {
            ["peer"] = Name, ["proposal"] = Name, ["tunnel"] = "(yes|no)", ["src-address"] = Prefix, ["dst-address"] = Prefix,
            ["action"] = "(encrypt|discard|none)", ["level"] = "(require|unique|use)", ["disabled"] = "(yes|no)", ["comment"] = ".*",
        },
        ["/ip firewall nat"] = Rule("accept"),
        ["/ip firewall filter"] = Rule("accept"),
        ["/ip firewall mangle"] = Rule("change-mss"),
    };

    private static Dictionary<string, string> Rule(string action) => new(StringComparer.Ordinal)
    {
        ["chain"] = "(srcnat|forward)", ["action"] = action, ["src-address"] = Prefix, ["dst-address"] = Prefix, ["comment"] = ".*",
        ["ipsec-policy"] = "(in|out),(ipsec|none)", ["new-mss"] = @"\d+", ["tcp-mss"] = @"\d+-\d+", ["passthrough"] = "(yes|no)", ["protocol"] = "tcp", ["tcp-flags"] = "syn",
    };

    /// <summary>What is wrong with a text; null for nothing.</summary>
    public static string? Problem(string text)
    {
        string[] lines = [.. text.Split('\n').Where(l => l.Length > 0 && l[0] != '#')];
        return lines.Select(Line).FirstOrDefault(p => p is not null) ?? lines.Select((l, i) => Twice(l, lines[..i])).FirstOrDefault(p => p is not null)
            ?? lines.Where(l => Regex.IsMatch(l, "enc-algorithms=\\S*-gcm.* auth-algorithms=(?!null )")).Select(l => $"GCM beside a hash: '{l}'").FirstOrDefault();
    }

    // What is added under a name or a comment is removed before, so that a second import ends as the first one did.
    private static string? Twice(string line, string[] before) =>
        Regex.Match(line, "^(/ip [a-z ]+) add (?:(?:name|peer)=(\\S+)|.*comment=\"([^\"]+)\"$)") is { Success: true } added
        && !before.Any(b => b.StartsWith($"{added.Groups[1].Value} remove ", StringComparison.Ordinal)
            && (b.Contains($"=\"{added.Groups[2].Value}\"", StringComparison.Ordinal) || b.Contains($"=\"{added.Groups[3].Value}\"", StringComparison.Ordinal)
                || (added.Groups[1].Value == "/ip ipsec policy" && b.Contains("comment=", StringComparison.Ordinal))))
            ? $"a second import adds it again: '{line}'" : null;

    /// <summary>The value of an attribute in the first command of a menu, without quotes.</summary>
    public static string? Value(string text, string menu, string attribute) => text.Split('\n')
        .Where(l => l.StartsWith($"{menu} add ", StringComparison.Ordinal)).Select(l => Pairs(l[(menu.Length + 5)..])?.GetValueOrDefault(attribute)).FirstOrDefault();

    // Removal by name or comment, and the rules' move before the first that is neither dynamic nor among them (Scripting: find, :if, ->).
    private static bool IsRemoval(string line) =>
        Regex.Match(line, $"^(/ip [a-z ]+) remove \\[find where (comment=\"Azure {Name}\"|(name|peer)=\"{Name}\")\\]$") is { Success: true } match
        && Menus.TryGetValue(match.Groups[1].Value, out var menu) && menu.ContainsKey(match.Groups[2].Value.Split('=')[0]);

    private static bool IsMove(string line)
    {
        if (Regex.Match(line, $"^:if \\(\\[:len \\[(/ip firewall (?:nat|filter)) find where !dynamic and !\\(comment=(\"Azure {Name}\")\\)\\]\\] > 0\\) ")
            is not { Success: true } match)
        {
            return false;
        }

        var (menu, comment) = (match.Groups[1].Value, match.Groups[2].Value);
        return line[match.Length..] == $"do={{{menu} move [{menu} find where comment={comment}] "
            + $"destination=([{menu} find where !dynamic and !(comment={comment})]->0)}}";
    }

    private static string? Line(string line)
    {
        if (IsRemoval(line) || IsMove(line))
        {
            return null;
        }

        var add = line.IndexOf(" add ", StringComparison.Ordinal);
        return add < 0 || !Menus.TryGetValue(line[..add], out var menu) ? $"no menu: '{line}'"
            : Pairs(line[(add + 5)..]) is not { } pairs ? $"no pairs of name=value: '{line}'"
            : pairs.FirstOrDefault(p => !menu.TryGetValue(p.Key, out var pattern) || !Regex.IsMatch(p.Value, $"^(?:{pattern})$")) is { Key: not null } wrong
                ? $"'{wrong.Key}={wrong.Value}' in '{line}'" : null;
    }

    private static Dictionary<string, string>? Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < text.Length;)
        {
            var equals = text.IndexOf('=', i);
            if (equals < 0 || !Regex.IsMatch(text[i..equals], "^[a-z-]+$"))
            {
                return null;
            }

            var value = new StringBuilder();
            var at = equals + 1;
            if (at < text.Length && text[at] == '"')
            {
                for (at++; at < text.Length && text[at] != '"'; at++)
                {
                    if (text[at] == '$' || (text[at] == '\\' && (++at == text.Length || !"\"\\$?".Contains(text[at], StringComparison.Ordinal))))
                    {
                        return null;
                    }

                    value.Append(text[at]);
                }

                at++;
            }
            else
            {
                for (; at < text.Length && text[at] != ' '; at++)
                {
                    value.Append(text[at]);
                }
            }

            if (value.Length == 0 || !pairs.TryAdd(text[i..equals], value.ToString()) || (at < text.Length && text[at] != ' ') || at > text.Length)
            {
                return null;
            }

            i = at + 1;
        }

        return pairs;
    }
}
