using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// From what Microsoft's routers and gateways answer to evidence (arm-protocol 1.4 and 1.7; the texts of the tables:
/// expressroute-troubleshooting-arp-resource-manager, and the descriptions of the published schema).
/// </summary>
internal static class CircuitAnswers
{
    public static ImmutableArray<ArpEntry> Arp(JsonPart root) => Rows(root, r => new ArpEntry(Side(r.Text("interface")), r.Text("ipAddress") ?? string.Empty)
    {
        HardwareAddress = Hardware(r.Text("macAddress")),
        Age = r.Number("age"),
    });

    public static ImmutableArray<BgpNeighbor> Neighbors(JsonPart root) => Rows(root, r => new BgpNeighbor(Address(r.Text("neighbor")))
    {
        Asn = r.Number("as"),
        UpDown = Filled(r.Text("upDown")),
        StateOrPrefixes = Filled(r.Text("statePfxRcd")) ?? r.Number("statePfxRcd")?.ToString(CultureInfo.InvariantCulture),
    });

    /// <exception cref="FormatException">A row names no network: what cannot be read is not left out.</exception>
    public static ImmutableArray<CircuitRoute> Routes(JsonPart root) => Rows(root, r => new CircuitRoute(Network(r), Path(r.Text("path")))
    {
        NextHop = r.Text("nextHop") ?? string.Empty,
    });

    /// <exception cref="FormatException">A row names no network.</exception>
    public static ImmutableArray<GatewayRoute> GatewayRoutes(JsonPart root) => Rows(root, r => new GatewayRoute(Network(r), Path(r.Text("asPath")))
    {
        Origin = Filled(r.Text("origin")),
        SourcePeer = Filled(r.Text("sourcePeer")),
    });

    public static ImmutableArray<Vpn.BgpPeer> Sessions(JsonPart root) => Rows(root, r => Filled(r.Text("neighbor")) is not { } neighbor ? null
        : new Vpn.BgpPeer(neighbor, r.Text("state") ?? "Unknown") { Asn = r.Number("asn"), RoutesReceived = r.Number("routesReceived") });

    /// <exception cref="FormatException">A counter is missing.</exception>
    public static CircuitTraffic Traffic(JsonPart root) =>
        new(Counter(root, "primarybytesIn"), Counter(root, "primarybytesOut"), Counter(root, "secondarybytesIn"), Counter(root, "secondarybytesOut"));

    /// <summary>The links of a circuit's private peering with other circuits, from the circuit's document.</summary>
    public static ImmutableArray<CircuitConnection> GlobalReach(JsonPart root)
    {
        var all = ImmutableArray.CreateBuilder<CircuitConnection>();
        foreach (var peering in root.Object("properties").Items("peerings"))
        {
            var p = peering.Object("properties");
            all.AddRange(p.All("connections", Connection));
            all.AddRange(p.All("peeredConnections", Connection));
        }

        return [.. all.DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
    }

    // An answer without a list is none: it does not say that there is nothing.
    private static ImmutableArray<T> Rows<T>(JsonPart root, Func<JsonPart, T?> read)
        where T : class =>
        root.Member("value").ValueKind == System.Text.Json.JsonValueKind.Array ? root.All("value", read) : throw new FormatException("it has no rows");

    private static CircuitConnection? Connection(JsonPart part)
    {
        var p = part.Object("properties");
        return Filled(part.Text("name")) is not { } name ? null : new(name)
        {
            Peer = ResourceId.TryParse(p.Object("peerExpressRouteCircuitPeering").Text("id"), out var peer) ? peer : null,
            Status = Filled(p.Text("circuitConnectionStatus")),
        };
    }

    // "On-Prem" in the guide, "OnPrem" in the answers of the service.
    private static ArpSide Side(string? text) => text?.Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "ONPREM" or "ONPREMISES" => ArpSide.OnPremises,
        "MICROSOFT" => ArpSide.Microsoft,
        _ => ArpSide.Unknown,
    };

    private static string? Hardware(string? text) => text?.Trim() is { Length: > 0 } told
        && !told.Equals("Incomplete", StringComparison.OrdinalIgnoreCase) && told.Any(char.IsAsciiHexDigit) && told.Any(c => c is not ('0' or '.' or ':' or '-'))
            ? told : null;

    // A session with a dynamic neighbour, and a route by one of two next hops, have a star behind the address.
    private static string Address(string? text) => text?.Trim().TrimStart('*').TrimEnd('*') ?? string.Empty;

    private static IPPrefix Network(JsonPart row) => IPPrefix.Parse(row.Text("network")?.Trim() ?? string.Empty);

    /// <summary>The ASNs of a path; whatever else stands in it (the origin's letter, a hyphen) is none.</summary>
    internal static ImmutableArray<long> Path(string? text) =>
    [
        .. (text ?? string.Empty).Split([' ', '-', ',', '{', '}', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var asn) ? asn : (long?)null).OfType<long>(),
    ];

    private static long Counter(JsonPart root, string name) => root.Number(name) ?? throw new FormatException($"{name} is missing.");

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
