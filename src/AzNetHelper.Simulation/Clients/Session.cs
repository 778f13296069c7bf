using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A client that is connected. Members of its row as the published examples have them (arm-protocol 1.4).</summary>
/// <param name="Client">Who.</param>
/// <param name="Number">Its place among those declared.</param>
/// <param name="Since">Since when.</param>
/// <param name="Address">Its address of the pool.</param>
internal sealed record Session(ConnectedClient Client, int Number, DateTimeOffset Since, IPAddress Address)
{
    public string Id(ResourceId gateway) => string.Create(CultureInfo.InvariantCulture, $"{Client.Protocol}_{gateway.Name}_{Number}");

    public JsonObject Row(ResourceId gateway, DateTimeOffset now) => new()
    {
        ["vpnConnectionId"] = Id(gateway),
        ["vpnConnectionDuration"] = (long)Math.Max(0, (now - Since).TotalSeconds),
        ["vpnConnectionTime"] = Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        ["publicIpAddress"] = Client.PublicAddress,
        ["privateIpAddress"] = Address.ToString(),
        ["vpnUserName"] = Client.UserName,
        ["maxBandwidth"] = 0,
        ["egressPacketsTransferred"] = Client.EgressBytes / BytesInPacket,
        ["egressBytesTransferred"] = Client.EgressBytes,
        ["ingressPacketsTransferred"] = Client.IngressBytes / BytesInPacket,
        ["ingressBytesTransferred"] = Client.IngressBytes,
        ["maxPacketsPerSecond"] = 0,
    };

    private const long BytesInPacket = 1000;
}
