using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Peerings of circuits (recorded). A write makes its circuit no other state, and keeps others from writing it.</summary>
internal sealed class CircuitPeeringWriter(Cloud cloud)
    : PlainWriter(cloud, ResourceKind.CircuitPeering, "ExpressRouteCircuitPeering")
{
    protected override bool Notifies => false;

    /// <summary>What a peering shows while it is made; what the service has found for it stays.</summary>
    public static void Begin(JsonObject peering, JsonObject? before)
    {
        foreach (var member in (string[])["azureASN", "primaryAzurePort", "secondaryAzurePort", "gatewayManagerEtag", "lastModifiedBy"])
        {
            if (before?[member] is { } found)
            {
                peering[member] = found.DeepClone();
            }
        }

        peering.Default("azureASN", 0);
        peering.Default("state", "Enabled");
        peering.Default("lastModifiedBy", string.Empty);
        peering.Default("connections", new JsonArray());
        peering.Default("peeredConnections", new JsonArray());
        if (peering.Object("microsoftPeeringConfig") is { } microsoft)
        {
            microsoft.Default("advertisedPublicPrefixesState", "NotConfigured");
            microsoft.Default("legacyMode", 0);
        }

        peering.Object("ipv6PeeringConfig")?.Default("state", "Enabled");
    }

    /// <summary>What it shows afterwards.</summary>
    public static void Finish(JsonObject peering)
    {
        peering["azureASN"] = CircuitShape.MicrosoftAsn;
        peering.Default("primaryAzurePort", "SIMULATION-06GMR-CIS-1-PRI-A");
        peering.Default("secondaryAzurePort", "SIMULATION-06GMR-CIS-2-SEC-A");
        peering.Default("gatewayManagerEtag", string.Empty);
        peering["lastModifiedBy"] = "Customer";
        if (peering.Object("microsoftPeeringConfig") is { } microsoft)
        {
            microsoft["advertisedPublicPrefixesState"] = "ValidationNeeded";
        }
    }

    protected override OperationTime PutTime(bool isNew) => Times.CircuitPartPut;

    protected override ArmError? Meets(Exchange exchange, ResourceId id, JsonObject document) =>
        Cloud.Operations.BusyWithin(exchange, id, id.Parent!);

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before) => Begin(made, before);

    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before) =>
        Finish(document.Properties());

    protected override ArmError? Check(ResourceWrite write, JsonObject document) =>
        CircuitPeeringRules.Check(write.Id, document, Cloud.Estate.Find(write.Id.Parent!));

    // Recorded: a peering shows "" at first, and 12 after another one of its circuit had come and gone.
    protected override void Leave(ResourceId id, JsonObject? document)
    {
        foreach (var other in document.State() is "Deleting" ? CircuitShape.Peerings(Cloud.Estate.Find(id.Parent!)) : [])
        {
            if (other.Object("properties") is { } properties && properties.Text("gatewayManagerEtag") is "")
            {
                properties["gatewayManagerEtag"] = "12";
            }
        }
    }

    // expressroute-howto-routing-arm: links to VNets are removed first.
    protected override ArmError? CheckRemoval(ResourceId id, JsonObject existing) =>
        Json.Same(id.Name, CircuitShape.PrivatePeering) && CircuitShape.Connections(Cloud, id.Parent!).FirstOrDefault() is { Key: { } user }
            ? CircuitErrors.PeeringInUse.With(id, user) : null;
}

/// <summary>Authorizations of circuits (recorded).</summary>
internal sealed class CircuitAuthorizationWriter(Cloud cloud)
    : PlainWriter(cloud, ResourceKind.CircuitAuthorization, "ExpressRouteCircuitAuthorization")
{
    protected override bool Notifies => false;

    protected override OperationTime PutTime(bool isNew) => Times.CircuitPartPut;

    protected override ArmError? Meets(Exchange exchange, ResourceId id, JsonObject document) =>
        Cloud.Operations.BusyWithin(exchange, id, id.Parent!);

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before) => CircuitKeys.Begin(made, before);

    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before) =>
        CircuitKeys.Finish(document.Properties(), Cloud.Ids);

    protected override void Leave(ResourceId id, JsonObject? document)
    {
        if (document.State() is "Deleting")
        {
            CircuitKeys.Revoke(Cloud, document);
        }
    }
}
