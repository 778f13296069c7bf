using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What one connection and its other end come to.</summary>
/// <param name="Signature">Everything that it hangs on, as one text: a tunnel begins anew when it changes.</param>
/// <param name="Up">For each tunnel, the gateway's address and whether both ends agree.</param>
internal sealed record Agreement(string Signature, IReadOnlyList<(string Address, bool Up)> Up)
{
    public bool Any => Up.Any(t => t.Up);
}

/// <summary>
/// Whether the two ends of a connection come to a tunnel, from their documents alone: both there, one key, a proposal that both
/// take, one protocol, one that calls and one that answers, selectors that mirror each other, and networks that do not overlap
/// (azure-network-rules 4.3 to 4.6).
/// </summary>
internal sealed class Negotiation(Cloud cloud, Func<ResourceId, JsonObject, bool> isMade)
{
    private readonly ILookup<string, KeyValuePair<ResourceId, JsonObject>> _byGateways = cloud.Estate.OfKind(ResourceKind.Connection)
        .Where(c => Is(c.Value, "Vnet2Vnet"))
        .ToLookup(c => Key(c.Value, "virtualNetworkGateway1", "virtualNetworkGateway2"), StringComparer.Ordinal);

    public static bool IsTunnel(JsonObject connection) => Is(connection, "Vnet2Vnet") || Is(connection, "IPsec");

    public static bool Is(JsonObject connection, string type) => Json.Same(connection.Object("properties").Text("connectionType"), type);

    /// <summary>The other half of a VNet-to-VNet connection: the first that points back, for the first that points there.</summary>
    public KeyValuePair<ResourceId, JsonObject>? OtherHalf(ResourceId id, JsonObject connection)
    {
        var same = _byGateways[Key(connection, "virtualNetworkGateway1", "virtualNetworkGateway2")].Select(c => c.Key).ToList();
        var back = _byGateways[Key(connection, "virtualNetworkGateway2", "virtualNetworkGateway1")].ToList();
        var at = same.IndexOf(id);
        return at >= 0 && at < back.Count && back[at].Key != id ? back[at] : null;
    }

    public Agreement Of(ResourceId id, JsonObject connection) =>
        Is(connection, "Vnet2Vnet") ? BetweenNetworks(id, connection) : WithSite(id, connection);

    private Agreement BetweenNetworks(ResourceId id, JsonObject connection)
    {
        var own = Gateway(connection, "virtualNetworkGateway1");
        var far = Gateway(connection, "virtualNetworkGateway2");
        var addresses = GatewayShape.Tunnels(cloud, own.Document, far.Document);
        var other = OtherHalf(id, connection);
        var signature = string.Join('\n', Signature(id, connection), GatewayShape.Signature(cloud, own.Document),
            GatewayShape.Signature(cloud, far.Document), other is { } half ? Signature(half.Key, half.Value) : "alone",
            $"{Overlap(own.Document, far.Document)}");
        var up = other is { } found && isMade(id, connection) && isMade(found.Key, found.Value)
            && GatewayShape.IsRouteBased(own.Document) && GatewayShape.IsRouteBased(far.Document)
            && Agree(id, connection, found.Key, found.Value) && !Overlap(own.Document, far.Document);
        return new(signature, [.. addresses.Select(a => (a, up))]);
    }

    private bool Agree(ResourceId id, JsonObject connection, ResourceId otherId, JsonObject other)
    {
        var (left, right) = (connection.Object("properties"), other.Object("properties"));
        return cloud.Keys.Of(id, connection) is { } key && string.Equals(key, cloud.Keys.Of(otherId, other), StringComparison.Ordinal)
            && Json.Same(left.Text("connectionProtocol") ?? "IKEv2", right.Text("connectionProtocol") ?? "IKEv2")
            && (Opens(connection, other) || Opens(other, connection))
            && TrafficSelectors.Mirror(left, right);
    }

    private Agreement WithSite(ResourceId id, JsonObject connection)
    {
        var own = Gateway(connection, "virtualNetworkGateway1").Document;
        var properties = connection.Object("properties");
        var site = Find(properties.Reference("localNetworkGateway2")).Document;
        var device = cloud.DeviceOf(site);
        var overlaps = PrefixMath.Overlap(GatewayShape.Prefixes(cloud, own), SitePrefixes(site).Where(p => !p.IsDefault));
        var signature = string.Join('\n', Signature(id, connection), GatewayShape.Signature(cloud, own),
            SiteAddress(site), device?.Signature ?? "silent", $"{overlaps}", TrafficSelectors.Text(cloud, properties, own, site));
        var agree = device is { IsSilent: false } && isMade(id, connection) && GatewayShape.IsServing(own) && !overlaps
            && string.Equals(cloud.Keys.Of(id, connection), device.SharedKey, StringComparison.Ordinal)
            && Opens(IpsecProposals.Of(properties, own), properties.Text("connectionMode"), device)
            && Json.Same(properties.Text("connectionProtocol") ?? "IKEv2", device.Protocol)
            && TrafficSelectors.Fit(cloud, properties, own, site, device);
        return new(signature, [.. GatewayShape.Tunnels(cloud, own, null).Select(a => (a,
            agree && (device!.GatewayAddresses.IsDefaultOrEmpty || device.GatewayAddresses.Contains(a, StringComparer.Ordinal))))]);
    }

    public static IEnumerable<Addressing.IPPrefix> SitePrefixes(JsonObject? site) =>
        PeeringLinks.Parse(site.Object("properties").Object("localNetworkAddressSpace").Texts("addressPrefixes"));

    public static string SiteAddress(JsonObject? site) => site.Object("properties") is not { } properties ? string.Empty
        : properties.Text("gatewayIpAddress") is { Length: > 0 } address ? address
        : properties.Text("fqdn") ?? string.Empty;

    private bool Overlap(JsonObject? left, JsonObject? right) =>
        PrefixMath.Overlap(GatewayShape.Prefixes(cloud, left), GatewayShape.Prefixes(cloud, right));

    // One end must call and the other answer (azure-network-rules 4.6).
    private static bool Calls(string? caller, string? answerer) =>
        !Json.Same(caller, "ResponderOnly") && !Json.Same(answerer, "InitiatorOnly");

    // Whoever calls offers, and the other end takes something of it.
    private bool Opens(JsonObject caller, JsonObject answerer) =>
        Calls(caller.Object("properties").Text("connectionMode"), answerer.Object("properties").Text("connectionMode"))
        && IpsecProposals.Meet(Offers(caller).AsInitiator, Offers(answerer).AsResponder);

    private static bool Opens(IpsecOffers gateway, string? mode, OnPremisesDevice device) =>
        (Calls(mode, device.Mode) && IpsecProposals.Meet(gateway.AsInitiator, IpsecProposals.Of(device)))
        || (Calls(device.Mode, mode) && IpsecProposals.Meet(gateway.AsResponder, IpsecProposals.Of(device)));

    private IpsecOffers Offers(JsonObject connection) =>
        IpsecProposals.Of(connection.Object("properties"), Gateway(connection, "virtualNetworkGateway1").Document);

    private string Signature(ResourceId id, JsonObject connection)
    {
        var properties = connection.Object("properties");
        return string.Join('|', [$"{isMade(id, connection)}", cloud.Keys.Of(id, connection) ?? string.Empty,
            .. ((string[])["virtualNetworkGateway1", "virtualNetworkGateway2", "localNetworkGateway2"])
                .Select(m => properties.Reference(m)?.ToUpperInvariant()),
            (properties.Text("connectionProtocol") ?? "IKEv2").ToUpperInvariant(),
            (properties.Text("connectionMode") ?? "Default").ToUpperInvariant(),
            $"{properties.Flag("usePolicyBasedTrafficSelectors") ?? false}",
            .. ((string[])["ipsecPolicies", "trafficSelectorPolicies"]).Select(m =>
                properties?[m] is JsonArray { Count: > 0 } list ? list.ToJsonString() : string.Empty)]);
    }

    private (ResourceId? Id, JsonObject? Document) Gateway(JsonObject connection, string member) =>
        Find(connection.Object("properties").Reference(member));

    private (ResourceId? Id, JsonObject? Document) Find(string? reference) =>
        ResourceId.TryParse(reference, out var id) ? (id, cloud.Estate.Find(id)) : (null, null);

    private static string Key(JsonObject connection, string first, string second) => string.Join('|',
        connection.Object("properties").Reference(first)?.ToUpperInvariant(),
        connection.Object("properties").Reference(second)?.ToUpperInvariant());
}
