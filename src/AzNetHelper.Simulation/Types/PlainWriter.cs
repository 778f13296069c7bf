using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What most types have in common: a write checks references, locks nobody but the resource itself, takes its time and
/// ends Succeeded.
/// </summary>
/// <param name="cloud">The state.</param>
/// <param name="kind">The type.</param>
/// <param name="name">The service's word for the type in the names of operations, for example <c>NetworkInterface</c>.</param>
internal abstract class PlainWriter(Cloud cloud, ResourceKind kind, string name) : ResourceWriter(cloud, kind)
{
    protected OperationTimes Times => Cloud.Options.Times;

    /// <summary>Writes say Azure-AsyncNotification.</summary>
    protected virtual bool Notifies => true;

    /// <summary>The result of a removal says it again.</summary>
    protected virtual bool RepeatsNotice => false;

    public override Answer Put(ResourceWrite write)
    {
        var before = write.Existing.Object("properties");
        var made = Documents.Replace(before, write.SentProperties, Kind.PropertiesBody);
        made["provisioningState"] = "Updating";
        Fill(write, made, before);
        made.Arrange("provisioningState", "resourceGuid");
        var document = Kind.ParentMember is null
            ? Documents.Top(write.Id, write.Existing, write.Sent, Kind, made)
            : Documents.Child(write.Id, write.Existing, write.Sent, Kind, made);
        if ((Cloud.Operations.Busy(write.Exchange, write.Id) ?? Meets(write.Exchange, write.Id, document)
            ?? Check(write, document)) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var isNew = write.Existing is null;
        Leave(write.Id, write.Existing);
        Cloud.Estate.Put(write.Id, document);
        Enter(write.Id, document);
        if (IsDone(write, made, before))
        {
            Nested.SetStates(document, "Succeeded");
        }

        Cloud.Touch(write.Id);
        var operation = Cloud.Operations.Start(write.Exchange,
            new($"Put{name}Operation", write.Id, LocationOf(write.Id), PutTime(isNew))
            {
                Gateways = [.. Gateways(document)],
                Complete = () => End(write.Id, "Succeeded", before),
                Abandon = state => End(write.Id, state, before),
            });
        return Accepted.Put(write.Exchange, operation, !isNew, Show(write.Id, write.ApiVersion), Notifies);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var refusal = Cloud.Operations.Busy(exchange, id) ?? Meets(exchange, id, existing) ?? CheckRemoval(id, existing);
        return refusal is not null ? Answer.Refusing(refusal) : StartDelete(exchange, existing,
            new($"Delete{name}Operation", id, LocationOf(id), Times.OtherDelete)
            {
                Gateways = [.. Gateways(existing)],
                Complete = () =>
                {
                    Leave(id, Cloud.Estate.Find(id));
                    Cloud.Estate.Remove(id);
                },
                Abandon = state => Settle(id, state),
                Fails = FailsRemoval(existing),
                RepeatsNotice = RepeatsNotice,
            }, Notifies);
    }

    /// <summary>The gateways that a write holds, where the options say so.</summary>
    protected virtual IEnumerable<ResourceId> Gateways(JsonObject document) => [];

    /// <summary>Whether another operation is in the way of a write.</summary>
    protected virtual ArmError? Meets(Exchange exchange, ResourceId id, JsonObject document) => null;

    protected abstract OperationTime PutTime(bool isNew);

    /// <summary>Adds what the service adds while the operation runs.</summary>
    protected abstract void Fill(ResourceWrite write, JsonObject made, JsonObject? before);

    /// <summary>Adds what the service adds when the operation has succeeded.</summary>
    protected virtual void Complete(ResourceId id, JsonObject document, JsonObject? before)
    {
    }

    protected virtual ArmError? Check(ResourceWrite write, JsonObject document) => null;

    protected virtual ArmError? CheckRemoval(ResourceId id, JsonObject existing) => null;

    /// <summary>How a removal that is taken fails in the end; null when it does not.</summary>
    protected virtual ArmError? FailsRemoval(JsonObject existing) => null;

    /// <summary>True when there is nothing to wait for.</summary>
    protected virtual bool IsDone(ResourceWrite write, JsonObject made, JsonObject? before) => false;

    /// <summary>Others learn that this resource uses them.</summary>
    protected virtual void Enter(ResourceId id, JsonObject document) => Occupancy.Occupy(Cloud, document);

    protected virtual void Leave(ResourceId id, JsonObject? document) => Occupancy.Release(Cloud, document);

    /// <summary>The resource's guid, which stays.</summary>
    protected void Identify(JsonObject made) => made.Default("resourceGuid", Cloud.Ids.NextGuid().ToString("D"));

    /// <summary>A reference must lead to a resource of a type; whole objects are taken and answered as ids (recorded).</summary>
    protected ArmError? CheckReference(
        ResourceWrite write, JsonObject made, string member, ResourceKind expected, string? location)
    {
        var before = write.Existing.Object("properties").Reference(member);
        var reference = made.Reference(member);
        return ReferenceRules.Check(Cloud, write.Id, location, expected, $"properties.{member}.id", reference, before);
    }

    protected static void Reduce(JsonObject made, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (made.Reference(member) is { } id)
            {
                made[member] = Json.ToReference(id);
            }
        }
    }

    private void End(ResourceId id, string state, JsonObject? before)
    {
        if (Cloud.Estate.Find(id) is not { } document || document.State() is "Succeeded")
        {
            return;
        }

        if (state is "Succeeded")
        {
            Complete(id, document, before);
        }

        Nested.SetStates(document, state);
        Cloud.Touch(id);
    }
}
