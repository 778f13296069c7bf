using System.Collections.Frozen;
using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Comparison;

/// <summary>A member that changes without anybody changing the network, and why it is left out.</summary>
/// <param name="TypeName">The last part of the resource's type; empty for every type.</param>
/// <param name="Member">The member's path in its resource.</param>
/// <param name="Reason">Why a difference there says nothing.</param>
public sealed record Noise(string TypeName, string Member, string Reason);

/// <summary>What is compared in which way; members are those of Microsoft.Network's published schema.</summary>
public static class ComparisonRules
{
    private const string BackReference = "tells who uses it; the user's own document says so";

    // Order has no meaning in these lists. In all others it may have: the first DNS server is asked first.
    private static readonly FrozenSet<string> Sets = new[]
    {
        "addressPrefixes", "zones", "localSubnetNames", "remoteSubnetNames", "locations", "serviceResources",
        "nextHopIpAddresses", "availabilityZones", "vpnClientProtocols", "vpnAuthenticationTypes",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What tells the objects of a list apart, the first that all of them have.</summary>
    internal static ImmutableArray<string> Keys { get; } = ["name", "id", "service"];

    /// <summary>What is left out unless all is asked for.</summary>
    public static ImmutableArray<Noise> Left { get; } =
    [
        new("", "id", "is what resources are matched by"),
        new("", "name", "is what resources are matched by"),
        new("", "type", "follows from the id"),
        new("", "etag", "changes with every write to the resource or a neighbour in its VNet"),
        new("", "properties.provisioningState", "tells how the last write went, not what is configured"),
        new("", "properties.resourceGuid", "is the service's own name for the resource"),
        new("subnets", "properties.ipConfigurations", BackReference),
        new("subnets", "properties.ipConfigurationProfiles", BackReference),
        new("subnets", "properties.privateEndpoints", BackReference),
        new("subnets", "properties.resourceNavigationLinks", BackReference),
        new("subnets", "properties.serviceAssociationLinks", BackReference),
        new("subnets", "properties.purpose", "is filled in by the service after what sits in the subnet"),
        new("routeTables", "properties.subnets", BackReference),
        new("networkSecurityGroups", "properties.subnets", BackReference),
        new("networkSecurityGroups", "properties.networkInterfaces", BackReference),
        new("publicIPAddresses", "properties.ipConfiguration", BackReference),
        new("virtualNetworkPeerings", "properties.routeServiceVips", "is the service's own and read-only"),
        new("virtualNetworkGateways", "properties.vpnClientConfiguration.vpnClientConnectionHealth", "counts who is connected now"),
        new("virtualNetworkGateways", "properties.packetCaptureDiagnosticState", "tells whether somebody is looking now"),
        new("connections", "properties.packetCaptureDiagnosticState", "tells whether somebody is looking now"),
        new("connections", "properties.ingressBytesTransferred", "counts traffic"),
        new("connections", "properties.egressBytesTransferred", "counts traffic"),
        new("connections", "properties.tunnelConnectionStatus", "counts traffic; connectionStatus tells whether the tunnel is up"),
    ];

    internal static bool IsSet(string member) => Sets.Contains(member);

    internal static bool IsNoise(ResourceId resource, string member) => Left.Any(n =>
        string.Equals(n.Member, member, StringComparison.OrdinalIgnoreCase)
        && (n.TypeName.Length == 0
            || (resource.TypeNames is [.., var last] && string.Equals(last, n.TypeName, StringComparison.OrdinalIgnoreCase))));
}
