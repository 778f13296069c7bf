using System.Net;
using System.Numerics;
using System.Text.RegularExpressions;
using AzNetHelper.Addressing;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>What an entry of a route map says of the routes that it matches.</summary>
/// <param name="Permits">True where they pass.</param>
/// <param name="List">What it matches; null for everything.</param>
/// <param name="LocalPreference">What they get; null for what the device gives anyway.</param>
/// <param name="Prepended">What comes before their path, as it is written.</param>
internal sealed record Choice(bool Permits, string? List, int? LocalPreference, string Prepended);

/// <summary>
/// What a device does with routes of BGP, read from its configuration and told in no vendor's words: what it originates, which routes
/// of its own it has for that, and what its route maps let through. A list that is not defined matches everything, as on IOS.
/// </summary>
internal sealed partial class RoutePolicy
{
    /// <summary>Prefixes that statements of BGP announce; null where whatever the outbound map takes is announced, as on Junos.</summary>
    public HashSet<IPPrefix>? Networks { get; private set; } = [];

    /// <summary>Prefixes with a route that drops: what is announced must be in the table.</summary>
    public HashSet<IPPrefix> Discards { get; } = [];

    public Dictionary<string, List<(IPPrefix Prefix, int Longest)>> Lists { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<Choice>> Maps { get; } = new(StringComparer.Ordinal);

    /// <summary>The maps of each neighbour: inwards and outwards.</summary>
    public HashSet<string> Inwards { get; } = [];

    public HashSet<string> Outwards { get; } = [];

    /// <summary>Maps and lists that are named and not there.</summary>
    public IEnumerable<string> Undefined => Inwards.Concat(Outwards).Where(m => !Maps.ContainsKey(m))
        .Concat(Maps.Values.SelectMany(m => m).Select(e => e.List).OfType<string>().Where(l => !Lists.ContainsKey(l)));

    public bool Originates(IPPrefix prefix) => Networks?.Contains(prefix) ?? Discards.Contains(prefix);

    public bool Tells(IPPrefix prefix) => Of(Outwards, prefix).ToArray() is { Length: > 0 } maps && maps.All(m => Passes(m, prefix));

    public bool Takes(IPPrefix prefix) => Of(Inwards, prefix).ToArray() is not { Length: > 0 } maps || maps.Any(m => Passes(m, prefix));

    // Maps of IPv6 end in a 6.
    private static IEnumerable<string> Of(HashSet<string> maps, IPPrefix prefix) => maps.Where(m => m.EndsWith('6') == prefix.IsIPv6);

    // The first entry that matches decides, and none means no.
    private bool Passes(string map, IPPrefix prefix) => Decisive(map, prefix) is { Permits: true };

    private Choice? Decisive(string map, IPPrefix prefix) =>
        Maps[map].FirstOrDefault(e => e.List is null || !Lists.TryGetValue(e.List, out var list)
            || list.Any(r => r.Prefix.Contains(prefix) && prefix.Length <= r.Longest));

    /// <summary>Reads a file; null where it has no BGP.</summary>
    public static RoutePolicy? Of(string name, string text)
    {
        var policy = new RoutePolicy();
        _ = Path.GetExtension(name) switch
        {
            ".ios" or ".asa" or ".eos" => policy.Lines(text),
            ".iosxr" => policy.Xr(text),
            ".conf" when name.EndsWith(".bird.conf", StringComparison.Ordinal) => policy.Bird(text),
            ".conf" when name.EndsWith(".frr.conf", StringComparison.Ordinal) => policy.Lines(text),
            ".forti" => policy.Forti(text),
            ".junos" => policy.Junos(text),
            _ => policy,
        };
        return policy.Maps.Count == 0 && policy.Inwards.Count == 0 ? null : policy;
    }

    // IOS XE, ASA and FRR differ in how a prefix and a route to nowhere are written.
    private RoutePolicy Lines(string text)
    {
        string? map = null;
        var list = string.Empty;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            if (Match(line, @"^(?:ip |ipv6 )?prefix-list (\S+) seq \d+ permit (\S+?)(?: le (\d+))?$") is { } row)
            {
                Row(row[1], IPPrefix.Parse(row[2]), row[3]);
            }
            else if (Match(line, @"^ipv6 prefix-list (\S+)$") is { } head)
            {
                Lists.TryAdd(list = head[1], []);
            }
            else if (Match(line, @"^(?:ip |ipv6 )prefix-list (\S+) seq \d+ deny ") is { } none)
            {
                Lists.TryAdd(none[1], []);
            }
            else if (Match(line, @"^seq \d+ permit (\S+?)(?: le (\d+))?$") is { } member)
            {
                Row(list, IPPrefix.Parse(member[1]), member[2]);
            }
            else if (Match(line, @"^route-map (\S+) (permit|deny) \d+$") is { } entry)
            {
                Entry(map = entry[1], entry[2] == "permit");
            }
            else if (Match(line, @"^match ip(?:v6)? address prefix-list (\S+)$") is { } match)
            {
                Matching(map!, match[1]);
            }
            else if (Match(line, @"^neighbor (\S+) route-map (\S+) (in|out)$") is { } use)
            {
                Use(use[1], use[2], use[3] == "in");
            }
            else if (Match(line, @"^set local-preference (\d+)$") is { } preference)
            {
                Maps[map!][^1] = Maps[map!][^1] with { LocalPreference = Number(preference[1]) };
            }
            else if (Match(line, @"^set as-path prepend (.+)$") is { } path)
            {
                Maps[map!][^1] = Maps[map!][^1] with { Prepended = path[1] };
            }
            else if (Match(line, @"^neighbor (\S+) maximum-(?:prefix|routes) (\d+) (.+)$") is { } most)
            {
                Most[most[1]] = (Number(most[2]), !most[3].Contains("warning-only", StringComparison.Ordinal));
            }
            else if (Match(line, @"^network (\S+?)(?: mask (\S+))?$") is { } network)
            {
                Networks!.Add(Prefix(network[1], network[2]));
            }
            else if (Match(line, @"^(?:ip route|ipv6 route|route Null0) (\S+?)(?: (255\.\S+|0\.0\.0\.0))?(?: Null0)? 254$") is { } drop)
            {
                Discards.Add(Prefix(drop[1], drop[2]));
            }
        }

        return this;
    }

    private RoutePolicy Forti(string text)
    {
        var tables = new Stack<string>();
        var (id, name, drops, to) = ("", "", false, default(IPPrefix?));
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            var table = string.Join('/', tables.Reverse());
            if (line.StartsWith("config ", StringComparison.Ordinal))
            {
                tables.Push(line[7..]);
            }
            else if (line == "end")
            {
                tables.Pop();
            }
            else if (Match(line, "^edit (.+)$") is { } edit)
            {
                id = edit[1].Trim('"');
                (name, drops, to) = (table.EndsWith("/rule", StringComparison.Ordinal) ? name : id, false, null);
                if (table == "router route-map/rule")
                {
                    Entry(name, true);
                }
            }
            else if (Match(line, @"^set (?:prefix|dst) (\S+) (\S+)$") is { } prefix)
            {
                to = Prefix(prefix[1], prefix[2]);
            }
            else if (line == "set blackhole enable")
            {
                drops = true;
            }
            else if (Match(line, @"^set le (\d+)$") is { } le)
            {
                Row(name, to!.Value, le[1]);
                to = null;
            }
            else if (line == "set action deny" && table == "router route-map/rule")
            {
                Maps[name][^1] = Maps[name][^1] with { Permits = false };
            }
            else if (Match(line, "^set match-ip-address \"(.+)\"$") is { } list)
            {
                Matching(name, list[1]);
            }
            else if (Match(line, "^set route-map-(in|out) \"(.+)\"$") is { } use)
            {
                Use(id, use[2], use[1] == "in");
            }
            else if (line == "next" && to is { } done)
            {
                _ = table switch
                {
                    "router prefix-list/rule" => Row(name, done, string.Empty),
                    "router bgp/network" => Networks!.Add(done),
                    "router static" => drops && Discards.Add(done),
                    _ => false,
                };
                to = null;
            }
        }

        return this;
    }

    // A term is an entry; what a term matches is a list of its own.
    private RoutePolicy Junos(string text)
    {
        Networks = null;
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (Match(line, @"^set routing-options (?:rib inet6\.0 )?static route (\S+) discard$") is { } drop)
            {
                Discards.Add(IPPrefix.Parse(drop[1]));
            }
            else if (Match(line, @"^set policy-options policy-statement (\S+) term (\S+) (?:from route-filter (\S+) (exact|orlonger)|then (accept|reject))$") is { } term)
            {
                var key = $"{term[1]} {term[2]}";
                if (terms.Add(key))
                {
                    Entry(term[1], false);
                }

                var at = terms.Where(t => t.StartsWith(term[1] + " ", StringComparison.Ordinal)).ToList().IndexOf(key);
                if (term[3].Length > 0)
                {
                    Row(key, IPPrefix.Parse(term[3]), term[4] != "orlonger" ? string.Empty : term[3].Contains(':', StringComparison.Ordinal) ? "128" : "32");
                    Maps[term[1]][at] = Maps[term[1]][at] with { List = key };
                }
                else
                {
                    Maps[term[1]][at] = Maps[term[1]][at] with { Permits = term[5] == "accept" };
                }
            }
            else if (Match(line, @"^set policy-options policy-statement (\S+) term (\S+) then (?:local-preference (\d+)|as-path-prepend ""(.+)"")$") is { } sets)
            {
                var at = terms.Where(t => t.StartsWith(sets[1] + " ", StringComparison.Ordinal)).ToList().IndexOf($"{sets[1]} {sets[2]}");
                Maps[sets[1]][at] = sets[3].Length > 0 ? Maps[sets[1]][at] with { LocalPreference = Number(sets[3]) } : Maps[sets[1]][at] with { Prepended = sets[4] };
            }
            else if (Match(line, @"^set protocols bgp group \S+ (?:neighbor (\S+) )?(import|export) (\S+)$") is { } use)
            {
                Use(use[1], use[3], use[2] == "import");
            }
            else if (Match(line, @"^set protocols bgp group \S+ neighbor (\S+) family inet6? unicast prefix-limit (?:maximum (\d+)|teardown .+)$") is { } most)
            {
                var was = Most.GetValueOrDefault(most[1]);
                Most[most[1]] = most[2].Length > 0 ? (Number(most[2]), was.Ends) : (was.Prefixes, true);
            }
        }

        return this;
    }

    // What a filter says of a prefix is an entry, in its order; a condition that lists prefixes is a list of its own.
    private RoutePolicy Bird(string text)
    {
        Networks = null;
        var (filter, neighbor) = (string.Empty, string.Empty);
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            if (Match(line, "^filter '(.+)' {$") is { } head)
            {
                filter = head[1];
                Starts(null, string.Empty);
            }
            else if (Match(line, @"^bgp_local_pref = (\d+);$") is { } preference)
            {
                Starts(Number(preference[1]), _prepended);
            }
            else if (Match(line, @"^bgp_path\.prepend\((\d+)\);$") is { } path)
            {
                Starts(_preference, $"{path[1]} {_prepended}".Trim());
            }
            else if (Match(line, @"^neighbor (\S+) as \d+;$") is { } other)
            {
                neighbor = other[1];
            }
            else if (Match(line, @"^receive limit (\d+) action (\S+);$") is { } most)
            {
                Most[neighbor] = (Number(most[1]), most[2] == "restart");
            }
            else if (Match(line, @"^if net (?:~ \[ (.+) \]|= (\S+)) then (accept|reject);$") is { } choice)
            {
                Entry(filter, choice[3] == "accept");
                var list = $"{filter} {Maps[filter].Count}";
                Matching(filter, list);
                foreach (var item in (choice[1] + choice[2]).Split(", "))
                {
                    var prefix = IPPrefix.Parse(item.TrimEnd('+'));
                    Row(list, prefix, item.EndsWith('+') ? $"{prefix.Width}" : string.Empty);
                }
            }
            else if (line == "reject;")
            {
                Entry(filter, false);
            }
            else if (Match(line, @"^route (\S+) unreachable;$") is { } drop)
            {
                Discards.Add(IPPrefix.Parse(drop[1]));
            }
            else if (Match(line, "^(import|export) filter '(.+)';$") is { } use)
            {
                Use(neighbor, use[2], use[1] == "import");
            }
        }

        return this;
    }

    private RoutePolicy Xr(string text)
    {
        var (set, policy, isPolicy) = (string.Empty, string.Empty, false);
        string? condition = null;
        var neighbor = string.Empty;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            if (Match(line, @"^prefix-set (\S+)$") is { } head)
            {
                Lists.TryAdd(set = head[1], []);
            }
            else if (Match(line, @"^(\S+/\d+)(?: le (\d+))?,?$") is { } member)
            {
                Row(set, IPPrefix.Parse(member[1]), member[2]);
            }
            else if (Match(line, @"^route-policy (\S+)$") is { } begin)
            {
                (policy, isPolicy, condition) = (begin[1], true, null);
                Starts(null, string.Empty);
            }
            else if (Match(line, @"^set local-preference (\d+)$") is { } preference)
            {
                Starts(Number(preference[1]), _prepended);
            }
            else if (Match(line, @"^prepend as-path (\d+) (\d+)$") is { } path)
            {
                Starts(_preference, string.Join(' ', Enumerable.Repeat(path[1], Number(path[2]))));
            }
            else if (Match(line, @"^neighbor (\S+)$") is { } other)
            {
                neighbor = other[1];
            }
            else if (Match(line, @"^maximum-prefix (\d+) (.+)$") is { } most)
            {
                Most[neighbor] = (Number(most[1]), !most[2].Contains("warning-only", StringComparison.Ordinal));
            }
            else if (isPolicy && Match(line, @"^if destination in (\S+) then$") is { } tests)
            {
                condition = tests[1];
            }
            else if (isPolicy && line is "drop" or "pass" or "done")
            {
                Entry(policy, line != "drop");
                Maps[policy][^1] = Maps[policy][^1] with { List = condition };
            }
            else if (line is "else" or "endif" or "end-policy")
            {
                (condition, isPolicy) = (null, line != "end-policy");
            }
            else if (Match(line, @"^route-policy (\S+) (in|out)$") is { } use)
            {
                Use(neighbor, use[1], use[2] == "in");
            }
            else if (Match(line, @"^network (\S+)$") is { } network)
            {
                Networks!.Add(IPPrefix.Parse(network[1]));
            }
            else if (Match(line, @"^(\S+) Null0 254$") is { } drop)
            {
                Discards.Add(IPPrefix.Parse(drop[1]));
            }
        }

        return this;
    }

    private bool Row(string list, IPPrefix prefix, string longest)
    {
        (Lists.TryGetValue(list, out var rows) ? rows : Lists[list] = []).Add(
            (prefix, longest.Length > 0 ? int.Parse(longest, System.Globalization.CultureInfo.InvariantCulture) : prefix.Length));
        return true;
    }

    private void Entry(string map, bool permits) => (Maps.TryGetValue(map, out var entries) ? entries : Maps[map] = []).Add(new(permits, null, _preference, _prepended));

    private void Matching(string map, string list) => Maps[map][^1] = Maps[map][^1] with { List = list };

    private static string[]? Match(string line, string pattern) =>
        Regex.Match(line, pattern, RegexOptions.CultureInvariant) is { Success: true } match ? [.. match.Groups.Values.Select(g => g.Value)] : null;

    private static IPPrefix Prefix(string network, string mask) => mask.Length == 0 ? IPPrefix.Parse(network)
        : IPPrefix.Containing(IPAddress.Parse(network), IPAddress.Parse(mask).GetAddressBytes().Sum(b => BitOperations.PopCount(b)));
}
