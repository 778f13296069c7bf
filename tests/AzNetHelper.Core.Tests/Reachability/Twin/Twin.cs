using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>What the twin says: the reasons as names, so that a name alone ties it to the engine.</summary>
internal sealed record TwinAnswer(Verdict Verdict, PathKinds Kinds, SortedSet<string> Reasons)
{
    public override string ToString() => $"{Verdict} [{string.Join(", ", Reasons)}] {Kinds}";
}

/// <summary>
/// The engine's brute-force twin, written from the meaning of the verdicts and without the engine's code: one packet
/// for one address at a time, hop by hop over full route tables, nothing grouped. Where the meaning leaves a choice,
/// the reading taken is marked "Choice".
/// </summary>
internal sealed partial class Twin
{
    private static readonly string[] Reserved =
    [
        "GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet",
        "RouteServerSubnet",
    ];

    private static readonly string[] Doubts =
    [
        "UnknownAppliance", "TransitWithoutBgp", "OnPremisesTransit", "VNetNotRead", "ClassicVNet", "VirtualWan",
        "ConnectedGroupNotRead", "RouteServerPeers", "ConnectionsNotRead", "GatewayNotRead", "RouteTableNotRead",
        "CircuitRoutesNotRead",
    ];

    private readonly Topology _topology;
    private readonly TwinReader _facts;
    private readonly List<IPPrefix> _edges;
    private readonly Dictionary<(ResourceId Net, ResourceId? Table), List<TwinRoute>> _tables = [];

    public Twin(Topology topology)
    {
        _topology = topology;
        _facts = new(topology);
        _edges = Edges();
    }

    /// <summary>Both directions between two ends.</summary>
    public TwinAnswer Ask(Endpoint a, Endpoint b)
    {
        if ((NotRead(a, b) ?? NotRead(b, a)) is { } unread)
        {
            return new(Verdict.Unknown, PathKinds.None, [unread]);
        }

        var (from, to) = (End(a), End(b));
        var (good, unknown, bad) = (0, 0, 0);
        var kinds = PathKinds.None;
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var s in from.Places)
        {
            foreach (var t in to.Places)
            {
                var pair = Pair(from, s, to, t);
                reasons.UnionWith(pair?.Reasons ?? []);
                kinds |= pair?.Kinds ?? PathKinds.None;
                good += pair?.Verdict is Verdict.Reachable ? 1 : 0;
                unknown += pair?.Verdict is Verdict.Unknown ? 1 : 0;
                bad += pair?.Verdict is Verdict.Blocked ? 1 : 0;
            }
        }

        if (good + unknown + bad == 0)
        {
            return new(Verdict.Blocked, PathKinds.None, ["NoCommonAddressFamily"]);
        }

        return new(good > 0 ? unknown + bad == 0 ? Verdict.Reachable : Verdict.Partial
            : unknown > 0 ? Verdict.Unknown : Verdict.Blocked, kinds, reasons);
    }

    // Null when the two have no family in common.
    private TwinAnswer? Pair(TwinEnd from, TwinPlace s, TwinEnd to, TwinPlace t)
    {
        var packets = new List<TwinPacket>();
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        var unlike = new List<TwinPassed>();
        foreach (var six in new[] { false, true })
        {
            var pieces = Pieces(t).Where(d => d.IsIPv6 == six).ToList();
            var origins = Pieces(s).Where(d => d.IsIPv6 == six).ToList();
            if (pieces.Count > 0 && origins.Count > 0)
            {
                var there = pieces.Select(d => Send(from, s, to, d)).ToList();
                var back = origins.Select(d => Send(to, t, from, d)).ToList();
                packets.AddRange([.. there, .. back]);

                // Choice: a flow is any piece there with any piece back, of one family.
                unlike.AddRange(there.SelectMany(x => back.SelectMany(y =>
                    x.Passed.Except(y.Passed).Concat(y.Passed.Except(x.Passed)))));
            }
        }

        if (packets.Count == 0)
        {
            return null;
        }

        foreach (var packet in packets)
        {
            reasons.UnionWith(packet.Faults);
        }

        if (reasons.Count == 0 && unlike.Count > 0)
        {
            return new(unlike.Exists(p => p.IsFirewall) ? Verdict.Blocked : Verdict.Unknown, PathKinds.None,
                ["AsymmetricPath"]);
        }

        return reasons.Count == 0
            ? new(Verdict.Reachable, packets.Aggregate(PathKinds.None, (k, p) => k | p.PathKinds), reasons)
            : new(reasons.All(Doubts.Contains) ? Verdict.Unknown : Verdict.Blocked, PathKinds.None, reasons);
    }

    private TwinPacket Send(TwinEnd from, TwinPlace s, TwinEnd to, IPPrefix d)
    {
        var packet = new TwinPacket(from, to, d);
        if (from.Net is { } net)
        {
            packet.Entered.Add(s.Id);
            AtSubnet(net, s, packet);
        }
        else if (from == to)
        {
            // Choice: what stays inside a site is nobody's business here.
            if (from.Pool is { } own)
            {
                AtGateway(own, viaConnection: true, packet);
            }
        }
        else
        {
            FromOutside(packet);
        }

        return packet;
    }

    // Choice: clients never reach what is behind a circuit, so it does not matter to them what that is.
    private string? NotRead(Endpoint end, Endpoint other) => end switch
    {
        SiteEndpoint when other is not ClientPoolEndpoint && End(end) is { Site: { IsCircuit: true, IsTold: false } } circuit
            && DoorsOf(circuit).Any() => "CircuitRoutesNotRead",
        VNetEndpoint { VNet: var id } => NotRead(id),
        SubnetEndpoint { Subnet: var id } => NotRead(id.Parent!),
        _ => null,
    };

    private string? NotRead(ResourceId net) =>
        Net(net) is not null ? null : IsClassic(net) ? "ClassicVNet" : "VNetNotRead";

    private static bool IsClassic(ResourceId net) =>
        string.Equals(net.ProviderNamespace, "Microsoft.ClassicNetwork", StringComparison.OrdinalIgnoreCase);

    private TwinEnd End(Endpoint end)
    {
        switch (end)
        {
            case VNetEndpoint v:
            {
                var net = Net(v.VNet)!;
                var subnets = net.Subnets.Where(s => !Reserved.Contains(s.Id.Name, StringComparer.OrdinalIgnoreCase))
                    .Select(Place).ToList();
                return new(net, null, null,
                    subnets.Count > 0 ? subnets : [.. net.Prefixes.Select(p => new TwinPlace(net.Id, "", [p], null))]);
            }

            case SubnetEndpoint s:
            {
                var net = Net(s.Subnet.Parent!)!;
                return new(net, null, null, [Place(net.Subnets.Single(x => x.Id == s.Subnet))]);
            }

            case ClientPoolEndpoint p:
            {
                var gateway = _facts.Gateways.Single(g => g.Id == p.Gateway);
                return new(null, gateway, null, [new(gateway.Id, "", gateway.Pool, null)]);
            }

            default:
            {
                var site = _facts.Sites.Single(x => x.Id == ((SiteEndpoint)end).Site);
                return new(null, null, site, [new(site.Id, "", site.Prefixes, null) { Site = site }]);
            }
        }
    }

    private static TwinPlace Place(TwinSubnet s) => new(s.Id, s.Id.Name, s.Prefixes, s.Table);

    private IEnumerable<IPPrefix> Pieces(TwinPlace place) =>
        _edges.Where(d => place.Prefixes.Any(p => p.Contains(d)) && (place.Site is not { } site || Owns(site, d)));

    // "A site owns its prefixes, except 0.0.0.0/0 and what a VNet or a more specific site has." Choice: any VNet of the
    // topology; of two sites with the same prefix both own it; a family that is left with no address is not had.
    private bool Owns(TwinSite site, IPPrefix d)
    {
        var own = site.Prefixes.Where(p => !p.IsDefault && p.Contains(d)).Select(p => p.Length).DefaultIfEmpty(0).Max();
        return own > 0 && !_facts.Nets.Exists(n => n.Prefixes.Exists(p => p.Contains(d)))
            && !_facts.Sites.Exists(o => o != site && o.Prefixes.Exists(p => p.Contains(d) && p.Length > own));
    }

    private TwinNet? Net(ResourceId id) => _facts.Nets.Find(n => n.Id == id);
}
