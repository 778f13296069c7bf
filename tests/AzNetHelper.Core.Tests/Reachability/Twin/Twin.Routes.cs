using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Reachability;

/// <summary>A line of a route table.</summary>
/// <param name="Origin">System, Gateway or User.</param>
internal sealed record TwinRoute(IPPrefix Prefix, string Hop, string Origin)
{
    public TwinHalf? Half { get; init; }
    public ResourceId? Member { get; init; }
    public TwinGateway? Gateway { get; init; }
    public TwinUserRoute? User { get; init; }
}

/// <summary>The twin's route tables.</summary>
internal sealed partial class Twin
{
    private static readonly IPPrefix[] PrivateRanges =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" }.Select(IPPrefix.Parse)];

    // Every line of the table of a subnet of V, the preferred of equal ones first. The same table serves all packets.
    private List<TwinRoute> Effective(TwinNet v, TwinTable? table)
    {
        if (_tables.TryGetValue((v.Id, table?.Id), out var made))
        {
            return made;
        }

        var routes = new List<TwinRoute>();
        routes.AddRange(v.Prefixes.Select(p => new TwinRoute(p, "VnetLocal", "System")));
        if (table is not { NoPeeringRoutes: true })
        {
            // Choice: of two peers with the same prefix (Azure refuses them) the lower id wins; halves are in that
            // order.
            routes.AddRange(v.Halves.Where(Usable).SelectMany(h => Installed(h)
                .Select(p => new TwinRoute(p, "Peering", "System") { Half = h })));
        }

        routes.AddRange(GroupRoutes(v));
        if (table is not { NoPropagation: true } && HomeOf(v) is { } home)
        {
            // ExpressRoute first. Choice: what the two gateways learn from each other through a Route Server is not
            // listed again: the one that learned it over its own connection has it.
            foreach (var gateway in new[] { home.Er, home.Vpn }.OfType<TwinGateway>())
            {
                routes.AddRange(OverConnections(gateway, []).Select(l => l.Prefix).Concat(gateway.Pool).Distinct()
                    .Select(p => new TwinRoute(p, "VirtualNetworkGateway", "Gateway") { Gateway = gateway }));
            }
        }

        routes.AddRange((table?.Routes ?? []).Select(r => new TwinRoute(r.Prefix, r.Hop, "User") { User = r }));
        routes.AddRange([new(IPPrefix.AllIPv4, "Internet", "System"), new(IPPrefix.AllIPv6, "Internet", "System")]);
        if (!routes.Exists(r => r.Origin is "User" or "Gateway" && r.Prefix == IPPrefix.AllIPv4))
        {
            routes.AddRange(PrivateRanges.Where(range => !v.Prefixes.Exists(p => p.Contains(range)))
                .Select(range => new TwinRoute(range, "None", "System")));
        }

        return _tables[(v.Id, table?.Id)] = routes;
    }

    private IEnumerable<TwinRoute> GroupRoutes(TwinNet v)
    {
        // Choice: members that were not read have no prefixes; of two groups with one prefix the lower id wins.
        var found = new List<TwinRoute>();
        foreach (var group in _facts.Groups.Where(g => g.Contains(v.Id)))
        {
            var members = _facts.Nets.Where(n => group.Contains(n.Id)).ToList();
            foreach (var member in members.Where(m => m != v))
            {
                found.AddRange(member.Prefixes
                    .Where(p => !members.Exists(o => o != member && o.Prefixes.Exists(p.Overlaps)))
                    .Select(p => new TwinRoute(p, "ConnectedGroup", "System") { Member = member.Id }));
            }
        }

        return found.OrderBy(r => r.Member);
    }

    private TwinRoute? Choose(TwinNet v, TwinTable? table, IPPrefix d)
    {
        var holding = Effective(v, table).Where(r => r.Prefix.Contains(d)).ToList();
        var system = Longest("System");
        var user = Longest("User");
        var gateway = holding.Exists(r => r.Origin == "System" && r.Hop is "VnetLocal" or "Peering" or "ConnectedGroup")
            ? null
            : Longest("Gateway");
        TwinRoute? best = null;
        foreach (var r in new[] { user, gateway, system }.OfType<TwinRoute>())
        {
            best = best is null || r.Prefix.Length > best.Prefix.Length ? r : best;
        }

        return best;

        TwinRoute? Longest(string origin)
        {
            TwinRoute? longest = null;
            foreach (var r in holding.Where(r => r.Origin == origin))
            {
                longest = longest is null || r.Prefix.Length > longest.Prefix.Length ? r : longest;
            }

            return longest;
        }
    }

    // Both halves exist and are Connected. What tells no state is Connected when both exist.
    private bool Usable(TwinHalf half) => IsConnected(half) && Other(half) is { } other && IsConnected(other);

    private static bool IsConnected(TwinHalf half) =>
        half.State is null || half.State.Equals("Connected", StringComparison.OrdinalIgnoreCase);

    private TwinHalf? Other(TwinHalf half) => HalfBetween(half.Remote, half.Local);

    private TwinHalf? HalfBetween(ResourceId at, ResourceId to) => Net(at)?.Halves.Find(h => h.Remote == to);

    // Choice: a half that tells no state and whose far end was not read may be Connected, so it is a doubt.
    private bool FarEndUnread(TwinHalf half) => IsConnected(half) && Net(half.Remote) is null;

    private List<IPPrefix> Installed(TwinHalf half)
    {
        // Choice: a subnet peering that does not tell what it was synced with installs the prefixes of the subnets it
        // names, never the whole VNet.
        var far = Net(half.Remote);
        var all = half.Synced ?? (half.Complete
            ? half.Current ?? far?.Prefixes ?? []
            : far?.Subnets.Where(s => half.RemoteSubnets.Contains(s.Id.Name, StringComparer.OrdinalIgnoreCase))
                .SelectMany(s => s.Prefixes).ToList() ?? []);
        return half.OnlyIPv6 ? [.. all.Where(p => p.IsIPv6)] : all;
    }

    // Wherever anything can change along the line of addresses: the first address of every prefix and the one behind
    // it.
    private List<IPPrefix> Edges()
    {
        var prefixes = PrivateRanges
            .Concat(_facts.Nets.SelectMany(n => n.Prefixes.Concat(n.Subnets.SelectMany(s => s.Prefixes))
                .Concat(n.Halves.SelectMany(h => (h.Synced ?? []).Concat(h.Current ?? [])))))
            .Concat(_facts.Tables.SelectMany(t => t.Routes).Select(r => r.Prefix))
            .Concat(_facts.Gateways.SelectMany(g => g.Pool))
            .Concat(_facts.Sites.SelectMany(s => s.Prefixes));
        return [.. prefixes.Distinct().SelectMany(p => new[] { p.Bits, p.LastBits + (UInt128.One << (128 - p.Width)) }
            .Select(bits => IPPrefix.FromBits(bits, p.Width, p.IsIPv6))).Distinct()];
    }
}
