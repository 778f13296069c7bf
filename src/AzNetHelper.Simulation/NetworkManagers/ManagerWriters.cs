using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What a network manager and all below it have in common: a write is done at once, is answered 200 even where it makes something, and
/// shows an empty etag (recorded).
/// </summary>
internal abstract class ManagerPartWriter(Cloud cloud, ResourceKind kind) : ResourceWriter(cloud, kind)
{
    /// <summary>What a write ends in.</summary>
    protected virtual string WrittenState => "Succeeded";

    public override Answer Put(ResourceWrite write)
    {
        var made = Documents.Replace(write.Existing.Object("properties"), write.SentProperties, Kind.PropertiesBody);
        made["provisioningState"] = WrittenState;
        Fill(made);
        if ((Cloud.Operations.Busy(write.Exchange, write.Id) ?? Check(write, made)) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var document = Kind.ParentMember is null
            ? Documents.Top(write.Id, write.Existing, write.Sent, Kind, made)
            : Documents.Child(write.Id, write.Existing, write.Sent, Kind, made);
        Stamp(document, write.Exchange.Now);
        document.Arrange("name", "id", "location", "type", "tags", "etag", "properties", "systemData");
        Cloud.Estate.Put(write.Id, document);
        Cloud.Touch(write.Id);
        var shown = Show(write.Id, write.ApiVersion);
        shown["etag"] = string.Empty;
        return Answer.Of(200, shown);
    }

    // Recorded with force=true: 202, Location only, which names the resource's guid.
    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var forced = exchange.Query.TryGetValue("force", out var force) && Json.Same(force, "true");
        if ((Cloud.Operations.Busy(exchange, id) ?? CheckRemoval(id, forced)) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        existing.SetState("Deleting");
        Cloud.Touch(id);
        var operation = Cloud.Operations.Start(exchange,
            new($"Delete{id.TypeNames[^1]}Operation", id, LocationOf(id), Cloud.Options.Times.OtherDelete)
            {
                Id = Guid.TryParse(existing.Object("properties").Text("resourceGuid"), out var guid) ? guid : null,
                Places = ($"{id}/operations", $"{id}/{NetworkManagerActions.Results}"),
                Complete = () =>
                {
                    Cloud.Estate.Remove(id);
                    Cloud.Deployments.Forget(id);
                },
                Abandon = _ => Settle(id, WrittenState),
            });
        return new Answer(202).With("Location", exchange.Root + operation.ResultUrl);
    }

    /// <summary>Adds what the service adds.</summary>
    protected abstract void Fill(JsonObject made);

    protected virtual ArmError? Check(ResourceWrite write, JsonObject made) => null;

    protected virtual ArmError? CheckRemoval(ResourceId id, bool forced) => null;

    /// <summary>The guid that stays with the resource.</summary>
    protected void Identify(JsonObject made) => made.Default("resourceGuid", Cloud.Ids.NextGuid().ToString("D"));

    private void Stamp(JsonObject document, DateTimeOffset now)
    {
        var at = now.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);
        var data = document.Object("systemData") ?? new JsonObject
        {
            ["createdBy"] = Cloud.Options.ClientName,
            ["createdByType"] = "User",
            ["createdAt"] = at,
        };
        data["lastModifiedBy"] = Cloud.Options.ClientName;
        data["lastModifiedByType"] = "User";
        data["lastModifiedAt"] = at;
        document["systemData"] = data;
    }
}

/// <summary>Network managers.</summary>
internal sealed class NetworkManagerWriter(Cloud cloud) : ManagerPartWriter(cloud, ResourceKind.NetworkManager)
{
    private static readonly string[] Accesses = ["SecurityAdmin", "Connectivity", "SecurityUser", "Routing"];

    public override Answer Put(ResourceWrite write)
    {
        write.Sent.Default("tags", new JsonObject());
        return base.Put(write);
    }

    protected override void Fill(JsonObject made)
    {
        made.Default("description", string.Empty);
        made.Default("networkManagerScopeAccesses", new JsonArray());
        if (made.Object("networkManagerScopes") is { } scopes)
        {
            scopes.Default("managementGroups", new JsonArray());
            scopes.Default("subscriptions", new JsonArray());
            scopes.Default("crossTenantScopes", new JsonArray());
            scopes.Arrange("managementGroups", "subscriptions", "crossTenantScopes");
        }

        Identify(made);
        made.Arrange("description", "networkManagerScopes", "provisioningState", "networkManagerScopeAccesses", "resourceGuid");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var scope = ManagerScope.Of(made);
        return made.Object("networkManagerScopes") is null
                ? NetworkErrors.MissingMember.With("networkManagerScopes", "properties.networkManagerScopes")
            : scope.IsEmpty ? NetworkManagerErrors.InvalidScope.With(write.Id, "it names no subscription and no management group")
            : scope.Unreadable is { } text
                ? NetworkManagerErrors.InvalidScope.With(write.Id, $"'{text}' is no subscription and no management group")
            : made.Texts("networkManagerScopeAccesses").FirstOrDefault(a => !Accesses.Contains(a, StringComparer.Ordinal)) is { } access
                ? NetworkManagerErrors.InvalidScope.With(write.Id, $"'{access}' is no access")
            : CheckTaken(write.Id, scope);
    }

    protected override ArmError? CheckRemoval(ResourceId id, bool forced) => !forced
        && Cloud.Estate.Resources.Select(r => r.Key).FirstOrDefault(r => r != id && r.IsWithin(id)) is { } nested
            ? NetworkManagerErrors.NestedResources.With(nested) : null;

    // concept-network-manager-scope: no two managers with one scope and one feature.
    private ArmError? CheckTaken(ResourceId id, ManagerScope scope) =>
        (from other in Cloud.Estate.OfKind(Kind)
         where other.Key != id
         let theirs = ManagerScope.Of(other.Value.Object("properties"))
         let access = scope.Accesses.FirstOrDefault(theirs.Accesses.Contains)
         let shared = scope.Places.FirstOrDefault(theirs.Places.Contains)
         where access is not null && shared is not null
         select NetworkManagerErrors.ScopeTaken.With(id, shared, access, other.Key)).FirstOrDefault();
}

/// <summary>Network groups.</summary>
internal sealed class NetworkGroupWriter(Cloud cloud) : ManagerPartWriter(cloud, ResourceKind.NetworkGroup)
{
    protected override void Fill(JsonObject made)
    {
        made.Default("description", string.Empty);
        made.Default("memberType", "VirtualNetwork");
        Identify(made);
        made.Arrange("description", "provisioningState", "memberType", "resourceGuid");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject made) =>
        made.Text("memberType") is not ("VirtualNetwork" or "Subnet")
            ? NetworkManagerErrors.InvalidGroup.With(write.Id, $"'{made.Text("memberType")}' is no type of members")
        : write.Existing.Object("properties").Text("memberType") is { } before && before != made.Text("memberType")
            ? NetworkManagerErrors.InvalidGroup.With(write.Id, "the type of its members cannot change")
        : null;

    // concept-remove-components-checklist: what uses a group goes first.
    protected override ArmError? CheckRemoval(ResourceId id, bool forced) => !forced
        && Cloud.Estate.OfKind(ResourceKind.ConnectivityConfiguration)
            .Where(c => AppliedGroup.Of(c.Value.Object("properties")).Any(g => g.Id == id)).Select(c => c.Key).FirstOrDefault() is { } user
            ? NetworkManagerErrors.GroupInUse.With(id, user) : null;
}

/// <summary>VNets and subnets that are in a network group because somebody said so.</summary>
internal sealed class StaticMemberWriter(Cloud cloud) : ManagerPartWriter(cloud, ResourceKind.StaticMember)
{
    // Recorded, a second later too.
    protected override string WrittenState => "Updating";

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        Cloud.Estate.Remove(id);
        return new(200);
    }

    protected override void Fill(JsonObject made)
    {
        made["location"] = string.Empty;
        made.Arrange("resourceId", "provisioningState", "location");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var member = made.Text("resourceId");
        var wanted = Json.Same(Cloud.Estate.Find(write.Id.Parent!).Object("properties").Text("memberType"), "Subnet")
            ? ResourceKind.Subnet : ResourceKind.Network;
        return member is null ? NetworkErrors.MissingMember.With("resourceId", "properties.resourceId")
            : !ResourceId.TryParse(member, out var id) || !id.IsType(wanted.Type)
                ? NetworkManagerErrors.InvalidMember.With(write.Id, $"'{member}' is not of type {wanted.Type}")

            // A VNet outside the scope is taken, and nothing is done with it (concept-network-manager-scope).
            : Cloud.Estate.Subscriptions.ContainsKey(id.SubscriptionId) && Cloud.Estate.Find(id) is null
                ? NetworkManagerErrors.InvalidMember.With(write.Id, $"{member} was not found")
            : null;
    }
}
