using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>
/// The language of FortiOS: tables of entries with attributes, nested (FortiOS CLI Reference: config, edit, set, unset, next,
/// end), and the tables that a tunnel takes, with what their attributes are.
/// </summary>
internal static partial class FortiSyntax
{
    private const string Quoted = "\"(?:[^\"\\\\]|\\\\[\"\\\\])*\"";
    private const string Name35 = "\"[A-Za-z0-9_.-]{1,35}\"";
    private const string Interface = "\"[A-Za-z0-9_.-]{1,15}\"";
    private const string Address = @"\d{1,3}(\.\d{1,3}){3}";
    private const string Switch = "(enable|disable)";
    private const string Groups = @"(1|2|5|1[4-9]|2[01]|2[7-9]|3[012])( (1|2|5|1[4-9]|2[01]|2[7-9]|3[012]))*";

    private static readonly Dictionary<string, Table> Tables = new(StringComparer.Ordinal)
    {
        ["vpn ipsec phase1-interface"] = new(Interface)
        {
            ["interface"] = Interface, ["ike-version"] = "[12]", ["peertype"] = "(any|one)", ["net-device"] = Switch, ["keylife"] = @"\d+",
            ["proposal"] = "((des|3des|aes(128|192|256))-(md5|sha1|sha256|sha384|sha512)|aes(128|256)gcm-prfsha(1|256|384|512))( ?(aes|3des)\\S+)*",
            ["dhgrp"] = Groups, ["dpd"] = "(disable|on-idle|on-demand)", ["dpd-retrycount"] = @"\d", ["dpd-retryinterval"] = @"\d{1,4}",
            ["localid-type"] = "(auto|fqdn|address)", ["localid"] = Quoted, ["passive-mode"] = Switch, ["remote-gw"] = Address, ["psksecret"] = Quoted,
        },
        ["vpn ipsec phase2-interface"] = new(Name35)
        {
            ["phase1name"] = Interface, ["pfs"] = Switch, ["dhgrp"] = Groups, ["keylifeseconds"] = @"\d+", ["auto-negotiate"] = Switch,
            ["proposal"] = "((3des|aes(128|192|256))-(md5|sha1|sha256|sha384|sha512)|aes(128|256)gcm)( ?(aes|3des)\\S+)*",
            ["src-subnet"] = $"{Address} {Address}", ["dst-subnet"] = $"{Address} {Address}",
        },
        ["system interface"] = new(Interface) { ["vdom"] = Quoted, ["type"] = "loopback", ["ip"] = $"{Address} {Address}" },
        ["firewall address"] = new("\"[^\"]{1,79}\"") { ["subnet"] = $"{Address} {Address}" },
        ["firewall addrgrp"] = new("\"[^\"]{1,79}\"") { ["member"] = "\"[^\"]{1,79}\"( \"[^\"]{1,79}\")*" },
        ["firewall policy"] = new(@"\d+")
        {
            ["name"] = Name35, ["srcintf"] = Interface, ["dstintf"] = Interface, ["action"] = "(accept|deny)", ["srcaddr"] = Quoted, ["dstaddr"] = Quoted,
            ["schedule"] = "\"always\"", ["service"] = "\"(ALL|BGP)\"", ["tcp-mss-sender"] = @"\d+", ["tcp-mss-receiver"] = @"\d+",
        },
        ["router static"] = new(@"\d+") { ["dst"] = $"{Address} {Address}", ["device"] = Interface, ["blackhole"] = Switch, ["distance"] = @"\d{1,3}" },
        ["router prefix-list"] = new(Name35),
        ["router prefix-list/rule"] = new(@"\d+") { ["prefix"] = $"{Address} {Address}", ["ge"] = @"\d+", ["le"] = @"\d+" },
        ["router route-map"] = new(Name35),
        ["router route-map/rule"] = new(@"\d+") { ["action"] = "(permit|deny)", ["match-ip-address"] = Name35 },
        ["router bgp"] = new(null) { ["as"] = @"\d+", ["router-id"] = Address, ["ebgp-multipath"] = Switch },
        ["router bgp/neighbor"] = new($"\"{Address}\"")
        {
            ["remote-as"] = @"\d+", ["ebgp-enforce-multihop"] = Switch, ["update-source"] = Interface, ["soft-reconfiguration"] = Switch,
            ["route-map-in"] = Name35, ["route-map-out"] = Name35,
        },
        ["router bgp/network"] = new(@"\d+") { ["prefix"] = $"{Address} {Address}" },
    };

    /// <summary>What is wrong with a text; null for nothing.</summary>
    public static string? Problem(string text)
    {
        var open = new Stack<(string Path, bool IsEntry)>();
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            number++;
            var here = open.Count == 0 ? (Path: "", IsEntry: false) : open.Peek();
            string? problem = null;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("config ", StringComparison.Ordinal))
            {
                var path = here.Path.Length > 0 ? $"{here.Path}/{line[7..]}" : line[7..];
                problem = Tables.ContainsKey(path) ? null : $"no table '{path}'";
                open.Push((path, Tables.GetValueOrDefault(path) is { Id: null }));
            }
            else if (line.StartsWith("edit ", StringComparison.Ordinal))
            {
                problem = open.Count == 0 || here.IsEntry ? "'edit' outside of a table"
                    : !Whole(line[5..], Tables[here.Path].Id!) ? "no id of the table" : null;
                open.Push((here.Path, true));
            }
            else if (line is "next" or "end")
            {
                problem = open.Count == 0 || (line == "next") != (here.IsEntry && Tables[here.Path].Id is not null) ? $"'{line}' ends nothing" : null;
                open.TryPop(out _);
            }
            else
            {
                var words = line.Split(' ', 3);
                problem = !here.IsEntry ? "an attribute outside of an entry"
                    : Tables[here.Path].GetValueOrDefault(words.ElementAtOrDefault(1) ?? "") is not { } pattern ? $"no attribute of {here.Path}"
                    : words is ["unset", _] || (words is ["set", _, var value] && Whole(value, pattern)) ? null
                    : $"no value of it";
            }

            if (problem is not null)
            {
                return $"line {number}: {problem}: '{line}'";
            }
        }

        return open.Count == 0 ? null : "something is not ended";
    }

    private static bool Whole(string text, string pattern) => Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant);

    private sealed class Table(string? id) : Dictionary<string, string>(StringComparer.Ordinal)
    {
        /// <summary>What names an entry; null for a table that is one entry.</summary>
        public string? Id { get; } = id;
    }
}
