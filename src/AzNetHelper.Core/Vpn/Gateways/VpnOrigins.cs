using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>The commands that plans of VPN gateways come from.</summary>
internal static class VpnOrigins
{
    public const string NewVpnGateway = "New-VpnGateway";
    public const string RemoveVpnGateway = "Remove-VpnGateway";

    public static PlanOrigin Of(VpnGatewayRequest request)
    {
        var settings = request.Settings;
        return Make(NewVpnGateway,
            ("VNet", request.Network.ToString()),
            ("Name", request.Gateway.Name),
            ("ResourceGroupName", request.Gateway.ResourceGroup),
            ("Sku", settings.Sku),
            ("Generation", settings.Generation),
            ("ActiveActive", settings.ActiveActive),
            ("Asn", settings.Asn),
            ("EnableBgp", settings.EnableBgp),
            ("BgpPeeringAddress", Texts(settings.BgpPeeringAddresses.Select(a => a.ToString()))),
            ("PublicIpAddress", Texts(request.PublicAddresses.Select(a => a.ToString()))),
            ("Zone", settings.Zones is { } zones ? Texts(zones, keepEmpty: true) : null),
            ("GatewaySubnetPrefix", settings.SubnetPrefix?.ToString()),
            ("ExtendAddressSpace", settings.ExtendAddressSpace ? true : null),
            ("Location", settings.Location),
            ("Tag", settings.Tags.IsEmpty ? null : Texts(settings.Tags.Select(t => $"{t.Key}={t.Value}"))));
    }

    public static PlanOrigin Of(VpnGatewayRemovalRequest request) => Make(RemoveVpnGateway,
        ("Gateway", request.Gateway.ToString()),
        ("KeepPublicIpAddress", request.KeepPublicAddresses ? true : null),
        ("AllowLoss", request.AllowLoss ? true : null));

    private static PlanOrigin Make(string command, params (string Name, JsonNode? Value)[] parameters) =>
        new(command, JsonBody.Write(new JsonObject(parameters.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Name, p.Value)))));

    private static JsonArray? Texts(IEnumerable<string> texts, bool keepEmpty = false) =>
        texts.Select(t => (JsonNode)t).ToArray() is var items && (items.Length > 0 || keepEmpty) ? new(items) : null;
}
