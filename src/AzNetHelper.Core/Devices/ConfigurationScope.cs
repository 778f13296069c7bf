using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Addressing;
using AzNetHelper.Devices.Templates;
using AzNetHelper.Vpn;

namespace AzNetHelper.Devices;

/// <summary>Gives every name of the vocabulary its value.</summary>
internal sealed class ConfigurationScope(TunnelDesign design, DeviceTemplate template, ConfigurationOptions options)
{
    // Packets of 1400 and segments of 1350 leave room for IPsec (about-vpn-devices: MSS 1,350; MTU 1,400).
    private const int Mtu = 1400;
    private const int Mss = 1350;

    public Scope With(SpelledOffers offers)
    {
        var scope = new Scope();
        Names(scope);
        Tunnel(scope);
        Proposals(scope, offers);
        foreach (var setting in template.Settings)
        {
            scope.Set(setting.Name, TemplateFill.Setting(template, options, setting.Name));
        }

        var first = TemplateFill.Setting(template, options, ConfigurationWriter.FirstTunnel) is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture) : 1;
        scope.Each("tunnels", design.Tunnels, (s, t, i) => s
            .Set("instance", i + 1).Set("isFirst", i == 0).Set("number", first + i).Set("peer", t.Address.ToString()).Set("bgpPeer", t.BgpAddress?.ToString())
            .Set("innerAddress", Inner(first + i, 1)).Set("innerPeer", Inner(first + i, 2)).Set("innerMask", "255.255.255.252").Set("innerLength", "30"));
        Prefixes(scope, "azurePrefixes", design.AzurePrefixes);
        Prefixes(scope, "sitePrefixes", design.SitePrefixes);
        scope.Each("selectors", design.Selectors, (s, p, _) =>
        {
            Parts(s, "local", p.Local);
            Parts(s, "remote", p.Remote);
        });
        return scope;
    }

    private void Names(Scope scope)
    {
        var holdsKey = options.SharedKey is not null;
        scope.Set("connection", Plain(design.Connection.Name))
            .Set("name", Short(design.Connection.Name, template.NameLimit)).Set("gateway", Plain(design.Gateway.Name)).Set("site", Plain(design.Site.Name))
            .Set("deviceAddress", design.DeviceAddress?.ToString()).Set("deviceFqdn", Plain(design.DeviceFqdn ?? string.Empty))
            .Set("key", options.SharedKey ?? ConfigurationWriter.Placeholder).Set("holdsKey", holdsKey)
            .Set("keyNotice", holdsKey ? $"{ConfigurationWriter.HoldsKeyNotice} of {Plain(design.Connection.Name)}: keep it to yourself."
                : $"The shared key is not in here: put it in place of {ConfigurationWriter.Placeholder}.");
    }

    private void Tunnel(Scope scope) => scope
        .Set("ikeVersion", design.IkeVersion).Set("ikev1", design.IkeVersion == 1).Set("ikev2", design.IkeVersion == 2)
        .Set("initiates", design.Initiates).Set("mustInitiate", design.MustInitiate)
        .Set("policy", design.Policy?.ToString() ?? "Azure's defaults").Set("customPolicy", design.Policy is not null)
        .Set("ikeLifetime", AzureProposals.IkeLifeTimeSeconds).Set("saLifetime", design.SALifeTimeSeconds)
        .Set("saKilobytes", design.SADataSizeKilobytes).Set("dpdTimeout", design.DpdTimeoutSeconds)
        .Set("dpdInterval", Math.Max(10, design.DpdTimeoutSeconds / 3)).Set("mtu", Mtu).Set("mss", Mss)
        .Set("policyBased", !design.Selectors.IsEmpty).Set("activeActive", design.Tunnels.Length > 1)
        .Set("bgp", design.Bgp is not null).Set("apipa", design.Bgp is { IsLinkLocal: true })
        .Set("deviceAsn", Text(design.Bgp?.DeviceAsn)).Set("gatewayAsn", Text(design.Bgp?.GatewayAsn))
        .Set("deviceBgpAddress", design.Bgp?.DeviceAddress.ToString());

    private static void Proposals(Scope scope, SpelledOffers offers)
    {
        scope.Set("dh", offers.Ike.Select(p => p.Group).FirstOrDefault()).Set("pfs", offers.Ipsec.Select(p => p.Group).FirstOrDefault());
        scope.Each("ike", offers.Ike, (s, p, _) => s.Set("encryption", p.Encryption).Set("integrity", p.Integrity).Set("prf", p.Prf)
            .Set("group", p.Group).Set("gcm", p.IsGcm));
        scope.Each("ipsec", offers.Ipsec, (s, p, _) => s.Set("encryption", p.Encryption).Set("integrity", p.Integrity).Set("gcm", p.IsGcm));
        Values(scope, "ikeEncryptions", offers.Ike.Select(p => p.Encryption));
        Values(scope, "ikeIntegrities", offers.Ike.Select(p => p.Integrity));
        Values(scope, "ipsecIntegrities", offers.Ipsec.Select(p => p.Integrity));
        Values(scope, "ikePrfs", offers.Ike.Select(p => p.Prf));
    }

    private static void Values(Scope scope, string name, IEnumerable<string> values) => scope.Each(
        name, values.Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).ToArray(), (s, v, _) => s.Set("value", v));

    private static void Prefixes(Scope scope, string name, ImmutableArray<IPPrefix> prefixes) => scope.Each(name, prefixes, (s, p, _) =>
    {
        Parts(s, string.Empty, p);
        s.Set("length", p.Length).Set("host", p.Length == 32);
    });

    /// <summary>A prefix of IPv4, its network, mask and wildcard, each under the name of what it is of.</summary>
    internal static void Parts(Scope scope, string of, IPPrefix prefix)
    {
        var mask = Bits(prefix);
        scope.Set(of.Length > 0 ? of : "prefix", prefix.ToString()).Set(Named("Network"), prefix.Network.ToString()).Set(Named("Mask"), Dotted(mask)).Set(Named("Wildcard"), Dotted(~mask));

        string Named(string part) => of.Length > 0 ? of + part : part.ToLowerInvariant();
    }

    /// <summary>The mask of a prefix of IPv4.</summary>
    internal static string Mask(IPPrefix prefix) => Dotted(Bits(prefix));

    private static uint Bits(IPPrefix prefix) => prefix.Length == 0 ? 0u : uint.MaxValue << (32 - prefix.Length);

    private static string Dotted(uint bits) => new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]).ToString();

    // A /30 for each tunnel below 169.254.128.0: APIPA addresses that Azure uses end at 169.254.22.255.
    private static string Inner(int number, int host) => Dotted(0xA9FE8000u + (uint)(number * 4 % 0x7F00) + (uint)host);

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    // Azure's names have no others; a file that somebody made may, and a configuration is no place for them.
    internal static string Plain(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));

    /// <summary>A name that is cut keeps four digits of what it was, so that two names stay two.</summary>
    internal static string Short(string name, int most)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'));
        plain = char.IsAsciiLetter(plain[0]) ? plain : $"c{plain}";
        return plain.Length <= most && plain == name ? plain
            : $"{plain[..Math.Min(plain.Length, most - 5)]}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..4].ToLowerInvariant()}";
    }
}
