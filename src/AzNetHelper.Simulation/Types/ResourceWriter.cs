using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

// A PUT that the front door has let through and whose body was understood: Existing is the document as it stands (null
// for a new resource), Sent the body without its read-only members.
internal sealed record ResourceWrite(Exchange Exchange, ResourceId Id, JsonObject? Existing, JsonObject Sent)
{
    public string ApiVersion => Exchange.ApiVersion!;

    public JsonObject SentProperties { get; } = Sent.Object("properties") ?? [];
}

/// <summary>How one resource type is created, updated and deleted.</summary>
internal abstract class ResourceWriter(Cloud cloud, ResourceKind kind)
{
    public ResourceKind Kind { get; } = kind;

    protected Cloud Cloud { get; } = cloud;

    public abstract Answer Put(ResourceWrite write);

    public abstract Answer Delete(Exchange exchange, ResourceId id, JsonObject existing);

    /// <summary>The location of an operation: that of the top-level resource.</summary>
    protected string LocationOf(ResourceId id) => Cloud.Holder(id).Text("location") ?? "global";

    protected JsonObject Show(ResourceId id, string apiVersion) =>
        Cloud.ShowOne(Cloud.Estate.Find(id)!, Kind, apiVersion);

    /// <summary>Marks the resource as going, and starts the operation that removes it.</summary>
    protected Answer StartDelete(Exchange exchange, JsonObject existing, OperationPlan plan, bool notify)
    {
        existing.SetState("Deleting");
        Cloud.Touch(plan.Resource);
        return Accepted.Delete(exchange, Cloud.Operations.Start(exchange, plan), notify);
    }

    /// <summary>Ends in a state: the resource gets it and a new etag.</summary>
    protected void Settle(ResourceId id, string state)
    {
        Cloud.Estate.Find(id).SetState(state);
        Cloud.Touch(id);
    }
}
