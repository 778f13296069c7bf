using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Devices.Syntax;

/// <summary>The set commands of Junos that a tunnel takes (Junos CLI Reference: security ike, security ipsec, protocols bgp ...).</summary>
internal static class JunosSyntax
{
    private const string Name = @"[A-Za-z][A-Za-z0-9_-]{0,63}";
    private const string Address = @"\d{1,3}(\.\d{1,3}){3}";
    private const string Prefix = Address + @"/\d{1,2}";
    private const string Six = @"[0-9a-f:]+::?[0-9a-f:]*/\d{1,3}";
    private const string Peer = @"(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)";
    private const string Port = @"[a-z]{2}-\d+/\d+/\d+";
    private const string Interface = @"[a-z]+[0-9]*(-[0-9/]+)?\.[0-9]+";

    private static readonly Regex[] Statements =
    [
        .. new[]
        {
            $"security ike proposal {Name} authentication-method pre-shared-keys",
            $"security ike proposal {Name} dh-group group(1|2|5|14|15|16|19|20|21|24)",
            $"security ike proposal {Name} authentication-algorithm (md5|sha1|sha-256|sha-384|sha-512)",
            $"security ike proposal {Name} encryption-algorithm (3des-cbc|aes-(128|192|256)-(cbc|gcm))",
            $@"security ike proposal {Name} lifetime-seconds \d+",
            $"security ike policy {Name} mode (main|aggressive)",
            $"security ike policy {Name} proposals {Name}",
            $"security ike policy {Name} pre-shared-key ascii-text \"([^\"\\\\]|\\\\[\"\\\\])+\"",
            $"security ike gateway {Name} ike-policy {Name}",
            $"security ike gateway {Name} address {Address}",
            $@"security ike gateway {Name} dead-peer-detection (interval|threshold) \d+",
            $"security ike gateway {Name} (local|remote)-identity inet {Address}",
            $"security ike gateway {Name} external-interface {Interface}",
            $"security ike gateway {Name} version (v1|v2)-only",
            $"security ipsec proposal {Name} protocol esp",
            $"security ipsec proposal {Name} authentication-algorithm hmac-(md5-96|sha1-96|sha-256-128|sha-384|sha-512)",
            $"security ipsec proposal {Name} encryption-algorithm (3des-cbc|aes-(128|192|256)-(cbc|gcm))",
            $@"security ipsec proposal {Name} lifetime-seconds \d+",
            $"security ipsec policy {Name} proposals {Name}",
            $"security ipsec policy {Name} perfect-forward-secrecy keys group(1|2|5|14|15|16|19|20|21|24)",
            $"security ipsec vpn {Name} bind-interface st0\\.\\d+",
            $"security ipsec vpn {Name} ike (gateway|ipsec-policy) {Name}",
            $"security ipsec vpn {Name} traffic-selector {Name} (local|remote)-ip {Prefix}",
            $"security ipsec vpn {Name} establish-tunnels (immediately|on-traffic)",
            $"interfaces {Port} (vlan-tagging|flexible-vlan-tagging)",
            $@"interfaces {Port} unit \d+ (vlan-id \d+|vlan-tags outer \d+ inner \d+)",
            $"interfaces {Port} unit \\d+ description \"[^\"]+\"",
            $@"interfaces {Port} unit \d+ family (inet address {Prefix}|inet6 address {Six})",
            $@"routing-options rib inet6\.0 static route {Six} (discard|preference \d+)",
            $"policy-options policy-statement {Name} term {Name} from route-filter {Six} (exact|orlonger)",
            $@"policy-options policy-statement {Name} term {Name} then local-preference \d+",
            $"policy-options policy-statement {Name} term {Name} then as-path-prepend \"[0-9 ]+\"",
            $@"protocols bgp group {Name} bfd-liveness-detection (minimum-interval|multiplier) \d+",
            $"protocols bgp group {Name} authentication-key \"([^\"\\\\]|\\\\[\"\\\\])+\"",
            $"protocols bgp group {Name} neighbor {Peer} description \"[^\"]+\"",
            $"protocols bgp group {Name} neighbor {Peer} (import|export) {Name}",
            $@"protocols bgp group {Name} neighbor {Peer} family inet6? unicast prefix-limit (maximum \d+|teardown \d+ idle-timeout \d+)",
            "interfaces st0 unit \\d+ description \"[^\"]+\"",
            @"interfaces st0 unit \d+ family inet mtu \d+",
            $@"interfaces lo0 unit \d+ family inet address {Prefix}",
            $"security zones security-zone {Name} interfaces {Interface}( host-inbound-traffic (system-services ike|protocols bgp))?",
            @"security flow tcp-mss ipsec-vpn mss \d+",
            $"security address-book global address {Name}(-\\w+)* {Prefix}",
            $"security address-book global address-set {Name} address {Name}(-\\w+)*",
            $"security policies from-zone {Name} to-zone {Name} policy {Name} match (source-address|destination-address|application) {Name}",
            $"security policies from-zone {Name} to-zone {Name} policy {Name} then permit",
            $"routing-options forwarding-table export {Name}",
            $"policy-options policy-statement {Name} then load-balance per-packet",
            $@"routing-options static route {Prefix} (next-hop {Interface}|discard|preference \d+)",
            $"policy-options policy-statement {Name} term {Name} from route-filter {Prefix} (exact|orlonger)",
            $"policy-options policy-statement {Name} term {Name} then (accept|reject)",
            $@"protocols bgp group {Name} (type external|multihop ttl \d+|local-address {Address}|local-as \d+|peer-as \d+|hold-time \d+|multipath)",
            $"protocols bgp group {Name} (import|export) {Name}",
            $"protocols bgp group {Name} neighbor {Address}",
        }.Select(s => new Regex($"^set {s}$", RegexOptions.CultureInvariant)),
    ];

    /// <summary>What is wrong with a text; null for nothing. What a statement names must be there.</summary>
    public static string? Problem(string text)
    {
        string[] lines = [.. text.Split('\n').Where(l => l.Length > 0 && l[0] != '#')];
        if (lines.FirstOrDefault(l => !Statements.Any(s => s.IsMatch(l))) is { } line)
        {
            return $"no statement of Junos: '{line}'";
        }

        (string From, string To)[] references =
        [
            (@"^set security ike policy \S+ proposals (\S+)", "set security ike proposal {0} "),
            (@"^set security ike gateway \S+ ike-policy (\S+)", "set security ike policy {0} "),
            (@"^set security ipsec policy \S+ proposals (\S+)", "set security ipsec proposal {0} "),
            (@"^set security ipsec vpn \S+ ike gateway (\S+)", "set security ike gateway {0} "),
            (@"^set security ipsec vpn \S+ ike ipsec-policy (\S+)", "set security ipsec policy {0} "),
            (@"^set protocols bgp group \S+ neighbor \S+ (?:import|export) (\S+)", "set policy-options policy-statement {0} "),
            (@"^set protocols bgp group \S+ (?:import|export) (\S+)", "set policy-options policy-statement {0} "),
            (@"^set routing-options forwarding-table export (\S+)", "set policy-options policy-statement {0} "),
            (@"^set security ipsec vpn \S+ bind-interface st0\.(\d+)", "set interfaces st0 unit {0} "),
        ];
        return (from reference in references
                from l in lines
                let match = Regex.Match(l, reference.From)
                where match.Success
                let wanted = string.Format(System.Globalization.CultureInfo.InvariantCulture, reference.To, match.Groups[1].Value)
                where !lines.Any(o => o.StartsWith(wanted, StringComparison.Ordinal))
                select $"'{l}' names what is not there").FirstOrDefault();
    }
}
