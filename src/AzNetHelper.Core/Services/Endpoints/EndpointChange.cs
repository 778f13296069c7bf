using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Endpoints;

/// <summary>
/// The write of a subnet that adds or takes away service endpoints. The list is replaced whole (a PUT replaces, recorded-behaviour
/// 1.14), so every endpoint that stays is sent as it was read, with its regions; <see cref="Change.Before"/> is the whole list too:
/// an endpoint that somebody else adds meanwhile is drift, never lost.
/// </summary>
public static class EndpointChange
{
    internal const string Member = "serviceEndpoints";
    private const string State = "provisioningState";

    /// <summary>The write that gives a subnet endpoints; NoChange when it has them all in state Succeeded.</summary>
    /// <param name="subnet">The subnet.</param>
    /// <param name="document">What a GET of it answered, or its part of the VNet's document.</param>
    /// <param name="identifiers">For example <c>Microsoft.Storage</c>.</param>
    public static Change Add(ResourceId subnet, JsonObject document, IEnumerable<string> identifiers)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(identifiers);
        var there = Read(document);
        string[] wanted = [.. identifiers.Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] missing = [.. wanted.Where(w => !there.Any(e => Is(e, w)))];
        string[] failed = [.. wanted.Where(w => there.Any(e => Is(e, w) && !IsReady(e)))];
        var after = there.Select(Sent).Concat(missing.Select(m => new JsonObject { ["service"] = m })).ToArray();
        if (missing.Length + failed.Length == 0)
        {
            return Kept(subnet, document, $"Keep the service endpoints {Names(wanted)} of subnet '{subnet.Name}'");
        }

        string[] written = [.. missing, .. failed];
        return new(subnet, ChangeKind.Update, $"Enable the service {Noun(written)} {Names(written)} on subnet '{subnet.Name}'")
        {
            Before = AsRead(document),
            After = Body(after),
            Expect = Body(after.Select(e => wanted.Any(w => Is(e, w)) ? With(e, "Succeeded") : e)),

            // An endpoint that could not be set up reads like one that could, but for its state.
            NeededWhile = missing.Length > 0 ? null : Body(there.Select(e => IsReady(e) ? Sent(e) : e)),
            Lanes = Lanes(subnet),
        };
    }

    /// <summary>The write that takes endpoints from a subnet; NoChange when it has none of them.</summary>
    /// <param name="subnet">The subnet.</param>
    /// <param name="document">What a GET of it answered, or its part of the VNet's document.</param>
    /// <param name="identifiers">For example <c>Microsoft.Storage</c>.</param>
    public static Change Remove(ResourceId subnet, JsonObject document, IEnumerable<string> identifiers)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(identifiers);
        var there = Read(document);
        string[] unwanted = [.. identifiers.Distinct(StringComparer.OrdinalIgnoreCase)];
        var (gone, stay) = (there.Where(e => unwanted.Any(u => Is(e, u))).ToArray(), there.Where(e => !unwanted.Any(u => Is(e, u))).ToArray());
        if (gone.Length == 0)
        {
            return Kept(subnet, document, $"Keep subnet '{subnet.Name}' without service {Noun(unwanted)} {Names(unwanted)}");
        }

        string[] written = [.. gone.Select(Service)];
        return new(subnet, ChangeKind.Update, $"Disable the service {Noun(written)} {Names(written)} on subnet '{subnet.Name}'")
        {
            Before = Body(there.Select(Sent)),

            // Left out of the body the member goes altogether (recorded-behaviour 3.4), as it was before the first one came.
            After = Body(stay.Length == 0 ? null : stay.Select(Sent)),
            Lanes = Lanes(subnet),
        };
    }

    /// <summary>The part of a VNet's document that is the subnet; null where there is none.</summary>
    public static JsonObject? SubnetIn(JsonObject network, ResourceId subnet)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        return (JsonBody.At(network, "properties.subnets") as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(s => string.Equals((string?)s["name"], subnet.Name, StringComparison.OrdinalIgnoreCase));
    }

    private const string Properties = "properties";

    // An empty list and none are told apart: the one is not the other when a plan is held against what is there.
    private static string AsRead(JsonObject document) => Body(document[Properties]?[Member] is null ? null : Read(document).Select(Sent));

    private static Change Kept(ResourceId subnet, JsonObject document, string summary)
    {
        var rest = AsRead(document);
        return new(subnet, ChangeKind.NoChange, summary) { Before = rest, After = rest, Lanes = Lanes(subnet) };
    }

    private static JsonObject[] Read(JsonObject document) => document[Properties]?[Member] is JsonArray items
        ? [.. items.OfType<JsonObject>().Where(e => Service(e).Length > 0)] : [];

    private static string Body(IEnumerable<JsonObject>? endpoints) => JsonBody.Write(new JsonObject
    {
        [Properties] = new JsonObject { [Member] = endpoints is null ? null : new JsonArray([.. endpoints.Select(e => e.DeepClone())]) },
    });

    private static JsonObject Sent(JsonObject endpoint) =>
        new(endpoint.Where(m => m.Key != State).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    private static JsonObject With(JsonObject endpoint, string state)
    {
        var with = (JsonObject)endpoint.DeepClone();
        with[State] = state;
        return with;
    }

    private static bool IsReady(JsonObject endpoint) =>
        endpoint[State] is not JsonValue value || !value.TryGetValue<string>(out var state) || state.Equals("Succeeded", StringComparison.OrdinalIgnoreCase);

    private static string Service(JsonObject endpoint) =>
        endpoint["service"] is JsonValue value && value.TryGetValue<string>(out var service) ? service : string.Empty;

    private static bool Is(JsonObject endpoint, string identifier) => Service(endpoint).Equals(identifier, StringComparison.OrdinalIgnoreCase);

    private static string Names(IEnumerable<string> identifiers) => string.Join(", ", identifiers);

    private static string Noun(string[] identifiers) => identifiers.Length == 1 ? "endpoint" : "endpoints";

    // A write of a subnet locks its VNet (arm-protocol 6.2).
    private static ImmutableArray<ResourceId> Lanes(ResourceId subnet) => subnet.Parent is { } network ? [network] : [subnet];
}
