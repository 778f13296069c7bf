using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>ARM's own resources: tenants, subscriptions and resource groups.</summary>
internal sealed class GroupEndpoint(Cloud cloud)
{
    private const string GroupType = "Microsoft.Resources/subscriptions/resourceGroups";

    public Answer Tenants(Exchange exchange) => !exchange.IsRead ? NotAllowed(exchange) : Answer.Of(200, new JsonObject
    {
        ["value"] = new JsonArray([.. cloud.Tenants.All.Select(t => (JsonNode)new JsonObject
        {
            ["id"] = $"/tenants/{t}",
            ["tenantId"] = t,
        })]),
    });

    public Answer Subscriptions(Exchange exchange)
    {
        if (!exchange.IsRead)
        {
            return NotAllowed(exchange);
        }

        var isShown = cloud.Tenants.ShownTo(exchange);
        var all = cloud.Estate.Subscriptions.Where(s => isShown(s.Key) && cloud.Guards.Sees(ResourceId.ForSubscription(s.Key))).Select(s => (JsonNode)Show(s.Key, s.Value)).ToArray();
        return Answer.Of(200, new JsonObject
        {
            ["value"] = new JsonArray(all),
            ["count"] = new JsonObject { ["type"] = "Total", ["value"] = all.Length },
        });
    }

    public Answer Subscription(Exchange exchange, string id) => !exchange.IsRead ? NotAllowed(exchange)
        : cloud.Guards.CheckPermission("Microsoft.Resources/subscriptions/read", ResourceId.ForSubscription(id)) is { } denied
            ? Answer.Refusing(denied)
            : Answer.Of(200, Show(id, cloud.Estate.Subscriptions[id]));

    public Answer List(Exchange exchange, string subscription) => exchange.IsRead
        ? Pages.Of(exchange,
            [.. cloud.Estate.GroupsOf(subscription).Where(g => cloud.Guards.Allows($"{GroupType}/read", g.Key))
                .Select(g => g.Value.DeepClone().AsObject())],
                cloud.Options.PageSize)
        : NotAllowed(exchange);

    public Answer One(Exchange exchange, ResourceId asked)
    {
        var id = cloud.Estate.Canonical(asked);
        var existing = cloud.Estate.Group(id);
        var verb = exchange.Verb switch { "GET" or "HEAD" => "read", "DELETE" => "delete", _ => "write" };
        if (cloud.Guards.Check(exchange, id, GroupType, verb) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        return (exchange.Verb, existing) switch
        {
            ("HEAD", _) => new(existing is null ? 404 : 204),
            ("PUT", _) => Put(exchange, id, existing),
            (_, null) => Answer.Refusing(FrontDoorErrors.ResourceGroupNotFound.With(id.Name)),
            ("GET", _) => Answer.Of(200, existing.DeepClone()),
            ("PATCH", _) => Patch(exchange, existing),
            ("DELETE", _) => Delete(exchange, id, existing),
            _ => NotAllowed(exchange),
        };
    }

    public static JsonObject Document(ResourceId id, string location) => new()
    {
        ["id"] = id.ToString(),
        ["name"] = id.Name,
        ["type"] = "Microsoft.Resources/resourceGroups",
        ["location"] = location,
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    };

    private Answer Put(Exchange exchange, ResourceId id, JsonObject? existing)
    {
        var sent = exchange.ReadBody();
        var location = Documents.NormalLocation(sent.Text("location"));
        var refusal = sent is null ? FrontDoorErrors.InvalidRequestContent.With("the body is not a JSON object")
            : string.IsNullOrEmpty(location) ? FrontDoorErrors.LocationRequired.With()
            : existing.State() is "Deleting" ? FrontDoorErrors.ResourceGroupBeingDeleted.With(id.Name)
            : existing is not null && !Json.Same(existing.Text("location"), location)
                ? FrontDoorErrors.InvalidResourceLocation.With(id.Name, existing.Text("location"), id.Name, location)
            : NameRules.Check(id.Name);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        var made = Document(id, location!);
        if (sent!["tags"] is JsonObject tags)
        {
            made["tags"] = tags.DeepClone();
            made.Arrange("id", "name", "type", "location", "tags", "properties");
        }

        cloud.Estate.PutGroup(id, made);
        return Answer.Of(existing is null ? 201 : 200, made.DeepClone());
    }

    private static Answer Patch(Exchange exchange, JsonObject existing)
    {
        if (exchange.ReadBody()?["tags"] is not JsonObject tags)
        {
            return Answer.Refusing(FrontDoorErrors.InvalidRequestContent.With("only tags can be patched"));
        }

        existing["tags"] = tags.DeepClone();
        existing.Arrange("id", "name", "type", "location", "tags", "properties");
        return Answer.Of(200, existing.DeepClone());
    }

    // 202 with Location only; the id is a job's name in base64url (recorded).
    private Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        if (cloud.Operations.Running.FirstOrDefault(o => o.Resource == id) is { } running)
        {
            return Accepted.Job(exchange, running);
        }

        existing.SetState("Deleting");
        var location = existing.Text("location") ?? "global";
        var name = $"RESOURCEGROUPDELETIONJOB-{Upper(id.Name)}-{Upper(location)}";
        var job = $$"""{"jobId":"{{name}}","jobLocation":"{{location}}"}""";
        return Accepted.Job(exchange, cloud.Operations.Start(exchange,
            new("DeleteResourceGroupOperation", id, location, cloud.Options.Times.GroupDelete)
            {
                Job = Base64Url(job),
                Complete = () => Remove(id),
                Abandon = _ => existing.SetState("Succeeded"),
            }));

        static string Upper(string text) => text.ToUpperInvariant();
    }

    private void Remove(ResourceId id)
    {
        foreach (var (resource, _) in cloud.Estate.Resources.Where(r => r.Key.IsWithin(id)).ToArray())
        {
            if (resource.IsType(ResourceKind.Network.Type))
            {
                NetworkWriter.Remove(cloud, resource);
            }
            else
            {
                cloud.Estate.Remove(resource);
            }
        }

        cloud.Estate.RemoveGroup(id);
    }

    private JsonObject Show(string id, string name) => new()
    {
        ["id"] = $"/subscriptions/{id}",
        ["authorizationSource"] = "RoleBased",
        ["managedByTenants"] = new JsonArray(),
        ["subscriptionId"] = id,
        ["tenantId"] = cloud.Tenants.Of(id),
        ["displayName"] = name,
        ["state"] = "Enabled",
        ["subscriptionPolicies"] = new JsonObject
        {
            ["locationPlacementId"] = "Public_2014-09-01",
            ["quotaId"] = "EnterpriseAgreement_2014-09-01",
            ["spendingLimit"] = "Off",
        },
    };

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
