using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>
/// The revoked certificates of one gateway, as they are and as they are to be. A PUT replaces the list whole, so it is made from the
/// entries that are there, without what the service alone writes (recorded-behaviour 4.4 and 4.5).
/// </summary>
internal sealed class RevocationEdit
{
    private const string List = "vpnClientRevokedCertificates";

    public RevocationEdit(VirtualNetworkGateway gateway, ResourceDocument document, RevocationRequest request)
    {
        Gateway = gateway;
        var there = There(document);
        Entries = [.. request.Clients.DistinctBy(c => c.Thumbprint).Select(c => (c, there.Where(e => c.Thumbprint.Is(ThumbprintOf(e))).ToImmutableArray()))];
        Before = Array(there);
        After = request.Revokes ? Array([.. there, .. Added(there)])
            : Array(there.Where(e => !Entries.Any(c => c.Found.Contains(e))));
    }

    public VirtualNetworkGateway Gateway { get; }

    /// <summary>Each client, with the entries of it that are there.</summary>
    public ImmutableArray<(RevocationTarget Client, ImmutableArray<JsonObject> Found)> Entries { get; }

    public JsonArray Before { get; }

    public JsonArray After { get; }

    public bool Changes => Before.Count != After.Count;

    /// <summary>The whole patch of a gateway around a list.</summary>
    public static string Body(JsonArray list) => JsonBody.Write(new JsonObject
    {
        ["properties"] = new JsonObject { ["vpnClientConfiguration"] = new JsonObject { [List] = list.DeepClone() } },
    });

    /// <summary>True for a patch that writes this list and nothing else.</summary>
    public static bool IsAll(string? patch) => patch is not null && JsonBody.Parse(patch) is { Count: 1 } body
        && body["properties"] is JsonObject { Count: 1 } properties && properties["vpnClientConfiguration"] is JsonObject { Count: 1 } clients
        && clients[List] is not null;

    /// <summary>The name of an entry by its thumbprint, in a list; null where there is none.</summary>
    public static string? NameIn(JsonArray list, Thumbprint thumbprint) =>
        (string?)list.OfType<JsonObject>().FirstOrDefault(e => thumbprint.Is(ThumbprintOf(e)))?["name"];

    private IEnumerable<JsonObject> Added(ImmutableArray<JsonObject> there)
    {
        var taken = there.Select(e => (string?)e["name"] ?? string.Empty).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (client, found) in Entries.Where(e => e.Found.IsEmpty))
        {
            var name = Unique(NameOf(client), taken);
            yield return new()
            {
                ["name"] = name,
                ["properties"] = new JsonObject { ["thumbprint"] = client.Thumbprint.Value },
            };
        }
    }

    // In the letters that Azure takes for names of resources.
    private static string NameOf(RevocationTarget client)
    {
        var wanted = client.Name ?? client.Certificate?.CommonName ?? string.Empty;
        var name = new string([.. wanted.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '-')]).Trim('-', '.', '_');
        name = name.Length > NetworkName.MaxLength ? name[..NetworkName.MaxLength].TrimEnd('-', '.') : name;
        return NetworkName.IsValid(name) ? name : $"client-{client.Thumbprint.Value[..8]}";
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        for (var i = 2; !taken.Add(name); i++)
        {
            var ending = string.Create(CultureInfo.InvariantCulture, $"-{i}");
            var stem = i == 2 ? name : name[..name.LastIndexOf('-')];
            name = stem[..Math.Min(stem.Length, NetworkName.MaxLength - ending.Length)] + ending;
        }

        return name;
    }

    private static ImmutableArray<JsonObject> There(ResourceDocument document) =>
        JsonBody.Parse(document.Json) is { } read
            && JsonBody.At(BodyRules.Compose(ResourceTypes.VirtualNetworkGateway, read, []).Body, $"properties.vpnClientConfiguration.{List}") is JsonArray items
            ? [.. items.OfType<JsonObject>()] : [];

    private static string? ThumbprintOf(JsonObject entry) =>
        JsonBody.At(entry, "properties.thumbprint") is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items.Select(i => i.DeepClone())]);
}
