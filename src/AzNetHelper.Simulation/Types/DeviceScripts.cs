using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A make of VPN devices, as the service names it.</summary>
internal sealed record DeviceModel(string Vendor, string Family, string Firmware);

/// <summary>
/// The devices that the service has a configuration for, and that configuration. The list is short and the text ours: what is
/// recorded is that it is one JSON string which contains the pre-shared key (recorded-behaviour 5.5).
/// </summary>
internal static class DeviceScripts
{
    private static readonly DeviceModel[] Known =
    [
        new("Cisco", "Cisco-ASA", "Cisco-ASA-9.x--IKEv2"),
        new("Cisco", "Cisco-ISR(IOS)", "Cisco-ISR-15.x--IKEv2"),
        new("Cisco", "Cisco-ISR(IOS)", "Cisco-ISR-15.x--IKEv2+BGP"),
        new("Juniper", "Juniper_SRX_GA", "Juniper_SRX_12.x_GA"),
        new("Ubiquiti", "EdgeRouter", "EdgeOS-1.10"),
    ];

    public static bool IsKnown(DeviceModel model) => Known.Any(k => Json.Same(k.Vendor, model.Vendor)
        && Json.Same(k.Family, model.Family) && Json.Same(k.Firmware, model.Firmware));

    /// <summary>The list as XML text, which the service answers inside a JSON string.</summary>
    public static string List() => new XDocument(new XDeclaration("1.0", "utf-8", null), new XElement("RpVpnDevices",
        new XAttribute("version", "1.0"),
        Known.GroupBy(k => k.Vendor, StringComparer.Ordinal).Select(vendor => new XElement("Vendor",
            new XAttribute("name", vendor.Key), vendor.GroupBy(k => k.Family, StringComparer.Ordinal).Select(family => new XElement("DeviceFamily",
                new XAttribute("name", family.Key), family.Select(k => new XElement("FirmwareVersion", new XAttribute("name", k.Firmware)))))))))
        is var document ? $"{document.Declaration}\r\n{document}" : string.Empty;

    public static string Write(Cloud cloud, ResourceId id, JsonObject connection, DeviceModel model)
    {
        var properties = connection.Object("properties");
        var gateway = Find("virtualNetworkGateway1");
        var site = Find("localNetworkGateway2");
        var text = new StringBuilder();
        text.Append("! Configuration for ").Append(model.Vendor).Append(' ').Append(model.Family).Append(' ').AppendLine(model.Firmware);
        text.Append("! Connection ").AppendLine(id.Name);
        foreach (var address in GatewayShape.PublicAddresses(cloud, gateway))
        {
            text.Append("peer ").AppendLine(address);
            text.Append(" pre-shared-key ").AppendLine(cloud.Keys.Of(id, connection));
        }

        foreach (var prefix in GatewayShape.Prefixes(cloud, gateway))
        {
            text.Append("remote-network ").AppendLine(prefix.ToString());
        }

        foreach (var prefix in Negotiation.SitePrefixes(site))
        {
            text.Append("local-network ").AppendLine(prefix.ToString());
        }

        return text.ToString();

        JsonObject? Find(string member) =>
            ResourceId.TryParse(properties.Reference(member), out var end) ? cloud.Estate.Find(end) : null;
    }
}
