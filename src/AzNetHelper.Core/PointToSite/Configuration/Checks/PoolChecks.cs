using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>Rules about the address pool of clients (azure-network-rules 5). A pool that stays as it is is not judged anew.</summary>
internal static class PoolChecks
{
    public static IEnumerable<Finding> Needed(P2SConfigurationLayout layout) =>
        layout is { Gateway.Kind: GatewayKind.Vpn, Pool.IsEmpty: true } && P2SBody.Differences(layout).After.Count + (layout.Request.AddressPool is null ? 0 : 1) > 0
            ? [layout.Wrong($"{layout.Request.Gateway.Name} has no address pool for clients: give one with -AddressPool, for example 172.16.201.0/24.")] : [];

    public static IEnumerable<Finding> TooSmall(P2SConfigurationLayout layout)
    {
        var longest = P2SRules.LongestPool(layout.Gateway?.ActiveActive ?? false);
        return from prefix in New(layout)
               where !prefix.IsIPv6 && prefix.Length > longest
               select layout.Wrong(string.Create(CultureInfo.InvariantCulture, $"The pool {prefix} is too small: {layout.Request.Gateway.Name} "
                   + $"{(layout.Gateway!.ActiveActive ? "is active-active and " : string.Empty)}needs a /{longest} or a wider one."));
    }

    public static IEnumerable<Finding> Unfit(P2SConfigurationLayout layout)
    {
        var pool = New(layout).ToArray();
        foreach (var prefix in pool)
        {
            if (prefix.IsDefault)
            {
                yield return layout.Wrong($"{prefix} is all addresses, which is no pool.");
            }
            else if (AddressRules.Refused.FirstOrDefault(r => r.Prefix.Overlaps(prefix)) is { Use: not null } range)
            {
                yield return layout.Wrong($"The pool {prefix} overlaps with {range.Prefix} ({range.Use}), which no network can have.");
            }
        }

        foreach (var (one, other) in Pairs(pool).Where(p => p.One.Overlaps(p.Other)))
        {
            yield return layout.Wrong($"{one} and {other} of the pool overlap.");
        }
    }

    public static IEnumerable<Finding> IPv6(P2SConfigurationLayout layout)
    {
        if (!New(layout).Any(p => p.IsIPv6))
        {
            yield break;
        }

        if (layout.Pool.All(p => p.IsIPv6))
        {
            yield return layout.Wrong("The pool has IPv6 alone; clients need IPv4 addresses, too.");
        }

        if (layout.Network is { } network && !network.AddressSpace.Any(p => p.IsIPv6))
        {
            yield return layout.Wrong($"The pool has IPv6, and {network.Name} has none: add an IPv6 prefix to the VNet and its GatewaySubnet first, or leave it out.");
        }

        if (layout.OffersSstp)
        {
            yield return layout.Wrong("The pool has IPv6, and SSTP carries IPv4 alone: leave one of them out.");
        }
    }

    public static IEnumerable<Finding> Overlaps(P2SConfigurationLayout layout) =>
        from prefix in New(layout)
        from claim in Claims(layout)
        where prefix.Overlaps(claim.Prefix) && !IsWiderSite(prefix, claim)
        select layout.Refused($"The pool {prefix} overlaps with {claim.Prefix} of {claim.Holder}: clients could not reach that. Give another pool; "
            + "Find-VNetAddressSpace finds a free one.");

    public static IEnumerable<Finding> InWiderSite(P2SConfigurationLayout layout) =>
        from prefix in New(layout)
        from claim in Claims(layout)
        where IsWiderSite(prefix, claim)
        select layout.Warns($"The pool {prefix} lies in {claim.Prefix} of {claim.Holder}. The more specific route wins, so that works where nobody there has these addresses.");

    public static IEnumerable<Finding> Public(P2SConfigurationLayout layout) =>
        from prefix in New(layout)
        where !prefix.IsDefault && !AddressRules.Private.Any(p => p.Contains(prefix))
        select layout.Warns($"The pool {prefix} is not private: clients and networks cannot reach those whose addresses these are on the internet.");

    // The gateway keeps some of the addresses, and an active-active one has a part for each instance; how many is documented nowhere.
    public static IEnumerable<Finding> Room(P2SConfigurationLayout layout)
    {
        if (New(layout).Where(p => !p.IsIPv6).ToArray() is not { Length: > 0 } pool || layout.Sku is not { Clients: > 0 } sku)
        {
            yield break;
        }

        var addresses = pool.Sum(p => 1L << (p.Width - p.Length));
        var narrow = addresses <= sku.Clients ? " The pool is the narrower limit." : string.Empty;
        yield return layout.Informs(string.Create(CultureInfo.InvariantCulture, $"The pool has {addresses} addresses, of which the gateway keeps a few; {layout.Gateway!.Sku} serves up to "
            + $"{sku.Clients} clients{(layout.OffersSstp ? $" ({VpnSku.SstpClients} more over SSTP)" : string.Empty)}.{narrow}"));
    }

    public static IEnumerable<Finding> Unread(P2SConfigurationLayout layout)
    {
        if (!New(layout).Any() || layout.Gateway is not { Kind: GatewayKind.Vpn } gateway)
        {
            yield break;
        }

        string[] unread =
        [
            .. layout.Network is null && gateway.VirtualNetwork is { } own ? [Named(layout, own)] : Array.Empty<string>(),
            .. (layout.Network?.Peerings ?? []).Select(p => p.RemoteVNet).OfType<Arm.ResourceId>()
                .Where(id => layout.Topology.VirtualNetwork(id) is null).Select(id => Named(layout, id)),
            .. FarUnread(layout, gateway).Select(id => Named(layout, id)),
            .. layout.Topology.ConnectionsGapOf(gateway.Id) is { } gap ? [$"the connections of the gateway ({gap.Message})"] : Array.Empty<string>(),
        ];
        if (unread.Length > 0)
        {
            yield return layout.Warns($"Not read: {string.Join(", ", unread)}. Whether the pool overlaps with what is there is not known beyond what the peerings tell.");
        }
    }

    // What is behind the connections and makes no claim, since nothing is known of it.
    private static IEnumerable<Arm.ResourceId> FarUnread(P2SConfigurationLayout layout, VirtualNetworkGateway gateway)
    {
        var (topology, connections) = (layout.Topology, Connections(layout, gateway));
        var far = FarGateways(connections, gateway).ToArray();
        return
        [
            .. connections.Select(c => c.LocalNetworkGateway).OfType<Arm.ResourceId>().Distinct().Where(id => topology.LocalNetworkGateways.All(s => s.Id != id)),
            .. far.Where(id => topology.Gateways.All(g => g.Id != id)),
            .. topology.Gateways.Where(g => far.Contains(g.Id)).Select(g => g.VirtualNetwork).OfType<Arm.ResourceId>().Distinct()
                .Where(id => topology.VirtualNetwork(id) is null),
        ];
    }

    private static GatewayConnection[] Connections(P2SConfigurationLayout layout, VirtualNetworkGateway gateway) =>
        [.. layout.Topology.Connections.Where(c => c.Gateway == gateway.Id || c.OtherGateway == gateway.Id)];

    private static IEnumerable<Arm.ResourceId> FarGateways(GatewayConnection[] connections, VirtualNetworkGateway gateway) =>
        connections.SelectMany(c => new[] { c.Gateway, c.OtherGateway }).OfType<Arm.ResourceId>().Where(id => id != gateway.Id).Distinct();

    private static string Named(P2SConfigurationLayout layout, Arm.ResourceId id) =>
        layout.Topology.GapOf(id) is { } gap ? $"{id.Name} ({gap.Message})" : id.Name;

    private static IEnumerable<IPPrefix> New(P2SConfigurationLayout layout) => layout is { HasPoolChange: true, Gateway: not null } ? layout.Pool : [];

    private static bool IsWiderSite(IPPrefix pool, Claim claim) => claim.IsSite && claim.Prefix != pool && claim.Prefix.Contains(pool);

    private static IEnumerable<Claim> Claims(P2SConfigurationLayout layout)
    {
        var (topology, gateway) = (layout.Topology, layout.Gateway!);
        if (layout.Network is { } network)
        {
            var peers = network.Peerings.Select(p => (p.RemoteVNet, Space: p.RemoteVNet is { } id && topology.VirtualNetwork(id) is { } read ? read.AddressSpace : p.RemoteAddressSpace ?? []));
            foreach (var (name, space) in peers.Select(p => (p.RemoteVNet?.Name ?? "a peer", p.Space)).Prepend((network.Name, network.AddressSpace)))
            {
                foreach (var prefix in space)
                {
                    yield return new(prefix, name);
                }
            }
        }

        var connections = Connections(layout, gateway);
        foreach (var site in topology.LocalNetworkGateways.Where(s => connections.Any(c => c.LocalNetworkGateway == s.Id)))
        {
            foreach (var prefix in site.AddressSpace)
            {
                yield return new(prefix, $"the site {site.Name}", IsSite: true);
            }
        }

        var far = FarGateways(connections, gateway).Select(id => topology.Gateways.FirstOrDefault(g => g.Id == id)).OfType<VirtualNetworkGateway>();
        foreach (var end in far)
        {
            var space = end.VirtualNetwork is { } id && topology.VirtualNetwork(id) is { } read ? read : null;
            foreach (var claim in (space?.AddressSpace ?? []).Select(p => new Claim(p, space!.Name)).Concat(end.ClientPool.Select(p => new Claim(p, $"the clients of {end.Name}"))))
            {
                yield return claim;
            }
        }
    }

    private static IEnumerable<(IPPrefix One, IPPrefix Other)> Pairs(IPPrefix[] prefixes) =>
        prefixes.SelectMany((one, at) => prefixes.Skip(at + 1).Select(other => (one, other)));

    private sealed record Claim(IPPrefix Prefix, string Holder, bool IsSite = false);
}
