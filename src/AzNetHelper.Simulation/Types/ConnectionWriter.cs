using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Connections of gateways: to another VNet's gateway, to a site, to a circuit (recorded).</summary>
internal sealed class ConnectionWriter(Cloud cloud)
    : PlainWriter(cloud, ResourceKind.Connection, "VirtualNetworkGatewayConnection")
{
    // Recorded: silent with 2019-02-01 and 2019-08-01, not with 2021-08-01.
    private const string NotifiesSince = "2021-08-01";

    private bool _notifies;

    protected override bool Notifies => _notifies;

    /// <summary>The connection that a gateway or a site cannot go without.</summary>
    public static ResourceId? Using(Cloud cloud, ResourceId end) =>
        cloud.Estate.OfKind(ResourceKind.Connection).Where(c => Ends.Any(m =>
            Json.Same(c.Value.Object("properties").Reference(m), end.ToString()))).Select(c => c.Key).FirstOrDefault();

    private static IEnumerable<string> Ends =>
        ["virtualNetworkGateway1", "virtualNetworkGateway2", "localNetworkGateway2"];

    public override Answer Put(ResourceWrite write)
    {
        _notifies = ApiVersions.From(write.ApiVersion, NotifiesSince);
        return base.Put(write);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        _notifies = ApiVersions.From(exchange.ApiVersion!, NotifiesSince);
        return base.Delete(exchange, id, existing);
    }

    protected override OperationTime PutTime(bool isNew) => isNew ? Times.ConnectionPut : Times.ConnectionUpdate;

    protected override IEnumerable<ResourceId> Gateways(JsonObject document) => GatewaysOf(document);

    protected override ArmError? Meets(Exchange exchange, ResourceId id, JsonObject document) => Meets(Cloud, exchange, id, document);

    /// <summary>
    /// While a gateway is written its connections cannot be (arm-protocol 5.3: a dependent resource); that they meet each other is
    /// an option.
    /// </summary>
    public static ArmError? Meets(Cloud cloud, Exchange exchange, ResourceId id, JsonObject document) =>
        cloud.Operations.Meets([.. GatewaysOf(document)])
        ?? GatewaysOf(document).Select(g => cloud.Operations.Busy(exchange, id, g)).FirstOrDefault(e => e is not null);

    public static IEnumerable<ResourceId> GatewaysOf(JsonObject document) =>
        new[] { "virtualNetworkGateway1", "virtualNetworkGateway2" }.Select(m => document.Object("properties").Reference(m))
        .Select(r => ResourceId.TryParse(r, out var id) ? id : null).OfType<ResourceId>();

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        Identify(made);
        Reduce(made, "virtualNetworkGateway1", "virtualNetworkGateway2", "localNetworkGateway2", "peer");
        if (Json.Same(made.Text("connectionType"), "IPsec"))
        {
            made["connectionType"] = "IPsec";
        }

        if (ApiVersions.From(write.ApiVersion, "2020-05-01"))
        {
            made.Default("packetCaptureDiagnosticState", "None");
        }

        if (!Json.Same(made.Text("connectionType"), "ExpressRoute"))
        {
            made.Default("connectionProtocol", before.Text("connectionProtocol") ?? (GatewaysOf(new() { ["properties"] = made.DeepClone() })
                .Take(1).Any(g => GatewayShape.IsPolicyBased(Cloud.Estate.Find(g))) ? "IKEv1" : "IKEv2"));
            made.Default("dpdTimeoutSeconds", 0);
            made.Default("connectionMode", "Default");
        }

        made.Default("routingWeight", 0);
        foreach (var flag in (string[])["enableBgp", "useLocalAzureIpAddress", "usePolicyBasedTrafficSelectors",
            "expressRouteGatewayBypass"])
        {
            made.Default(flag, false);
        }

        foreach (var list in (string[])["ipsecPolicies", "trafficSelectorPolicies", "gatewayCustomBgpIpAddresses"])
        {
            made.Default(list, new JsonArray());
        }

        if (SharedKeys.HaveOne(made))
        {
            // azure-network-rules 4.4: one is made for each connection that is created without. An update without takes it away.
            Cloud.Keys.Written(write.Id);
            if (before is null && string.IsNullOrEmpty(made.Text("sharedKey")))
            {
                made["sharedKey"] = Cloud.Keys.Next(32);
            }
        }

        made.Default("ingressBytesTransferred", 0);
        made.Default("egressBytesTransferred", 0);

        // Absent while the connection is written (recorded).
        made.Remove("connectionStatus");
        made.Remove("tunnelConnectionStatus");
    }

    // The state of a link to a circuit that is not here is not known; of the others the circuits' book tells it.
    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before)
    {
        if (!Negotiation.IsTunnel(document))
        {
            document.Properties().Default("connectionStatus", before.Text("connectionStatus") ?? "Unknown");
        }
    }

    protected override void Enter(ResourceId id, JsonObject document) => CircuitKeys.Redeem(Cloud, id, document);

    protected override void Leave(ResourceId id, JsonObject? document)
    {
        if (document.State() is "Deleting")
        {
            CircuitKeys.Release(Cloud, id, document);
        }
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        var made = document.Object("properties")!;
        var location = document.Text("location");

        // The connection is where its own gateway is; what is at the other end may be anywhere (azure-network-rules 4.6).
        (string Member, ResourceKind Kind, string? Location)[] ends = made.Text("connectionType") switch
        {
            { } t when Json.Same(t, "Vnet2Vnet") => [("virtualNetworkGateway2", ResourceKind.Gateway, null)],
            { } t when Json.Same(t, "IPsec") => [("localNetworkGateway2", ResourceKind.Site, null)],
            { } t when Json.Same(t, "ExpressRoute") => [("peer", ResourceKind.Circuit, null)],
            _ => [],
        };
        foreach (var (member, kind, where) in ends.Prepend(("virtualNetworkGateway1", ResourceKind.Gateway, location)))
        {
            if (made.Reference(member) is null)
            {
                return NetworkErrors.MissingMember.With(member, $"properties.{member}");
            }

            // A circuit of somebody else is taken on trust: the authorization key is what proves it.
            if (!(kind == ResourceKind.Circuit && write.SentProperties.Text("authorizationKey") is not null)
                && CheckReference(write, made, member, kind, where) is { } refusal)
            {
                return refusal;
            }
        }

        // A gateway that failed is not usable until it was written again (arm-protocol 2.3).
        if (GatewaysOf(document).FirstOrDefault(g => Cloud.Estate.Find(g).State() is "Failed") is { } failed)
        {
            return ConcurrencyErrors.NotProvisioned.With(failed, write.Id, "Failed", "PutVirtualNetworkGatewayOperation");
        }

        return made.Text("connectionType") is null
            ? NetworkErrors.MissingMember.With("connectionType", "properties.connectionType")
            : write.SentProperties.Text("sharedKey") is { Length: > 0 } key && SharedKeys.HaveOne(made)
                && SharedKeys.Check(key) is { } wrong ? wrong
            : new ConnectionRules(Cloud).Check(write, document) ?? new CircuitConnectionRules(Cloud).Check(write, document);
    }
}

/// <summary>Local network gateways (recorded).</summary>
internal sealed class SiteWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.Site, "LocalNetworkGateway")
{
    protected override OperationTime PutTime(bool isNew) => Times.SitePut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before) => Identify(made);

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        return SiteRules.Check(write.Id, document.Object("properties"));
    }

    protected override ArmError? CheckRemoval(ResourceId id, JsonObject existing) =>
        ConnectionWriter.Using(Cloud, id) is { } user ? NetworkErrors.SiteInUse.With(id, user) : null;

    // A write that changes nothing but tags is answered Succeeded at once (recorded).
    protected override bool IsDone(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        if (before is null)
        {
            return false;
        }

        var same = made.DeepClone().AsObject();
        same["provisioningState"] = before["provisioningState"]?.DeepClone();
        return JsonNode.DeepEquals(same, before);
    }
}
