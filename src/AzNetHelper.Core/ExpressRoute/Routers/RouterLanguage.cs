using System.Collections.Immutable;
using AzNetHelper.Devices.Templates;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>What templates of routers at a circuit speak of.</summary>
public static class RouterLanguage
{
    /// <summary>The settings that every template has: where the links end.</summary>
    public const string PrimaryInterface = "primaryInterface";

    /// <inheritdoc cref="PrimaryInterface"/>
    public const string SecondaryInterface = "secondaryInterface";

    private static readonly ImmutableArray<Word> s_ofIPv4 =
    [
        Text("prefix", "like 10.1.0.0/16"), Text("network", "like 10.1.0.0"), Text("length", "like 16"),
        Text("mask", "like 255.255.0.0"), Text("wildcard", "like 0.0.255.255"), Flag("host", "a single address: nothing is longer than its /32"),
    ];

    private static readonly ImmutableArray<Word> s_ofIPv6 =
    [
        Text("prefix", "like fd00:1::/48"), Text("network", "like fd00:1::"), Text("length", "like 48"),
        Flag("host", "a single address: nothing is longer than its /128"),
    ];

    private static readonly Word s_parts = Flag("parts", "what lies inside of it, too");

    /// <summary>The language.</summary>
    public static TemplateLanguage Circuits { get; } = new()
    {
        Words =
        [
            Text("circuit", "the circuit's name"),
            Text("name", "the circuit's name, and which of two routers this is, in letters, digits, _ and -, as long as the template allows"),
            Text("routerAsn", "the router's ASN"), Text("microsoftAsn", "Microsoft's ASN"),
            Text("vlan", "the 802.1Q tag; with QinQ the inner one"), Text("outerVlan", "the outer tag; empty without QinQ"),
            Flag("qinq", "there are two tags"), Flag("ipv6", "the peering has IPv6"),
            Flag("md5", "the sessions have a key"), Text("key", "the key, or a placeholder"), Flag("holdsKey", "the key is there"),
            Text("keyNotice", "a sentence that says whether the key is there; belongs into each file that has the key"),
            Text("keepalive", "seconds"), Text("holdTime", "seconds until a silent session is gone"),
            Text("bfdInterval", "milliseconds"), Text("bfdMultiplier", "how many of them may be missed"),
            Text("maxPrefixes", "the most that a session brings while all is well, IPv4"), Text("maxPrefixesIPv6", "the same, IPv6"),
            Flag("limited", "a session that brings more ends; otherwise more of them may be right, and a message is all"), Text("warnPercent", "percent of them that are worth a message"),
            Text("restartMinutes", "minutes until a session that had too many starts again"),
            Text("mtu", "the longest packet that a gateway of ExpressRoute takes"),
            Flag("balanced", "both links end here, and packets take both"), Flag("prefers", "packets take one link, and the other one stands by"),
            Flag("twoRouters", "this is one of two routers"), Flag("acceptDefault", "a default route of Azure's is taken"),
            List("links", "the links that end here",
            [
                Text("link", "primary or secondary"), Text("interface", "the port: a setting"),
                Text("subinterface", "the port's name, a dot and the tag, with QinQ both"), Text("address", "the router's address"),
                Text("peer", "Microsoft's address"), Text("linkLength", "30"), Text("linkMask", "255.255.255.252"),
                Text("address6", "the router's address, IPv6"), Text("peer6", "Microsoft's address, IPv6"), Text("linkLength6", "126"),
                Flag("preferred", "packets take it while it is up"), Flag("backup", "packets take it when the other one is down"),
                Text("localPreference", "of the routes that it brings"),
            ]),
            List("advertised", "what is announced to Azure, IPv4", s_ofIPv4), List("advertised6", "the same, IPv6", s_ofIPv6),
            List("accepted", "what is taken from Azure, with all inside of it, IPv4", s_ofIPv4), List("accepted6", "the same, IPv6", s_ofIPv6),
            List("own", "what is never taken from Azure, IPv4", [.. s_ofIPv4, s_parts]), List("own6", "the same, IPv6", [.. s_ofIPv6, s_parts]),
        ],
        Abilities =
        [
            ("qinq", "two tags"), ("ipv6", "sessions of IPv6"), ("no-key", "the configuration has no key in it"),
        ],
        RequiredSettings = [PrimaryInterface, SecondaryInterface],
    };

    private static Word Text(string name, string meaning) => new(name, WordKind.Text, meaning);

    private static Word Flag(string name, string meaning) => new(name, WordKind.Flag, meaning);

    private static Word List(string name, string meaning, ImmutableArray<Word> inner) => new(name, WordKind.List, meaning) { Inner = inner };
}
