using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Sites;

/// <summary>The command that plans of sites come from, and the request that its parameters are.</summary>
internal static class SiteOrigins
{
    public const string NewSiteToSiteConnection = "New-SiteToSiteConnection";

    public static PlanOrigin Of(SiteRequest request)
    {
        var devices = request.Devices;
        return new(NewSiteToSiteConnection, JsonBody.Write(new JsonObject(new (string Name, JsonNode? Value)[]
        {
            ("Gateway", request.Gateway.ToString()), ("DeviceAddress", Texts(devices.Select(d => d.Address))),
            ("AddressPrefix", request.AddressPrefixes is { } prefixes ? Texts(prefixes) : null), ("Name", request.Name),
            ("ResourceGroupName", request.ResourceGroupName), ("DeviceAsn", devices[0].Asn),
            ("BgpPeerAddress", devices.All(d => d.BgpPeerAddress is not null) ? Texts(devices.Select(d => d.BgpPeerAddress)) : null),
            ("GatewayBgpAddress", devices.All(d => !d.GatewayBgpAddresses.IsEmpty) ? Texts(devices.SelectMany(d => d.GatewayBgpAddresses)) : null),
            ("IpsecPolicy", request.IpsecPolicy?.ToText()), ("UsePolicyBasedTrafficSelectors", request.UsePolicyBasedTrafficSelectors),
            ("TrafficSelector", request.TrafficSelectors is { } selectors ? Texts(selectors) : null), ("Protocol", request.Protocol),
            ("ConnectionMode", request.ConnectionMode), ("DpdTimeout", request.DpdTimeoutSeconds),
            ("Tag", request.Tags.IsEmpty ? null : Texts(request.Tags.Select(t => $"{t.Key}={t.Value}"))),
        }.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Name, p.Value)))));
    }

    /// <summary>The request that a plan's parameters are.</summary>
    /// <exception cref="FormatException">They are none of such a request.</exception>
    public static SiteRequest Read(PlanOrigin origin)
    {
        var given = new OriginParameters(origin);
        string[] devices = [.. given.Texts("DeviceAddress")];
        var peers = given.Texts("BgpPeerAddress").Select(IPAddress.Parse).ToArray();
        var own = given.Texts("GatewayBgpAddress").Select(IPAddress.Parse).ToArray();
        if (devices.Length == 0 || (peers.Length > 0 && peers.Length != devices.Length))
        {
            throw new FormatException("-DeviceAddress and -BgpPeerAddress do not go together");
        }

        return new(ResourceId.Parse(given.Need("Gateway")), [.. devices.Select((d, i) => new SiteDevice(d)
        {
            Asn = given.Number("DeviceAsn"),
            BgpPeerAddress = peers.Length == 0 ? null : peers[i],
            GatewayBgpAddresses = [.. own.Skip(i * (own.Length / devices.Length)).Take(own.Length / devices.Length)],
        })])
        {
            AddressPrefixes = given.Has("AddressPrefix") ? [.. given.Texts("AddressPrefix").Select(IPPrefix.Parse)] : null,
            Name = given.Text("Name"),
            ResourceGroupName = given.Text("ResourceGroupName"),
            IpsecPolicy = given.Text("IpsecPolicy") is { } policy ? IpsecPolicyText.Parse(policy) : null,
            UsePolicyBasedTrafficSelectors = given.Flag("UsePolicyBasedTrafficSelectors"),
            TrafficSelectors = given.Has("TrafficSelector") ? [.. given.Texts("TrafficSelector").Select(TrafficSelector.Parse)] : null,
            Protocol = given.Text("Protocol"),
            ConnectionMode = given.Text("ConnectionMode"),
            DpdTimeoutSeconds = (int?)given.Number("DpdTimeout"),
            Tags = given.Texts("Tag").Select(t => t.Split('=', 2)).ToImmutableSortedDictionary(t => t[0], t => t.Length > 1 ? t[1] : string.Empty, StringComparer.Ordinal),
        };
    }

    private static JsonArray Texts<T>(IEnumerable<T> items) => [.. items.Select(i => (JsonNode?)i?.ToString())];
}
