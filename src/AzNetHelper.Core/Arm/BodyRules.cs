using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AzNetHelper.Arm;

/// <summary>A body that is ready to be sent.</summary>
/// <param name="Body">The JSON.</param>
/// <param name="Dropped">
/// Paths of members that were read, are not known to be read-only, and cannot be sent back because the pinned
/// api-version does not have them: writing loses them, so whoever writes says so.
/// </param>
public sealed record RequestBody(JsonObject Body, ImmutableArray<string> Dropped);

/// <summary>
/// Makes PUT bodies: what was read, with our changes, less what the pinned api-version marks read-only or does not
/// know. A PUT replaces, so what is left out is reset; and the service parses strictly per version, so an unknown
/// member is refused (InvalidRequestFormat; azure-powershell issue 13544).
/// </summary>
public static class BodyRules
{
    // Returned though the schema does not have them (recordings of azure-powershell and azure-cli): the service's own.
    private static readonly ImmutableHashSet<string> ServiceOwned = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "properties.remoteGateways", "properties.routeServiceVips",
        "properties.packetCaptureDiagnosticState", "properties.isMigrateToCSES",
        "properties.resourceGuid", "properties.allowGlobalReach", "properties.resiliencyLevel",
        "properties.vpnClientConfiguration.vpnClientConnectionHealth");

    // The schema lets them be sent, but they tell where a resource stands, not what is wanted. Echoing "Disconnected"
    // would ask for just that when a surviving half is written again (azure-powershell's Set-AzVirtualNetworkPeering
    // resets it). Peerings are written as children only: whether a list inside a VNet's body removes others is not
    // documented.
    // What a circuit's document holds of its peerings and authorizations is that of theirs.
    private static readonly ImmutableHashSet<string> NeverEchoed = ImmutableHashSet.CreateRange(StringComparer.OrdinalIgnoreCase,
    [
        $"{ResourceTypes.Peering} properties.peeringState",
        $"{ResourceTypes.Peering} properties.peeringSyncLevel",
        $"{ResourceTypes.VirtualNetwork} properties.virtualNetworkPeerings",
        // Answered as an empty text (recorded, 2024-05-01); the schema has a read-only region instead.
        $"{ResourceTypes.StaticMember} properties.location",
        $"{ResourceTypes.ExpressRouteCircuit} properties.circuitProvisioningState",
        $"{ResourceTypes.ExpressRouteCircuit} properties.serviceProviderProvisioningState",
        $"{ResourceTypes.ExpressRouteCircuit} properties.serviceKey",
        $"{ResourceTypes.ExpressRouteCircuit} properties.gatewayManagerEtag",
        .. OfPart(ResourceTypes.CircuitPeering, "peerings", "azureASN", "gatewayManagerEtag", "primaryAzurePort", "secondaryAzurePort", "stats"),
        .. OfPart(ResourceTypes.CircuitAuthorization, "authorizations", "authorizationUseStatus"),
    ]);

    /// <summary>True when bodies of this type can be made.</summary>
    public static bool Knows(string resourceType) => BodySchema.Current.Find(resourceType) is not null;

    /// <summary>
    /// True for a type that is written by PATCH, because its PUT would have to hold what no GET tells (passwords), or means a
    /// whole service. It is never created or deleted by this module.
    /// </summary>
    public static bool IsPatched(string resourceType) => BodySchema.Current.Find(resourceType) is { IsPatched: true };

    /// <summary>
    /// The body of a PATCH: the members that <paramref name="changes"/> name, directly below the root or below properties, each
    /// whole, as it was read with our changes. So it says the same whether the service merges what it gets or replaces it.
    /// </summary>
    /// <param name="resourceType">A type that <see cref="IsPatched"/>.</param>
    /// <param name="read">What a GET answered with the pinned api-version.</param>
    /// <param name="changes">Our changes, a merge patch (RFC 7396).</param>
    public static RequestBody ComposePatch(string resourceType, JsonObject read, JsonObject changes)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(changes);
        var whole = Compose(resourceType, read, changes);
        var named = changes["properties"] as JsonObject ?? [];
        bool IsSent(string path) => path.Split('.', '[') is ["properties", var member, ..] ? named.ContainsKey(member) : changes.ContainsKey(path);
        return new(Only(whole.Body, changes), [.. whole.Dropped.Where(IsSent)]);

        static JsonObject Only(JsonObject body, JsonObject wanted) => new(
            from member in wanted
            select KeyValuePair.Create(member.Key, member.Key is "properties" && member.Value is JsonObject inner && body[member.Key] is JsonObject full
                ? Only(full, inner)
                : body[member.Key]?.DeepClone()));
    }

    /// <summary>The body of a PUT.</summary>
    /// <param name="resourceType">For example <see cref="ResourceTypes.Peering"/>.</param>
    /// <param name="read">What a GET answered with the pinned api-version; null for a creation.</param>
    /// <param name="changes">Our changes, a merge patch (RFC 7396): null removes, arrays are replaced whole.</param>
    /// <exception cref="NotSupportedException">The type has no rules.</exception>
    public static RequestBody Compose(string resourceType, JsonObject? read, JsonObject changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var type = BodySchema.Current.Find(resourceType)
            ?? throw new NotSupportedException($"Bodies of {resourceType} are not described in BodyRules.txt.");
        var dropped = ImmutableArray.CreateBuilder<string>();
        var kept = read is null ? [] : Keep(read, type, string.Empty);

        // The name stands in the URL; the one in a body is ignored.
        kept.Remove("name");
        return new(JsonBody.Merge(kept, changes), dropped.ToImmutable());

        JsonObject Keep(JsonObject source, BodyType from, string path)
        {
            var target = new JsonObject();
            foreach (var (name, value) in source)
            {
                var at = path.Length == 0 ? name : $"{path}.{name}";
                if (NeverEchoed.Contains($"{resourceType} {Anywhere(at)}"))
                {
                    continue;
                }

                if (from.Member(name) is not { } member)
                {
                    if (!from.IsReference && !ServiceOwned.Contains(at) && !IsIdentity(name))
                    {
                        dropped.Add(at);
                    }
                }
                else if (!member.IsReadOnly)
                {
                    target[member.Name] = KeepValue(value, member, at);
                }
            }

            return target;
        }

        // The path of a member of whatever element of a list.
        static string Anywhere(string path) => string.Concat(path.Split('[').Select((part, i) => i == 0 ? part : $"[]{part[(part.IndexOf(']', StringComparison.Ordinal) + 1)..]}"));

        // Sub-resources come with a type that the schema leaves out (recordings of gateways): the service's own as
        // well.
        static bool IsIdentity(string name) => name is "id" or "type" or "etag";

        JsonNode? KeepValue(JsonNode? value, BodyMember member, string path) => (member.Shape, value) switch
        {
            (BodyShape.Object, JsonObject one) => Keep(one, member.Type!, path),
            (BodyShape.List, JsonArray items) => new JsonArray([.. items.Select((item, i) => item is JsonObject o
                ? Keep(o, member.Type!, $"{path}[{i}]") : item?.DeepClone())]),
            (BodyShape.Map, JsonObject map) => new JsonObject(map.Select(e => KeyValuePair.Create(e.Key, e.Value is JsonObject o
                ? Keep(o, member.Type!, $"{path}.{e.Key}") : e.Value?.DeepClone()))),
            _ => value?.DeepClone(),
        };
    }

    private static IEnumerable<string> OfPart(string type, string list, params string[] members) => members.SelectMany(m => new[]
    {
        $"{type} properties.{m}", $"{ResourceTypes.ExpressRouteCircuit} properties.{list}[].properties.{m}",
    });
}
