using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>The changes that make a connection, and the authorization that it needs, as wanted. What was not asked for stays.</summary>
internal static class CircuitConnectionChange
{
    /// <summary>The authorization first, whose key the connection is made with.</summary>
    public static ImmutableArray<Change> All(CircuitConnectionLayout layout)
    {
        var connection = Connection(layout);
        return Authorization(layout) is { } authorization
            ? [authorization, connection with { DependsOn = authorization.Writes ? [authorization.Key] : [] }] : [connection];
    }

    private static Change? Authorization(CircuitConnectionLayout layout)
    {
        if (layout.Authorization is not { Id: { } id, Kind: var kind })
        {
            return null;
        }

        // Its key and its state are the service's: what is sent is that it is to be there.
        var change = new Change(id, ChangeKind.Create, $"Authorize a gateway of subscription {layout.Request.Gateway.SubscriptionId} on circuit {layout.Request.Circuit.Name}: '{id.Name}'")
        {
            Group = layout.Id.ToString(),
            After = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject() }),
            Lanes = [layout.Request.Circuit],
        };
        return kind == AuthorizationKind.Made ? change : change with
        {
            Key = new Change(id, ChangeKind.NoChange, string.Empty).Key, Kind = ChangeKind.NoChange,
            Summary = $"Use the authorization '{id.Name}' of circuit {layout.Request.Circuit.Name}, which nobody uses",
            Before = JsonBody.Write(new JsonObject { ["name"] = id.Name }), After = null, Lanes = [],
        };
    }

    /// <summary>The change of the connection alone.</summary>
    public static Change Connection(CircuitConnectionLayout layout)
    {
        var (gateway, circuit) = (layout.Request.Gateway, layout.Request.Circuit);
        var change = new Change(layout.Id, ChangeKind.Create, $"Connect {gateway.Name} with circuit {circuit.Name}: connection '{layout.Id.Name}'{Wishes(layout)}")
        {
            Group = layout.Id.ToString(),
            Lanes = [layout.Id],
        };
        return layout.Existing is { } existing ? Keep(layout, existing, change) : change with { After = JsonBody.Write(New(layout)) };
    }

    private static JsonObject New(CircuitConnectionLayout layout)
    {
        var request = layout.Request;
        var properties = JsonBody.Merge(new()
        {
            ["connectionType"] = nameof(ConnectionKind.ExpressRoute),
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = request.Gateway.ToString() },
            ["peer"] = new JsonObject { ["id"] = request.Circuit.ToString() },
        }, Wanted(layout));
        var body = new JsonObject { ["location"] = layout.Gateway?.Location, ["properties"] = properties };
        if (!request.Tags.IsEmpty)
        {
            body["tags"] = new JsonObject(request.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        }

        return body;
    }

    // What is to be changed as it was, and what the plan rests on: that it still joins the two.
    private static Change Keep(CircuitConnectionLayout layout, GatewayConnection existing, Change change)
    {
        var wanted = Wanted(layout);
        var before = new JsonObject
        {
            ["peer"] = new JsonObject { ["id"] = (Document(layout)?["peer"] as JsonObject)?["id"]?.DeepClone() ?? existing.Circuit!.ToString() },
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = existing.Gateway!.ToString() },
        };
        foreach (var member in wanted.Select(w => w.Key).Where(m => m != "authorizationKey"))
        {
            before[member] = Document(layout)?[member]?.DeepClone() ?? (member == "routingWeight" ? JsonValue.Create(0) : JsonValue.Create(false));
        }

        var writes = layout.IsMade || layout.Differs;
        var kind = writes ? ChangeKind.Update : ChangeKind.NoChange;
        return change with
        {
            Key = new Change(layout.Id, kind, string.Empty).Key,
            Kind = kind,
            Summary = !writes ? $"Keep connection '{layout.Id.Name}' of {layout.Request.Gateway.Name} with circuit {layout.Request.Circuit.Name}"
                : layout.IsMade ? $"Write connection '{layout.Id.Name}' again, whose last write failed"
                : $"Change connection '{layout.Id.Name}' of {layout.Request.Gateway.Name} with circuit {layout.Request.Circuit.Name}{Wishes(layout)}",
            Before = JsonBody.Write(new JsonObject { ["properties"] = before }),
            After = JsonBody.Write(new JsonObject { ["properties"] = wanted }),
            Lanes = writes ? [layout.Id] : [],
        };
    }

    private static JsonObject Wanted(CircuitConnectionLayout layout)
    {
        var wanted = new JsonObject();
        if (layout.Request.RoutingWeight is { } weight)
        {
            wanted["routingWeight"] = weight;
        }

        if (layout.Request.FastPath is { } fast)
        {
            wanted["expressRouteGatewayBypass"] = fast;
        }

        if (layout.Authorization.Slot(layout.Id) is { } slot)
        {
            wanted["authorizationKey"] = slot;
        }

        return wanted;
    }

    private static string Wishes(CircuitConnectionLayout layout)
    {
        string[] said =
        [
            .. layout.Request.RoutingWeight is { } weight ? [string.Create(CultureInfo.InvariantCulture, $"weight {weight}")] : Array.Empty<string>(),
            .. layout.Request.FastPath is { } fast ? [fast ? "with FastPath" : "without FastPath"] : Array.Empty<string>(),
        ];
        return said.Length == 0 ? string.Empty : $", {string.Join(", ", said)}";
    }

    private static JsonObject? Document(CircuitConnectionLayout layout) =>
        layout.Topology.Document(layout.Id) is { } read ? JsonBody.Parse(read.Json)?["properties"] as JsonObject : null;
}
