using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>Gives every name of <see cref="RouterLanguage"/> its value.</summary>
internal sealed class RouterScope(RouterDesign design, DeviceTemplate template, ConfigurationOptions options, bool hasKey)
{
    // Fixed at Microsoft's routers, and what their BFD sends (expressroute-faqs, expressroute-bfd; azure-network-rules 6).
    private const int Keepalive = 60;
    private const int HoldTime = 180;
    private const int BfdInterval = 300;
    private const int BfdMultiplier = 3;

    // What a gateway of ExpressRoute takes in one packet (expressroute-about-virtual-network-gateways; azure-network-rules 6).
    private const int Mtu = 1400;

    private const int WarnPercent = 80;
    private const int RestartMinutes = 30;
    private const int Preferred = 200;
    private const int Usual = 100;

    public Scope Values()
    {
        var scope = new Scope();
        foreach (var setting in template.Settings)
        {
            scope.Set(setting.Name, TemplateFill.Setting(template, options, setting.Name));
        }

        Names(scope);
        Sessions(scope);
        scope.Each("links", design.Links, (s, l, _) => Link(s, l));
        Prefixes(scope, "advertised", design.Advertised.Select(p => (p, true)));
        Prefixes(scope, "accepted", design.Accepted.Select(p => (p, true)));
        Prefixes(scope, "own", design.Own.Select(o => (o.Prefix, o.WithParts)));
        return scope;
    }

    /// <summary>The name of a link's port, as the settings have it.</summary>
    public string Interface(RouterLink link) => TemplateFill.Setting(template, options,
        link.Link == CircuitLink.Primary ? RouterLanguage.PrimaryInterface : RouterLanguage.SecondaryInterface);

    /// <summary>The name of the interface that has a link's tags.</summary>
    public string Subinterface(RouterLink link) => design.OuterVlanId is { } outer
        ? string.Create(CultureInfo.InvariantCulture, $"{Interface(link)}.{outer}.{design.VlanId}")
        : string.Create(CultureInfo.InvariantCulture, $"{Interface(link)}.{design.VlanId}");

    private void Names(Scope scope)
    {
        var (circuit, holdsKey) = (ConfigurationScope.Plain(design.Circuit.Name), options.SharedKey is not null);
        var whole = design.Part.Length == 0 ? design.Circuit.Name : $"{design.Circuit.Name}-{design.Part}";
        scope.Set("circuit", circuit).Set("name", ConfigurationScope.Short(whole, template.NameLimit))
            .Set("md5", hasKey).Set("key", options.SharedKey ?? ConfigurationWriter.Placeholder).Set("holdsKey", holdsKey)
            .Set("keyNotice", holdsKey ? $"{ConfigurationWriter.HoldsKeyNotice} of {circuit}: keep it to yourself."
                : hasKey ? $"The key of the peering is not in here: put it in place of {ConfigurationWriter.Placeholder}."
                : "The sessions have no key.");
    }

    private void Sessions(Scope scope) => scope
        .Set("routerAsn", design.RouterAsn).Set("microsoftAsn", design.MicrosoftAsn).Set("vlan", design.VlanId)
        .Set("outerVlan", design.OuterVlanId?.ToString(CultureInfo.InvariantCulture)).Set("qinq", design.OuterVlanId is not null)
        .Set("ipv6", design.HasIPv6).Set("keepalive", Keepalive).Set("holdTime", HoldTime)
        .Set("bfdInterval", BfdInterval).Set("bfdMultiplier", BfdMultiplier)
        .Set("maxPrefixes", design.Expected.IPv4).Set("maxPrefixesIPv6", design.Expected.IPv6).Set("limited", design.Expected.AreLimits)
        .Set("warnPercent", WarnPercent).Set("restartMinutes", RestartMinutes).Set("mtu", Mtu)
        .Set("balanced", design.IsBalanced).Set("prefers", design.Preference != LinkPreference.Both)
        .Set("twoRouters", design.Links.Length == 1).Set("acceptDefault", design.AcceptsDefault);

    private void Link(Scope scope, RouterLink link)
    {
        var isPreferred = design.Preference.ToString() == link.Link.ToString();
        scope.Set("link", link.Name).Set("interface", Interface(link)).Set("subinterface", Subinterface(link))
            .Set("address", link.IPv4.CustomerAddress.ToString()).Set("peer", link.IPv4.MicrosoftAddress.ToString())
            .Set("linkLength", link.IPv4.Prefix.Length).Set("linkMask", ConfigurationScope.Mask(link.IPv4.Prefix))
            .Set("address6", link.IPv6?.CustomerAddress.ToString()).Set("peer6", link.IPv6?.MicrosoftAddress.ToString())
            .Set("linkLength6", LinkAddresses.LengthIPv6)
            .Set("preferred", isPreferred).Set("backup", design.Preference != LinkPreference.Both && !isPreferred)
            .Set("localPreference", isPreferred ? Preferred : Usual);
    }

    // Lists of IPv6 have a 6 behind their names.
    private static void Prefixes(Scope scope, string name, IEnumerable<(IPPrefix Prefix, bool WithParts)> prefixes)
    {
        var all = prefixes.ToArray();
        scope.Each(name, all.Where(p => !p.Prefix.IsIPv6).ToArray(), (s, p, _) =>
        {
            ConfigurationScope.Parts(s, string.Empty, p.Prefix);
            Shape(s, p);
        });
        scope.Each(name + "6", all.Where(p => p.Prefix.IsIPv6).ToArray(), (s, p, _) =>
        {
            s.Set("prefix", p.Prefix.ToString()).Set("network", p.Prefix.Network.ToString());
            Shape(s, p);
        });
    }

    // A part of a single address there is none.
    private static void Shape(Scope scope, (IPPrefix Prefix, bool WithParts) of)
    {
        var isHost = of.Prefix.Length == of.Prefix.Width;
        scope.Set("length", of.Prefix.Length).Set("host", isHost).Set("parts", of.WithParts && !isHost);
    }
}
