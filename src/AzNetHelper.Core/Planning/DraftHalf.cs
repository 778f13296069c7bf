using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>A half of a peering in a draft, with what the service keeps about it.</summary>
internal sealed class DraftHalf(NetworkDraft draft, ResourceId local, JsonObject body)
{
    private const string Held = "remoteAddressSpace";
    private const string Current = "remoteVirtualNetworkAddressSpace";

    public ResourceId Local => local;

    public ResourceId? Remote =>
        ResourceId.TryParse((string?)JsonBody.At(body, "properties.remoteVirtualNetwork.id"), out var id) ? id : null;

    public string Name => (string?)body["name"] ?? string.Empty;

    /// <summary>Empty where nobody told it.</summary>
    public string State => Text("peeringState") ?? string.Empty;

    public bool IsDisconnected => Is(State, nameof(PeeringState.Disconnected));

    public bool UsesGateway => Flag("useRemoteGateways");

    public bool LendsGateway => Flag("allowGatewayTransit");

    /// <summary>False for a subnet peering.</summary>
    public bool IsWhole => Flag("peerCompleteVnets", absent: true);

    private JsonObject Properties => body["properties"] as JsonObject ?? [];

    /// <summary>The half with the flags that a GET always tells, for comparing with a plan; null for null.</summary>
    public static JsonObject? WithDefaults(JsonObject? half)
    {
        if (half?["properties"] is not JsonObject told)
        {
            return half;
        }

        var properties = new JsonObject
        {
            ["allowVirtualNetworkAccess"] = true,
            ["allowForwardedTraffic"] = false,
            ["allowGatewayTransit"] = false,
            ["useRemoteGateways"] = false,
        };
        return JsonBody.Merge(new() { ["properties"] = properties }, half);
    }

    public void SetState(PeeringState state) => Set("peeringState", state.ToString());

    /// <summary>Nobody can know whether it is alone.</summary>
    public void ForgetState()
    {
        Properties.Remove("peeringState");
        Properties.Remove("peeringSyncLevel");
        draft.Touch(local);
    }

    /// <summary>Takes over the prefixes that the remote VNet has now; where that was not read, those that the half tells.</summary>
    public void TakeSpace()
    {
        if ((CurrentPrefixes() is { } current ? Space(current) : Properties[Current]) is { } space)
        {
            Set(Held, space.DeepClone());
        }
    }

    /// <summary>Tells the remote VNet's prefixes as they are, and how far both halves are behind them.</summary>
    public void Level(DraftHalf? other)
    {
        if (CurrentPrefixes() is { } current)
        {
            Set(Current, Space(current));
        }

        SetLevel(IsStale, other is null || other.IsStale);
    }

    /// <summary>The same where the other end was not read: what is not known of it stays as told.</summary>
    public void LevelAlone(bool localIsStale, bool remoteIsStale) => SetLevel(localIsStale, remoteIsStale);

    public bool SaysLocalIsStale => Text("peeringSyncLevel") is { } level
        && (Is(level, nameof(PeeringSyncLevel.LocalNotInSync)) || Is(level, nameof(PeeringSyncLevel.LocalAndRemoteNotInSync)));

    public bool SaysRemoteIsStale => Text("peeringSyncLevel") is { } level
        && (Is(level, nameof(PeeringSyncLevel.RemoteNotInSync)) || Is(level, nameof(PeeringSyncLevel.LocalAndRemoteNotInSync)));

    // The prefixes decide; where the half does not tell those that it holds, its level does.
    private bool IsStale => Prefixes(Properties[Held]) is { } held && CurrentPrefixes() is { } current
        ? !Parsed(held).SetEquals(Parsed(current))
        : SaysLocalIsStale;

    // Of a subnet peering only the subnets' prefixes count (recorded).
    private string[]? CurrentPrefixes()
    {
        if (Remote is not { } remote || draft.Find(remote) is not { } network)
        {
            return null;
        }

        if (IsWhole)
        {
            return Prefixes(JsonBody.At(network, "properties.addressSpace")) ?? [];
        }

        var names = Texts(Properties["remoteSubnetNames"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. draft.ChildrenOf(remote, "subnets").Where(s => names.Contains((string?)s["name"] ?? string.Empty)).SelectMany(s =>
            Texts(JsonBody.At(s, "properties.addressPrefixes")) is { Count: > 0 } list ? list
            : JsonBody.At(s, "properties.addressPrefix") is JsonValue one ? [(string)one!] : [])];
    }

    private void SetLevel(bool localIsStale, bool remoteIsStale) => Set("peeringSyncLevel", ((localIsStale, remoteIsStale) switch
    {
        (false, false) => PeeringSyncLevel.FullyInSync,
        (true, false) => PeeringSyncLevel.LocalNotInSync,
        (false, true) => PeeringSyncLevel.RemoteNotInSync,
        _ => PeeringSyncLevel.LocalAndRemoteNotInSync,
    }).ToString());

    private void Set(string name, JsonNode value)
    {
        body["properties"] ??= new JsonObject();
        Properties[name] = value;
        draft.Touch(local);
    }

    private bool Flag(string name, bool absent = false) => Properties[name] is not JsonValue value ? absent
        : value.TryGetValue<bool>(out var flag) || (value.TryGetValue<string>(out var text) && bool.TryParse(text, out flag)) ? flag
        : absent;

    private string? Text(string name) => Properties[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string[]? Prefixes(JsonNode? space) => space is JsonObject ? [.. Texts(space["addressPrefixes"])] : null;

    private static List<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray)?.OfType<JsonValue>().Select(v => (string)v!) ?? []];

    private static HashSet<IPPrefix> Parsed(IEnumerable<string> prefixes) => [.. prefixes.Select(IPPrefix.Parse)];

    private static JsonObject Space(IEnumerable<string> prefixes) =>
        new() { ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p)]) };

    private static bool Is(string text, string name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
}
