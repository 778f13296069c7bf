using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>ExpressRoute circuits, with their authorizations (recorded); the provider does its part by itself never.</summary>
internal sealed class CircuitWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.Circuit, "ExpressRouteCircuit")
{
    // The service's own, although the schema lets them be sent.
    private static readonly string[] Kept =
        ["circuitProvisioningState", "serviceProviderProvisioningState", "serviceKey", "gatewayManagerEtag"];

    protected override OperationTime PutTime(bool isNew) => Times.CircuitPut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before)
    {
        Identify(made);
        foreach (var member in Kept)
        {
            made.Remove(member);
            if (before?[member] is { } kept)
            {
                made[member] = kept.DeepClone();
            }
        }

        Nested.BuildAll(write.Id, "peerings", before, write.SentProperties, made, "ExpressRouteCircuitPeeringPropertiesFormat");
        Nested.BuildAll(write.Id, "authorizations", before, write.SentProperties, made, "AuthorizationPropertiesFormat");
        foreach (var peering in made.Objects("peerings"))
        {
            CircuitPeeringWriter.Begin(peering.Properties());
        }

        foreach (var authorization in made.Objects("authorizations"))
        {
            authorization.Properties().Default("authorizationUseStatus", "Available");
        }

        made.Default("circuitProvisioningState", "Disabled");
        made.Default("serviceProviderProvisioningState", "NotProvisioned");
        made.Default("serviceKey", Guid.Empty.ToString("D"));
        foreach (var flag in (string[])["allowClassicOperations", "allowGlobalReach", "globalReachEnabled", "enableDirectPortRateLimit"])
        {
            made.Default(flag, false);
        }

        made.Default("resiliencyLevel", "Standard");
    }

    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before)
    {
        var properties = document.Properties();
        if (before.Text("circuitProvisioningState") is not { } state || Json.Same(state, "Disabled"))
        {
            properties["circuitProvisioningState"] = "Enabled";
            properties["serviceKey"] = Cloud.Ids.NextGuid().ToString("D");
            properties.Default("gatewayManagerEtag", string.Empty);
            properties.Default("stag", 4);
        }

        foreach (var peering in properties.Objects("peerings"))
        {
            CircuitPeeringWriter.Finish(peering.Properties());
        }

        foreach (var authorization in properties.Objects("authorizations").Select(a => a.Properties()))
        {
            authorization.Default("authorizationKey", Cloud.Ids.NextGuid().ToString("D"));
            authorization.Default("connectionResourceUri", string.Empty);
        }
    }
}

/// <summary>Peerings of circuits (recorded); a write makes its circuit no other state.</summary>
internal sealed class CircuitPeeringWriter(Cloud cloud)
    : PlainWriter(cloud, ResourceKind.CircuitPeering, "ExpressRouteCircuitPeering")
{
    private const int MicrosoftAsn = 12076;

    protected override bool Notifies => false;

    /// <summary>What a peering shows while it is made.</summary>
    public static void Begin(JsonObject peering)
    {
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
    }

    /// <summary>What it shows afterwards.</summary>
    public static void Finish(JsonObject peering)
    {
        peering["azureASN"] = MicrosoftAsn;
        peering.Default("primaryAzurePort", "SIMULATION-06GMR-CIS-1-PRI-A");
        peering.Default("secondaryAzurePort", "SIMULATION-06GMR-CIS-2-SEC-A");
        peering.Default("gatewayManagerEtag", string.Empty);
        peering["lastModifiedBy"] = "Customer";
        if (peering.Object("microsoftPeeringConfig") is { } microsoft)
        {
            microsoft["advertisedPublicPrefixesState"] = "ValidationNeeded";
        }
    }

    protected override OperationTime PutTime(bool isNew) => Times.SitePut;

    protected override void Fill(ResourceWrite write, JsonObject made, JsonObject? before) => Begin(made);

    protected override void Complete(ResourceId id, JsonObject document, JsonObject? before) =>
        Finish(document.Properties());

    protected override ArmError? Check(ResourceWrite write, JsonObject document)
    {
        foreach (var member in (string[])["primaryPeerAddressPrefix", "secondaryPeerAddressPrefix"])
        {
            if (document.Object("properties").Text(member) is { } prefix && PrefixRules.Read([prefix], out var _) is { } unreadable)
            {
                return unreadable;
            }
        }

        return document.Object("properties").Text("peeringType") is null
            ? NetworkErrors.MissingMember.With("peeringType", "properties.peeringType")
            : null;
    }
}
