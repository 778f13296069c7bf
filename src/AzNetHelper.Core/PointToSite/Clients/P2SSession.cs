using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>A client that is connected to a gateway (VpnClientConnectionHealthDetail, arm-protocol 1.4).</summary>
/// <param name="GatewayId">The gateway.</param>
/// <param name="Id">What the gateway calls it.</param>
public sealed record P2SSession(ResourceId GatewayId, string Id)
{
    public string Gateway => GatewayId.Name;

    /// <summary>The name that the gateway tells: of a certificate its common name, else how the user signed in; null where it tells none.</summary>
    public string? User { get; init; }

    /// <summary>Its address of the pool; null where it is not told.</summary>
    public IPAddress? PrivateAddress { get; init; }

    /// <summary>Where it calls from; null where it is not told.</summary>
    public IPAddress? PublicAddress { get; init; }

    /// <summary>For how long it is connected.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What came from it, in bytes.</summary>
    public long IngressBytes { get; init; }

    /// <summary>What went to it, in bytes.</summary>
    public long EgressBytes { get; init; }

    public override string ToString() => $"{User ?? Id} ({PrivateAddress})";

    internal static P2SSession Read(ResourceId gateway, JsonPart part) => new(gateway, part.Text("vpnConnectionId") ?? string.Empty)
    {
        User = part.Text("vpnUserName") is { Length: > 0 } user ? user : null,
        PrivateAddress = Address(part.Text("privateIpAddress")),
        PublicAddress = Address(part.Text("publicIpAddress")),
        Duration = TimeSpan.FromSeconds(Math.Clamp(part.Number("vpnConnectionDuration") ?? 0, 0, int.MaxValue)),
        IngressBytes = part.Number("ingressBytesTransferred") ?? 0,
        EgressBytes = part.Number("egressBytesTransferred") ?? 0,
    };

    // The published example has a port behind the public address.
    private static IPAddress? Address(string? text) => text is null ? null
        : IPAddress.TryParse(text, out var address) ? address
        : IPEndPoint.TryParse(text, out var end) ? end.Address : null;
}
