using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Who uses whose gateway over a peering (azure-network-rules 1.2).</summary>
internal sealed class BorrowedGateways(Cloud cloud)
{
    /// <summary>The VNets that use the gateways of this one, with the prefixes that its half was synced with.</summary>
    public IEnumerable<(ResourceId Network, IReadOnlyList<IPPrefix> Prefixes)> UsersOf(ResourceId lender) =>
        from half in cloud.Peerings.HalvesOf(lender)
        let user = PeeringLinks.RemoteOf(half.Half)
        where user is not null && Borrows(user, lender)
        select (user, Synced(half.Half, user));

    /// <summary>The VNet whose gateways this one uses; null where it uses its own or none.</summary>
    public ResourceId? LenderOf(ResourceId user) => cloud.Peerings.HalvesOf(user).Select(h => PeeringLinks.RemoteOf(h.Half))
        .OfType<ResourceId>().FirstOrDefault(lender => Borrows(user, lender));

    /// <summary>True where both halves are there and neither is Initiated or Disconnected.</summary>
    public bool ArePeered(ResourceId left, ResourceId right) =>
        Half(left, right) is { } one && Half(right, left) is { } other && IsConnected(one) && IsConnected(other);

    /// <summary>The half in one VNet that points at another.</summary>
    public JsonObject? Half(ResourceId from, ResourceId to) =>
        cloud.Peerings.HalvesOf(from).Where(h => PeeringLinks.RemoteOf(h.Half) == to).Select(h => h.Half).FirstOrDefault();

    /// <summary>The prefixes of the remote VNet that a half was last synced with.</summary>
    public IReadOnlyList<IPPrefix> Synced(JsonObject half, ResourceId remote) =>
        Space(half, "remoteAddressSpace") ?? Space(half, "remoteVirtualNetworkAddressSpace")
        ?? GatewayShape.NetworkPrefixes(cloud, remote);

    private bool Borrows(ResourceId user, ResourceId lender) => ArePeered(user, lender)
        && (Half(user, lender).Object("properties").Flag("useRemoteGateways") ?? false)
        && (Half(lender, user).Object("properties").Flag("allowGatewayTransit") ?? false);

    private static IReadOnlyList<IPPrefix>? Space(JsonObject half, string member) =>
        half.Object("properties").Object(member) is { } space ? PeeringLinks.Parse(space.Texts("addressPrefixes")) : null;

    private static bool IsConnected(JsonObject half) =>
        half.Object("properties").Text("peeringState") is not { } state || Json.Same(state, "Connected");
}
