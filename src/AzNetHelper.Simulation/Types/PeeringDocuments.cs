using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What a half of a peering looks like once it is written, and what that does to the other half.</summary>
internal sealed class PeeringDocuments(Cloud cloud)
{
    /// <summary>The members of a half as they will stand.</summary>
    public JsonObject Build(ResourceId local, ResourceId remote, JsonObject? existing, JsonObject sent)
    {
        var before = existing.Object("properties");
        var other = cloud.Peerings.OtherHalf(local, remote)?.Half.Object("properties");
        var made = new JsonObject
        {
            ["provisioningState"] = "Updating",
            ["resourceGuid"] =
                before.Text("resourceGuid") ?? other.Text("resourceGuid") ?? cloud.Ids.NextGuid().ToString("D"),
            ["peeringState"] = other is null ? "Initiated" : "Connected",
            ["peeringSyncLevel"] = "RemoteNotInSync",
            ["remoteVirtualNetwork"] = Json.ToReference(remote.ToString()),
            ["allowVirtualNetworkAccess"] = sent.Flag("allowVirtualNetworkAccess") ?? true,
            ["allowForwardedTraffic"] = sent.Flag("allowForwardedTraffic") ?? false,
            ["allowGatewayTransit"] = sent.Flag("allowGatewayTransit") ?? false,
            ["useRemoteGateways"] = sent.Flag("useRemoteGateways") ?? false,
            ["doNotVerifyRemoteGateways"] = sent.Flag("doNotVerifyRemoteGateways") ?? false,
            ["peerCompleteVnets"] = sent.Flag("peerCompleteVnets") ?? before.Flag("peerCompleteVnets") ?? true,
        };
        foreach (var name in (string[])["enableOnlyIPv6Peering", "localSubnetNames", "remoteSubnetNames"])
        {
            if (sent[name] is { } value and not JsonArray { Count: 0 })
            {
                made[name] = value.DeepClone();
            }
        }

        if (sent.Flag("useRemoteGateways") ?? false)
        {
            made["remoteGateways"] = Usable(remote);
        }

        if (before?["remoteAddressSpace"] is { } synced)
        {
            made["remoteAddressSpace"] = synced.DeepClone();
        }

        return made;
    }

    /// <summary>Puts a half into its VNet and connects it; the levels of both halves are the caller's to refresh.</summary>
    public JsonObject Store(PeeringWrite half, JsonObject sent)
    {
        // Before the members are replaced: a Disconnected half takes the spaces afresh.
        var made = Documents.Child(half.Id, half.Existing, sent, ResourceKind.Peering, half.Properties);
        foreach (var (name, value) in half.Existing.Object("properties") ?? [])
        {
            if (MemberTable.Instance.Members("VirtualNetworkPeeringPropertiesFormat")!.TryGetValue(name, out var member)
                ? member.ReadOnly : name is not "remoteGateways")
            {
                half.Properties.Default(name, value?.DeepClone());
            }
        }

        if (half.TakesSpaces)
        {
            cloud.Peerings.Sync(made);
        }

        cloud.Estate.Put(half.Id, made);
        if (cloud.Peerings.OtherHalf(half.Local, half.Remote) is { Half: var other })
        {
            other.Properties()["peeringState"] = "Connected";
            Reattach(half.Local, other);
        }

        return half.Properties;
    }

    /// <summary>The order in which the service shows the members, once all are there.</summary>
    public static void Arrange(JsonObject properties)
    {
        properties["routeServiceVips"] = new JsonObject();
        properties.Arrange(
            "provisioningState", "resourceGuid", "peeringState", "peeringSyncLevel", "remoteVirtualNetwork",
            "allowVirtualNetworkAccess", "allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways",
            "doNotVerifyRemoteGateways", "peerCompleteVnets", "localSubnetNames", "remoteSubnetNames", "remoteGateways",
            "localAddressSpace", "localVirtualNetworkAddressSpace", "remoteAddressSpace",
                "remoteVirtualNetworkAddressSpace");
    }

    // A half that uses our gateways lost their list while we were away.
    private void Reattach(ResourceId local, JsonObject other)
    {
        if ((other.Object("properties").Flag("useRemoteGateways") ?? false)
            && !other.Properties().ContainsKey("remoteGateways"))
        {
            other.Properties()["remoteGateways"] = Usable(local);
        }
    }

    private JsonArray Usable(ResourceId network) => new([.. new GatewayTransitRules(cloud).Usable(network)
        .Select(g => (JsonNode)Json.ToReference(g.Key.ToString()))]);
}
