namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>
/// The statements of IOS XE and ASA that a site-to-site tunnel takes, by mode. IOS XE: Security Command Reference (crypto ikev2
/// proposal, keyring, profile; crypto ipsec transform-set, profile), IP Routing: BGP Command Reference. ASA: Command Reference.
/// </summary>
internal static class CiscoSyntax
{
    private static readonly Dictionary<string, string?> RouteMap = new(StringComparer.Ordinal)
    {
        ["match ip address prefix-list NAME"] = null, ["match ipv6 address prefix-list NAME"] = null, ["set local-preference NUM"] = null,
        ["set as-path prepend( NUM)+"] = null,
    };

    public static LineGrammar IosXe { get; } = new("!", new(StringComparer.Ordinal)
    {
        ["top"] = new(StringComparer.Ordinal)
        {
            ["crypto ikev2 proposal NAME"] = "proposal",
            ["crypto ikev2 policy NAME"] = "policy",
            ["crypto ikev2 keyring NAME"] = "keyring",
            ["crypto ikev2 profile NAME"] = "profile",
            ["crypto ipsec transform-set NAME esp-gcm( (128|192|256))?"] = "transform",
            ["crypto ipsec transform-set NAME (esp-aes( (128|192|256))?|esp-3des) esp-(sha|sha256|sha384|sha512|md5)-hmac"] = "transform",
            ["crypto ipsec profile NAME"] = "ipsec",
            ["ip access-list extended NAME"] = "list",
            ["interface INTERFACE"] = "interface",
            ["ip route NET MASK (INTERFACE|Null0( NUM)?)"] = null,
            ["ip prefix-list NAME seq NUM (permit|deny) PREFIX( le NUM)?"] = null,
            ["ipv6 unicast-routing"] = null,
            ["ipv6 route SIXPREFIX Null0( NUM)?"] = null,
            ["ipv6 prefix-list NAME seq NUM (permit|deny) SIXPREFIX( le NUM)?"] = null,
            ["route-map NAME (permit|deny) NUM"] = "map",
            ["router bgp NUM"] = "bgp",
            ["end"] = null,
        },
        ["proposal"] = new(StringComparer.Ordinal)
        {
            ["encryption( (3des|aes-cbc-(128|192|256)|aes-gcm-(128|256)))+"] = null,
            ["integrity( (md5|sha1|sha256|sha384|sha512))+"] = null,
            ["prf( (md5|sha1|sha256|sha384|sha512))+"] = null,
            ["group( (1|2|5|14|15|16|19|20|21|24))+"] = null,
        },
        ["policy"] = new(StringComparer.Ordinal) { ["match fvrf (any|NAME)"] = null, ["proposal NAME"] = null },
        ["keyring"] = new(StringComparer.Ordinal) { ["peer NAME"] = "peer" },
        ["peer"] = new(StringComparer.Ordinal) { ["address ADDR"] = null, ["pre-shared-key KEY"] = null },
        ["profile"] = new(StringComparer.Ordinal)
        {
            ["match identity remote address ADDR MASK"] = null,
            ["identity local address ADDR"] = null,
            ["authentication (remote|local) pre-share"] = null,
            ["keyring local NAME"] = null,
            ["lifetime NUM"] = null,
            ["dpd NUM NUM (on-demand|periodic)"] = null,
        },
        ["transform"] = new(StringComparer.Ordinal) { ["mode (tunnel|transport)"] = null },
        ["ipsec"] = new(StringComparer.Ordinal)
        {
            ["set security-association lifetime seconds NUM"] = null,
            ["set transform-set( NAME){1,6}"] = null,
            ["set pfs group(1|2|5|14|15|16|19|20|21|24)"] = null,
            ["set ikev2-profile NAME"] = null,
            ["responder-only"] = null,
        },
        ["list"] = new(StringComparer.Ordinal) { ["(permit|deny) ip NET WILD NET WILD"] = null },
        ["interface"] = new(StringComparer.Ordinal)
        {
            ["description TEXT"] = null,
            ["no shutdown"] = null,
            ["encapsulation dot1Q NUM( second-dot1q NUM)?"] = null,
            ["ipv6 address SIXPREFIX"] = null,
            ["bfd interval NUM min_rx NUM multiplier NUM"] = null,
            ["ip address ADDR MASK"] = null,
            ["ip mtu NUM"] = null,
            ["ip tcp adjust-mss NUM"] = null,
            ["tunnel source INTERFACE"] = null,
            ["tunnel mode ipsec ipv4"] = null,
            ["tunnel destination ADDR"] = null,
            ["tunnel protection ipsec policy ipv4 NAME"] = null,
            ["tunnel protection ipsec profile NAME"] = null,
        },
        ["map"] = RouteMap,
        ["bgp"] = new(StringComparer.Ordinal)
        {
            ["neighbor ADDR remote-as NUM"] = null,
            ["neighbor ADDR ebgp-multihop NUM"] = null,
            ["neighbor ADDR update-source INTERFACE"] = null,
            ["neighbor (ADDR|SIX) timers NUM NUM"] = null,
            ["neighbor SIX remote-as NUM"] = null,
            ["neighbor (ADDR|SIX) description TEXT"] = null,
            ["neighbor (ADDR|SIX) password KEY"] = null,
            ["neighbor (ADDR|SIX) fall-over bfd"] = null,
            ["address-family ipv4( unicast)?"] = "family",
            ["address-family ipv6( unicast)?"] = "family6",
            ["exit-address-family"] = null,
        },
        ["family"] = new(StringComparer.Ordinal)
        {
            ["network NET mask MASK"] = null,
            ["neighbor ADDR activate"] = null,
            ["no neighbor SIX activate"] = null,
            ["neighbor ADDR soft-reconfiguration inbound"] = null,
            ["neighbor ADDR maximum-prefix NUM NUM (restart NUM|warning-only)"] = null,
            ["neighbor ADDR route-map NAME (in|out)"] = null,
            ["maximum-paths NUM"] = null,
        },
        ["family6"] = new(StringComparer.Ordinal)
        {
            ["network SIXPREFIX"] = null,
            ["neighbor SIX activate"] = null,
            ["neighbor SIX soft-reconfiguration inbound"] = null,
            ["neighbor SIX maximum-prefix NUM NUM (restart NUM|warning-only)"] = null,
            ["neighbor SIX route-map NAME (in|out)"] = null,
            ["maximum-paths NUM"] = null,
        },
    });

    public static LineGrammar Asa { get; } = new("!", new(StringComparer.Ordinal)
    {
        ["top"] = new(StringComparer.Ordinal)
        {
            ["crypto ikev2 policy NUM"] = "policy",
            ["crypto ikev2 enable NAME"] = null,
            ["crypto ipsec ikev2 ipsec-proposal NAME"] = "proposal",
            ["crypto ipsec profile NAME"] = "profile",
            ["interface (Tunnel|Loopback)NUM"] = "interface",
            ["group-policy NAME internal"] = null,
            ["group-policy NAME attributes"] = "group",
            ["tunnel-group ADDR type ipsec-l2l"] = null,
            ["tunnel-group ADDR general-attributes"] = "general",
            ["tunnel-group ADDR ipsec-attributes"] = "attributes",
            ["sysopt connection tcpmss NUM"] = null,
            ["route Null0 NET MASK NUM"] = null,
            ["route NAME NET MASK ADDR NUM"] = null,
            ["prefix-list NAME seq NUM (permit|deny) PREFIX( le NUM)?"] = null,
            ["route-map NAME (permit|deny) NUM"] = "map",
            ["router bgp NUM"] = "bgp",
        },
        ["policy"] = new(StringComparer.Ordinal)
        {
            ["encryption( (3des|aes|aes-192|aes-256|aes-gcm|aes-gcm-192|aes-gcm-256))+"] = null,
            ["integrity( (md5|sha|sha256|sha384|sha512|null))+"] = null,
            ["group( (1|2|5|14|15|16|19|20|21|24))+"] = null,
            ["prf( (md5|sha|sha256|sha384|sha512))+"] = null,
            ["lifetime seconds NUM"] = null,
        },
        ["proposal"] = new(StringComparer.Ordinal)
        {
            ["protocol esp encryption( (3des|aes|aes-192|aes-256|aes-gcm|aes-gcm-192|aes-gcm-256))+"] = null,
            ["protocol esp integrity( (md5|sha-1|sha-256|sha-384|sha-512|null))+"] = null,
        },
        ["profile"] = new(StringComparer.Ordinal)
        {
            ["set ikev2 ipsec-proposal( NAME){1,11}"] = null,
            ["set pfs group(1|2|5|14|15|16|19|20|21|24)"] = null,
            ["set security-association lifetime seconds NUM"] = null,
            ["responder-only"] = null,
        },
        ["interface"] = new(StringComparer.Ordinal)
        {
            ["nameif NAME"] = null,
            ["ip address ADDR MASK"] = null,
            ["tunnel source interface NAME"] = null,
            ["tunnel destination ADDR"] = null,
            ["tunnel mode ipsec ipv4"] = null,
            ["tunnel protection ipsec profile NAME"] = null,
        },
        ["group"] = new(StringComparer.Ordinal) { ["vpn-tunnel-protocol ikev2"] = null },
        ["general"] = new(StringComparer.Ordinal) { ["default-group-policy NAME"] = null },
        ["attributes"] = new(StringComparer.Ordinal)
        {
            ["isakmp keepalive threshold NUM retry NUM"] = null,
            ["ikev2 (remote|local)-authentication pre-shared-key KEY"] = null,
        },
        ["map"] = RouteMap,
        ["bgp"] = new(StringComparer.Ordinal) { ["address-family ipv4 unicast"] = "family", ["exit-address-family"] = null },
        ["family"] = new(StringComparer.Ordinal)
        {
            ["neighbor ADDR remote-as NUM"] = null,
            ["neighbor ADDR ebgp-multihop NUM"] = null,
            ["neighbor ADDR update-source NAME"] = null,
            ["neighbor ADDR timers NUM NUM"] = null,
            ["neighbor ADDR activate"] = null,
            ["neighbor ADDR route-map NAME (in|out)"] = null,
            ["network NET mask MASK"] = null,
        },
    });
}
