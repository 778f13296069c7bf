using System.Collections.Immutable;
using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Which of a gateway's sessions and routes are a circuit's. The gateway does not say; what tells is the AS path (12076 for what came
/// over a circuit, then the ASN of the circuit's peering) and the peer that a route came from. Null is the answer where these do not tell.
/// </summary>
/// <param name="peerAsn">The ASN of the circuit's private peering; null where it is not told.</param>
/// <param name="evidence">What the gateway tells.</param>
internal sealed class GatewayShare(long? peerAsn, GatewayEvidence evidence)
{
    /// <summary>A circuit ends at so many of Microsoft's routers, each a peer of the gateway.</summary>
    public const int Routers = 2;

    private readonly ImmutableArray<OtherCircuit>? _others = evidence.OtherCircuits.Tells(out var others) ? others : null;
    private readonly ImmutableArray<GatewayRoute> _learned =
        evidence.Learned.Tells(out var learned) ? [.. learned.Where(r => !CircuitCase.Is(r.Origin, "Network"))] : [];

    /// <summary>With how many other circuits the gateway is connected; null where it is not known.</summary>
    public int? Others => _others?.Length;

    private bool IsAlone => Others == 0;

    // How many other circuits may have paths that begin as this one's do.
    private int? Rivals => _others?.Count(o => peerAsn is null || !o.PeerAsn.Tells(out var asn) || asn == peerAsn);

    /// <summary>Whether a prefix was learned over the circuit.</summary>
    public bool? HasLearned(IPPrefix prefix)
    {
        GatewayRoute[] rows = [.. _learned.Where(r => r.Network == prefix)];
        GatewayRoute[] ours = [.. rows.Where(MayBeOurs)];
        if (ours.Length == 0)
        {
            return rows.Any(r => r.Path.IsEmpty) ? null : false;
        }

        // From more routers than the others have: one at least is this circuit's.
        return (Rivals == 0 && ours.Any(IsPlain))
            || (Rivals is { } rivals && ours.Select(r => r.SourcePeer).OfType<string>().Distinct(StringComparer.Ordinal).Count(IsRouter) > Routers * rivals)
                ? true : null;
    }

    /// <summary>Whether a session is the circuit's.</summary>
    public bool? HasSession(string neighbor)
    {
        GatewayRoute[] rows = [.. _learned.Where(r => IsOfCircuit(r) && r.SourcePeer == neighbor)];
        return IsAlone || (Rivals == 0 && rows.Any(r => IsPlain(r) && MayBeOurs(r))) ? true
            : peerAsn is not null && rows.Any(r => r.Path is [_, not CircuitAsn.Microsoft, ..] && r.Path[1] != peerAsn) ? false : null;
    }

    private bool MayBeOurs(GatewayRoute route) =>
        IsOfCircuit(route) && (IsAlone || route.Path.Length == 1 || peerAsn is null || route.Path[1] == peerAsn);

    // The second ASN is the peering's; without one nobody can tell whose a route is, where there are several.
    private bool IsPlain(GatewayRoute route) => IsAlone || (peerAsn is not null && route.Path.Length > 1);

    // Another instance of the gateway is no router of Microsoft's.
    private bool IsRouter(string peer) =>
        evidence.Sessions.Tells(out var sessions) && sessions.Any(s => s.Asn is CircuitAsn.Microsoft && s.Neighbor == peer);

    private static bool IsOfCircuit(GatewayRoute route) => route.Path is [CircuitAsn.Microsoft, ..];
}
