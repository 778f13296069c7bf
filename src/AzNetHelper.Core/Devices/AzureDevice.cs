using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using AzNetHelper.Arm;

namespace AzNetHelper.Devices;

/// <summary>A device that Azure has a configuration script for.</summary>
public sealed record AzureDevice(string Vendor, string Family, string Firmware)
{
    /// <summary>The devices that a gateway names: XML in a JSON string (arm-protocol 1.4).</summary>
    /// <exception cref="ArmException">Azure refused, or the answer is no list.</exception>
    public static async Task<ImmutableArray<AzureDevice>> ListAsync(IArm arm, ResourceId gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(gateway);
        var answer = await arm.QueryAsync(
            $"{gateway}/supportedvpndevices", ResourceTypes.ApiVersion(gateway), ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        try
        {
            return Parse(Text(answer));
        }
        catch (Exception e) when (e is XmlException or JsonException)
        {
            throw new ArmException(0, "InvalidAnswer", $"The list of devices of {gateway} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Azure's script for a connection and a device. It holds the shared key (recorded-behaviour 5.5).</summary>
    /// <exception cref="ArmException">Azure refused, or the answer is no text.</exception>
    public async Task<string> ScriptAsync(IArm arm, ResourceId connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(connection);
        var body = new JsonObject { ["vendor"] = Vendor, ["deviceFamily"] = Family, ["firmwareVersion"] = Firmware };
        var answer = await arm.QueryAsync($"{connection}/vpndeviceconfigurationscript", ResourceTypes.ApiVersion(connection),
            JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken).ConfigureAwait(false);
        try
        {
            return Text(answer);
        }
        catch (JsonException e)
        {
            throw new ArmException(0, "InvalidAnswer", $"The script of {connection} is no text.", e);
        }
    }

    /// <summary>Reads the list.</summary>
    /// <exception cref="XmlException">It is none.</exception>
    public static ImmutableArray<AzureDevice> Parse(string xml) =>
    [
        .. from vendor in XDocument.Parse(xml.TrimStart('\uFEFF')).Descendants().Where(e => e.Name.LocalName == "Vendor")
           from family in vendor.Elements().Where(e => e.Name.LocalName == "DeviceFamily")
           from firmware in family.Elements().Where(e => e.Name.LocalName == "FirmwareVersion")
           select new AzureDevice(Name(vendor), Name(family), Name(firmware)),
    ];

    public override string ToString() => $"{Vendor} {Family} {Firmware}";

    private static string Name(XElement element) => element.Attribute("name")?.Value ?? string.Empty;

    private static string Text(ArmResponse answer) => JsonSerializer.Deserialize<string>(answer.Body.Span) ?? string.Empty;
}
