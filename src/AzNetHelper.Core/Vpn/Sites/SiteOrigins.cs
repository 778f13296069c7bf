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
        var given = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["Gateway"] = request.Gateway.ToString(),
            ["DeviceAddress"] = Texts(request.Devices.Select(d => d.Address)),
        };
        Add("AddressPrefix", request.AddressPrefixes is { } prefixes ? Texts(prefixes) : null);
        Add("Name", request.Name);
        Add("ResourceGroupName", request.ResourceGroupName);
        Add("DeviceAsn", request.Devices.All(d => d.Asn is not null) ? request.Devices[0].Asn : null);
        Add("BgpPeerAddress", request.Devices.All(d => d.BgpPeerAddress is not null) ? Texts(request.Devices.Select(d => d.BgpPeerAddress)) : null);
        Add("GatewayBgpAddress", request.Devices.All(d => !d.GatewayBgpAddresses.IsEmpty) ? Texts(request.Devices.SelectMany(d => d.GatewayBgpAddresses)) : null);
        Add("IpsecPolicy", request.IpsecPolicy is { } policy ? Texts(PolicyText(policy)) : null);
        Add("UsePolicyBasedTrafficSelectors", request.UsePolicyBasedTrafficSelectors);
        Add("TrafficSelector", request.TrafficSelectors is { } selectors ? Texts(selectors.Select(Text)) : null);
        Add("Protocol", request.Protocol);
        Add("ConnectionMode", request.ConnectionMode);
        Add("DpdTimeout", request.DpdTimeoutSeconds);
        return new(NewSiteToSiteConnection, JsonBody.Write(new JsonObject(given)));

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                given[name] = value;
            }
        }
    }

    /// <summary>The request that a plan's parameters are.</summary>
    /// <exception cref="FormatException">They are none of such a request.</exception>
    public static SiteRequest Read(JsonObject given)
    {
        string[] devices = [.. List("DeviceAddress") ?? throw new FormatException("-DeviceAddress is missing")];
        var peers = List("BgpPeerAddress")?.Select(IPAddress.Parse).ToArray();
        var own = List("GatewayBgpAddress")?.Select(IPAddress.Parse).ToArray() ?? [];
        var each = own.Length / Math.Max(1, devices.Length);
        return new(ResourceId.Parse(Text("Gateway") ?? throw new FormatException("-Gateway is missing")), [.. devices.Select((d, i) => new SiteDevice(d)
        {
            Asn = Number("DeviceAsn"),
            BgpPeerAddress = peers is not null && i < peers.Length ? peers[i] : null,
            GatewayBgpAddresses = [.. own.Skip(i * each).Take(each)],
        })])
        {
            AddressPrefixes = List("AddressPrefix")?.Select(IPPrefix.Parse).ToImmutableArray(),
            Name = Text("Name"),
            ResourceGroupName = Text("ResourceGroupName"),
            IpsecPolicy = List("IpsecPolicy") is { } policy ? ReadPolicy(policy) : null,
            UsePolicyBasedTrafficSelectors = given["UsePolicyBasedTrafficSelectors"] is JsonValue flag && flag.TryGetValue<bool>(out var on) ? on : null,
            TrafficSelectors = List("TrafficSelector")?.Select(TrafficSelector.Parse).ToImmutableArray(),
            Protocol = Text("Protocol"),
            ConnectionMode = Text("ConnectionMode"),
            DpdTimeoutSeconds = (int?)Number("DpdTimeout"),
        };

        string? Text(string name) => given[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        long? Number(string name) => given[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
        IEnumerable<string>? List(string name) => given[name] is JsonArray items
            ? items.Select(i => i is JsonValue v && v.TryGetValue<string>(out var text) ? text : throw new FormatException($"-{name} is no list of texts"))
            : null;
    }

    private static IEnumerable<string> PolicyText(IpsecPolicy policy) =>
        policy.ToJson().Select(m => $"{m.Key}={m.Value}");

    private static IpsecPolicy ReadPolicy(IEnumerable<string> texts)
    {
        var json = new JsonObject(texts.Select(t => t.Split('=', 2)).Select(p => KeyValuePair.Create(p[0],
            (JsonNode?)(p.Length == 2 ? int.TryParse(p[1], System.Globalization.CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(p[1])
                : throw new FormatException($"'{p[0]}' is no member of a policy")))));
        using var read = JsonTape.Read(JsonBody.WriteUtf8(json));
        return IpsecPolicy.Read(read.Root);
    }

    private static string Text(TrafficSelector selector) => selector.ToString();

    private static JsonArray Texts<T>(IEnumerable<T> items) => [.. items.Select(i => (JsonNode?)i?.ToString())];
}
