using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// What Azure Resource Manager does not hold and a topology can be told: the prefixes behind a circuit, and the VNets
/// that Virtual Network Manager joins without peerings.
/// </summary>
internal static class KnownExtras
{
    /// <summary>
    /// <c>{"type":"AzNetHelper/expressRoutePrefixes","properties":{"circuit":{"id"},"addressPrefixes":[]}}</c>
    /// </summary>
    public const string ExpressRoutePrefixes = "AzNetHelper/expressRoutePrefixes";

    /// <summary><c>{"type":"AzNetHelper/connectedGroup","properties":{"virtualNetworks":[{"id"}]}}</c></summary>
    public const string ConnectedGroup = "AzNetHelper/connectedGroup";

    /// <summary>
    /// The VNets whose connected groups are known, also that they are in none:
    /// <c>{"type":"AzNetHelper/connectedGroupsRead","properties":{"virtualNetworks":[{"id"}]}}</c>
    /// </summary>
    public const string ConnectedGroupsRead = "AzNetHelper/connectedGroupsRead";

    /// <summary>The prefixes of each circuit's on-premises side.</summary>
    /// <exception cref="InvalidTopologyException">A document names no circuit, or something that is no prefix.</exception>
    public static ImmutableDictionary<ResourceId, ImmutableArray<IPPrefix>> Prefixes(IEnumerable<ExtraDocument> extras) =>
        Read(extras, ExpressRoutePrefixes, p => (Circuit: p.Id("circuit")
                ?? throw new FormatException("properties.circuit.id is missing."),
            Prefixes: p.Texts("addressPrefixes").Select(IPPrefix.Parse).ToArray()))
        .GroupBy(e => e.Circuit)
        .ToImmutableDictionary(g => g.Key, g => g.SelectMany(e => e.Prefixes).Distinct().ToImmutableArray());

    /// <summary>The document that tells what lies behind a circuit.</summary>
    public static ExtraDocument Behind(ResourceId circuit, IEnumerable<IPPrefix> prefixes) =>
        new(ExpressRoutePrefixes, JsonBody.WriteUtf8(new JsonObject
        {
            ["type"] = ExpressRoutePrefixes,
            ["properties"] = new JsonObject
            {
                ["circuit"] = new JsonObject { ["id"] = circuit.ToString() },
                ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p.ToString())]),
            },
        }));

    /// <summary>The members of each connected group.</summary>
    /// <exception cref="InvalidTopologyException">A document holds something that is no id.</exception>
    public static ImmutableArray<ImmutableArray<ResourceId>> Groups(IEnumerable<ExtraDocument> extras) =>
    [
        .. Read(extras, ConnectedGroup, p => p.Items("virtualNetworks")
            .Select(v => v.Text("id")).OfType<string>().Select(ResourceId.Parse).Distinct().ToImmutableArray()),
    ];

    /// <summary>The VNets that were asked for their connected groups.</summary>
    /// <exception cref="InvalidTopologyException">A document holds something that is no id.</exception>
    public static ImmutableHashSet<ResourceId> GroupsRead(IEnumerable<ExtraDocument> extras) =>
    [
        .. Read(extras, ConnectedGroupsRead, p => p.Items("virtualNetworks")
            .Select(v => v.Text("id")).OfType<string>().Select(ResourceId.Parse).ToArray()).SelectMany(i => i),
    ];

    private static T[] Read<T>(IEnumerable<ExtraDocument> extras, string type, Func<JsonElement, T> read)
    {
        return [.. extras.Where(e => e.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(One)];

        T One(ExtraDocument extra)
        {
            try
            {
                using var json = JsonDocument.Parse(extra.Json);
                return read(json.RootElement.Object("properties"));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                throw new InvalidTopologyException($"A document of type {extra.Type} cannot be read: {e.Message}", e);
            }
        }
    }
}
