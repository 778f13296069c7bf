using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>The commands that plans of circuits and private peerings come from, and the plans made anew by them.</summary>
internal static class CircuitOrigins
{
    public const string NewCircuit = "New-ExpressRouteCircuit";
    public const string RemoveCircuit = "Remove-ExpressRouteCircuit";
    public const string NewPrivatePeering = "New-ExpressRoutePrivatePeering";

    public static PlanOrigin Of(CircuitRequest request) => Make(NewCircuit,
        ("Name", request.Circuit.Name),
        ("ResourceGroupName", request.Circuit.Group!.ToString()),
        ("Provider", request.Settings.Provider),
        ("PeeringLocation", request.Settings.PeeringLocation),
        ("BandwidthInMbps", request.Settings.BandwidthInMbps),
        ("Sku", request.Settings.Tier),
        ("Family", request.Settings.Family),
        ("Location", request.Settings.Location),
        ("Tag", request.Settings.Tags.IsEmpty ? null : new JsonArray([.. request.Settings.Tags.Select(t => (JsonNode)$"{t.Key}={t.Value}")])),
        ("SharedKey", KeySlot(request.Settings.Key, request.Circuit)),
        ("NoSharedKey", request.Settings.Key == PeeringKey.None ? true : null));

    public static PlanOrigin OfRemoval(ResourceId circuit) => Make(RemoveCircuit, ("Circuit", circuit.ToString()));

    public static PlanOrigin Of(PrivatePeeringRequest request) => Make(NewPrivatePeering,
        ("Circuit", request.Circuit.ToString()),
        ("PeerAsn", request.PeerAsn),
        ("VlanId", request.VlanId),
        ("PrimaryPrefix", request.IPv4.Primary?.ToString()),
        ("SecondaryPrefix", request.IPv4.Secondary?.ToString()),
        ("From", request.IPv4.From?.ToString()),
        ("PrimaryPrefixIPv6", request.IPv6.Primary?.ToString()),
        ("SecondaryPrefixIPv6", request.IPv6.Secondary?.ToString()),
        ("FromIPv6", request.IPv6.From?.ToString()),
        ("SharedKey", KeySlot(request.Key, request.Circuit)),
        ("NoSharedKey", request.Key == PeeringKey.None ? true : null),
        ("ReplaceSharedKey", request.ReplacesKey ? true : null));

    /// <summary>Makes a plan anew from the live state, by what made it; null when it cannot be made: told as failures.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    public static async Task<Plan?> RemakeAsync(
        IArm arm, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var given = new OriginParameters(origin);
        var key = given.Flag("NoSharedKey") == true ? PeeringKey.None : given.Has("SharedKey") ? PeeringKey.Given : PeeringKey.Unsaid;
        switch (origin.Command)
        {
            case RemoveCircuit:
                return (await CircuitRemovalGround.ReadAsync(arm, given.Need("Circuit"), subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan();
            case NewPrivatePeering:
                return (await PrivatePeeringGround.ReadAsync(arm, given.Need("Circuit"), id => new(id, Number("PeerAsn"), (int)Number("VlanId"))
                {
                    IPv4 = new(Prefix("PrimaryPrefix"), Prefix("SecondaryPrefix"), Prefix("From")),
                    IPv6 = new(Prefix("PrimaryPrefixIPv6"), Prefix("SecondaryPrefixIPv6"), Prefix("FromIPv6")),
                    Key = key,
                    ReplacesKey = given.Flag("ReplaceSharedKey") ?? false,
                }, subscriptionIds, steps, stop).ConfigureAwait(false))?.Plan();
            default:
                var settings = new CircuitSettings(given.Need("Provider"), given.Need("PeeringLocation"), (int)Number("BandwidthInMbps"), given.Need("Sku"))
                {
                    Family = given.Text("Family"),
                    Location = given.Text("Location"),
                    Tags = given.Texts("Tag").Select(t => t.Split('=', 2)).ToImmutableSortedDictionary(
                        t => t[0], t => t.Length > 1 ? t[1] : string.Empty, StringComparer.OrdinalIgnoreCase),
                    Key = key,
                };
                return (await CircuitGround.ReadAsync(arm, given.Need("Name"), given.Need("ResourceGroupName"), settings, subscriptionIds, steps, stop)
                    .ConfigureAwait(false))?.Plan();
        }

        long Number(string name) => given.Number(name) ?? throw new FormatException($"-{name} is missing");

        IPPrefix? Prefix(string name) => given.Text(name) is { } text ? IPPrefix.Parse(text) : null;
    }

    // A plan tells that a key is to be given, and where: never the key.
    private static JsonNode? KeySlot(PeeringKey key, ResourceId circuit) =>
        key == PeeringKey.Given ? PeeringKeys.Slot(PeeringKeys.PrivateOf(circuit)) : null;

    private static PlanOrigin Make(string command, params (string Name, JsonNode? Value)[] parameters) =>
        new(command, JsonBody.Write(new JsonObject(parameters.Where(p => p.Value is not null).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Name, p.Value)))));
}
