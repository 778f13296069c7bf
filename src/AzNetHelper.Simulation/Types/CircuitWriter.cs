using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>ExpressRoute circuits, with their peerings and authorizations (recorded). What the provider does is declared.</summary>
internal sealed class CircuitWriter(Cloud cloud) : PlainWriter(cloud, ResourceKind.Circuit, "ExpressRouteCircuit")
{
    // The service's own, although the schema lets them be sent.
    private static readonly string[] Kept =
        ["circuitProvisioningState", "serviceProviderProvisioningState", "serviceKey", "gatewayManagerEtag"];

    private JsonObject? _before;

    protected override bool RepeatsNotice => true;

    protected override OperationTime PutTime(bool isNew) => Times.CircuitPut;

    protected override ArmError? Meets(Exchange exchange, ResourceId id, JsonObject document) =>
        Cloud.Operations.BusyWithin(exchange, id, id);

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
            CircuitPeeringWriter.Begin(peering.Properties(), Old("peerings", peering));
        }

        foreach (var authorization in made.Objects("authorizations"))
        {
            CircuitKeys.Begin(authorization.Properties(), Old("authorizations", authorization));
        }

        made.Default("circuitProvisioningState", "Disabled");
        made.Default("serviceProviderProvisioningState", ProviderScript.NotProvisioned);
        made.Default("serviceKey", Guid.Empty.ToString("D"));
        foreach (var flag in (string[])["allowClassicOperations", "allowGlobalReach", "globalReachEnabled", "enableDirectPortRateLimit"])
        {
            made.Default(flag, false);
        }

        made.Default("resiliencyLevel", "Standard");

        JsonObject? Old(string member, JsonObject part) =>
            before.Objects(member).FirstOrDefault(p => Json.Same(p.Text("name"), part.Text("name"))).Object("properties");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject document) => new CircuitRules(Cloud).Check(write, document);

    protected override void Leave(ResourceId id, JsonObject? document) => _before = document;

    // Authorizations that a write leaves out are taken back.
    protected override void Enter(ResourceId id, JsonObject document)
    {
        foreach (var gone in CircuitKeys.Of(_before).Where(a => !CircuitKeys.Of(document).Any(n => Json.Same(n.Text("name"), a.Text("name")))))
        {
            CircuitKeys.Revoke(Cloud, gone);
        }
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
            Cloud.Circuits.Provisioning.HasBegun(id, document);
        }

        foreach (var peering in properties.Objects("peerings"))
        {
            CircuitPeeringWriter.Finish(peering.Properties());
        }

        foreach (var authorization in properties.Objects("authorizations"))
        {
            CircuitKeys.Finish(authorization.Properties(), Cloud.Ids);
        }
    }

    protected override ArmError? CheckRemoval(ResourceId id, JsonObject existing) =>
        CircuitShape.Connections(Cloud, id).FirstOrDefault() is { Key: { } user } ? CircuitErrors.InUse.With(id, user) : null;

    // Taken, and failed by the operation (quoted); a circuit with a peering that no provider has touched can go (recorded).
    protected override ArmError? FailsRemoval(JsonObject existing) =>
        CircuitShape.ProviderState(existing) is null or ProviderScript.NotProvisioned ? null : CircuitErrors.NotDeprovisioned.With();
}
