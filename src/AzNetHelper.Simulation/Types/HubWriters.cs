using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Virtual hubs: a Route Server is one that belongs to no Virtual WAN, which the service marks with a kind.
/// </summary>
internal sealed class HubWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.Hub, "VirtualHub")
{
    private const int DefaultAsn = 65515;

    protected override OperationTime PutTime(bool isNew) => Times.HubPut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        made.Default("virtualHubRouteTableV2s", new JsonArray());
        made.Default("sku", "Standard");
        made.Default("routingState", "None");
        made.Default("virtualRouterAsn", DefaultAsn);
        made.Default("virtualRouterIps", new JsonArray());
        made.Default("allowBranchToBranchTraffic", false);
        made.Default("hubRoutingPreference", "ExpressRoute");
        if (made.Reference("virtualWan") is null)
        {
            write.Sent["kind"] = "RouteServer";
        }
    }

    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before) =>
        document.Properties()["routingState"] = "Provisioned";
}

/// <summary>A child of a virtual hub; its parent shows a reference to it, or nothing.</summary>
internal abstract class HubChildWriter(Cloud cloud, ResourceKind kind, string name) : PlainWriter(cloud, kind, name)
{
    protected override OperationTime PutTime(bool isNew) => Times.HubChildPut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
    }

    protected override void Enter(ResourceId id, JsonObject document)
    {
        base.Enter(id, document);
        if (Kind != ResourceKind.HubConnection)
        {
            var hub = Cloud.Estate.Find(id.Parent!)!.Properties();
            References.Remove(hub, Kind.ParentMember!, id.ToString());
            References.Add(hub, Kind.ParentMember!, id.ToString());
            Cloud.Touch(id.Parent!);
        }
    }

    protected override void Leave(ResourceId id, JsonObject? document)
    {
        base.Leave(id, document);
        if (document is not null && Kind != ResourceKind.HubConnection)
        {
            References.Remove(Cloud.Estate.Find(id.Parent!)!.Properties(), Kind.ParentMember!, id.ToString());
            Cloud.Touch(id.Parent!);
        }
    }
}

/// <summary>The ip configuration of a Route Server, which puts it into a VNet's RouteServerSubnet.</summary>
internal sealed class HubConfigurationWriter(Cloud cloud)
    : HubChildWriter(cloud, ResourceKind.HubConfiguration, "VirtualHubIpConfiguration")
{
    private const int Instances = 2;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        Reduce(made, "subnet", "publicIPAddress");
        made.Default("privateIPAllocationMethod", "Dynamic");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        var location = Cloud.Holder(write.Id).Text("location");
        return PrivateAddressRules.Check(Cloud, write.Id, location, document, write.Existing, "RouteServerSubnet")
            ?? CheckReference(write, document.Object("properties")!, "publicIPAddress", ResourceKind.Address, location);
    }

    // Two instances with an address each.
    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before)
    {
        var hub = Cloud.Estate.Find(id.Parent!)!.Properties();
        var addresses = new JsonArray();
        var subnet = ResourceId.Parse(document.Object("properties").Reference("subnet")!);
        foreach (var address in PrivateAddressRules.Free(Cloud, subnet, six: false).Take(Instances))
        {
            addresses.Add((JsonNode)address);
        }

        hub["virtualRouterIps"] = addresses;
        Cloud.Touch(id.Parent!);
    }
}

/// <summary>A BGP peer of a Route Server or of a hub.</summary>
internal sealed class BgpConnectionWriter(Cloud cloud)
    : HubChildWriter(cloud, ResourceKind.BgpConnection, "VirtualHubBgpConnection")
{
    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before) =>
        made.Default("connectionState", "Unknown");

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        var properties = document.Object("properties");
        return !System.Net.IPAddress.TryParse(properties.Text("peerIp"), out var _)
                ? NetworkErrors.MissingMember.With("peerIp", "properties.peerIp")
            : properties.Number("peerAsn") is null ? NetworkErrors.MissingMember.With("peerAsn", "properties.peerAsn")
            : null;
    }
}

/// <summary>What attaches a VNet to a Virtual WAN hub.</summary>
internal sealed class HubConnectionWriter(Cloud cloud)
    : HubChildWriter(cloud, ResourceKind.HubConnection, "HubVirtualNetworkConnection")
{
    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        Reduce(made, "remoteVirtualNetwork");
        made.Default("allowHubToRemoteVnetTransit", true);
        made.Default("allowRemoteVnetToUseHubVnetGateways", true);
        made.Default("enableInternetSecurity", false);
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document) =>
        document.Object("properties").Reference("remoteVirtualNetwork") is null
            ? NetworkErrors.MissingMember.With("remoteVirtualNetwork", "properties.remoteVirtualNetwork")
            : CheckReference(write, document.Object("properties")!, "remoteVirtualNetwork", ResourceKind.Network, location: null);
}
