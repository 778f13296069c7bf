using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>
/// The statements of IOS XR and EOS that a router at a circuit takes, by mode. IOS XR: BGP, Routing Policy Language and Interface
/// Command Reference for ASR 9000. EOS: User Manual (BGP, Prefix Lists and Route Maps, Subinterfaces, BFD).
/// </summary>
internal static class RouterSyntax
{
    private static readonly Dictionary<string, string?> s_ofPolicy = new(StringComparer.Ordinal)
    {
        ["if destination in NAME then"] = "policy",
        ["else"] = "policy",
        ["endif"] = null,
        ["(drop|pass|done)"] = null,
        ["set local-preference NUM"] = null,
        ["prepend as-path NUM NUM"] = null,
    };

    private static readonly LineGrammar s_xr = new("!", new(StringComparer.Ordinal)
    {
        ["top"] = new(StringComparer.Ordinal)
        {
            ["interface INTERFACE"] = "interface",
            ["prefix-set NAME"] = "set",
            ["end-set"] = null,
            ["route-policy NAME"] = "policy",
            ["end-policy"] = null,
            ["router static"] = "static",
            ["router bgp NUM"] = "bgp",
            ["end"] = null,
        },
        ["interface"] = new(StringComparer.Ordinal)
        {
            ["no shutdown"] = null,
            ["description TEXT"] = null,
            ["ipv4 address ADDR MASK"] = null,
            ["ipv6 address SIXPREFIX"] = null,
            ["encapsulation dot1q NUM( second-dot1q NUM)?"] = null,
        },
        ["set"] = new(StringComparer.Ordinal) { ["(PREFIX|SIXPREFIX)( le NUM)?,?"] = null },
        ["policy"] = s_ofPolicy,
        ["static"] = new(StringComparer.Ordinal) { ["address-family ipv[46] unicast"] = "routes" },
        ["routes"] = new(StringComparer.Ordinal) { ["(PREFIX|SIXPREFIX) Null0 NUM"] = null },
        ["bgp"] = new(StringComparer.Ordinal) { ["address-family ipv[46] unicast"] = "family", ["neighbor (ADDR|SIX)"] = "neighbor" },
        ["family"] = new(StringComparer.Ordinal) { ["network (PREFIX|SIXPREFIX)"] = null, ["maximum-paths ebgp NUM"] = null },
        ["neighbor"] = new(StringComparer.Ordinal)
        {
            ["remote-as NUM"] = null,
            ["description TEXT"] = null,
            ["bfd fast-detect"] = null,
            ["bfd (minimum-interval|multiplier) NUM"] = null,
            ["timers NUM NUM"] = null,
            ["password clear KEY"] = null,
            ["address-family ipv[46] unicast"] = "session",
        },
        ["session"] = new(StringComparer.Ordinal)
        {
            ["route-policy NAME (in|out)"] = null,
            ["maximum-prefix NUM NUM (restart NUM|warning-only)"] = null,
            ["soft-reconfiguration inbound always"] = null,
        },
    });

    public static LineGrammar Eos { get; } = new("!", new(StringComparer.Ordinal)
    {
        ["top"] = new(StringComparer.Ordinal)
        {
            ["ip routing"] = null,
            ["ipv6 unicast-routing"] = null,
            ["interface INTERFACE"] = "interface",
            ["ip route PREFIX Null0 NUM"] = null,
            ["ipv6 route SIXPREFIX Null0 NUM"] = null,
            ["ip prefix-list NAME seq NUM (permit|deny) PREFIX( le NUM)?"] = null,
            ["ipv6 prefix-list NAME"] = "list",
            ["route-map NAME (permit|deny) NUM"] = "map",
            ["router bgp NUM"] = "bgp",
            ["end"] = null,
        },
        ["interface"] = new(StringComparer.Ordinal)
        {
            ["no (switchport|shutdown)"] = null,
            ["description TEXT"] = null,
            ["encapsulation dot1q vlan NUM"] = null,
            ["ip address ADDR/NUM"] = null,
            ["ipv6 address SIXPREFIX"] = null,
            ["bfd interval NUM min-rx NUM multiplier NUM"] = null,
        },
        ["list"] = new(StringComparer.Ordinal) { ["seq NUM (permit|deny) SIXPREFIX( le NUM)?"] = null },
        ["map"] = new(StringComparer.Ordinal)
        {
            ["match ip(v6)? address prefix-list NAME"] = null,
            ["set local-preference NUM"] = null,
            ["set as-path prepend( NUM)+"] = null,
        },
        ["bgp"] = new(StringComparer.Ordinal)
        {
            ["maximum-paths NUM ecmp NUM"] = null,
            ["neighbor (ADDR|SIX) remote-as NUM"] = null,
            ["neighbor (ADDR|SIX) description TEXT"] = null,
            ["neighbor (ADDR|SIX) password 0 KEY"] = null,
            ["neighbor (ADDR|SIX) timers NUM NUM"] = null,
            ["neighbor (ADDR|SIX) bfd"] = null,
            ["neighbor (ADDR|SIX) maximum-routes NUM warning-limit NUM percent( warning-only)?"] = null,
            ["address-family ipv4"] = "family",
            ["address-family ipv6"] = "family6",
        },
        ["family"] = new(StringComparer.Ordinal)
        {
            ["network PREFIX"] = null,
            ["neighbor ADDR activate"] = null,
            ["no neighbor SIX activate"] = null,
            ["neighbor ADDR route-map NAME (in|out)"] = null,
        },
        ["family6"] = new(StringComparer.Ordinal)
        {
            ["network SIXPREFIX"] = null,
            ["neighbor SIX activate"] = null,
            ["neighbor SIX route-map NAME (in|out)"] = null,
        },
    });

    /// <summary>What is wrong with a text of IOS XR; null for nothing. Members of a set have commas between them, and every if an end.</summary>
    public static string? XrProblem(string text) => s_xr.Problem(text)
        ?? (Count(text, @"^ *if .* then$") != Count(text, "^ *endif$") ? "an if has no end"
            : Count(text, @"^prefix-set ") != Count(text, "^end-set$") ? "a set has no end"
            : Count(text, @"^route-policy ") != Count(text, "^end-policy$") ? "a policy has no end"
            : Regex.IsMatch(text, @"/\d+( le \d+)?,\nend-set$", RegexOptions.Multiline) ? "a comma behind the last member of a set"
            : Regex.IsMatch(Regex.Replace(text, "(?ms)^router static.*", string.Empty), @"^  \S+/\d+( le \d+)?\n  \S+/\d+", RegexOptions.Multiline)
                ? "no comma between members of a set"
            : Regex.IsMatch(text, @"^prefix-set \S+\nend-set$", RegexOptions.Multiline) ? "a set has no members"
            : null);

    private static int Count(string text, string pattern) => Regex.Count(text, pattern, RegexOptions.Multiline);
}
