using System.Collections.Immutable;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The verdict on a circuit, from what Azure tells of it. Pure. What is not known is never taken for good: a circuit is healthy
/// only where nothing is wrong and nothing is unknown.
/// </summary>
public static class CircuitJudge
{
    /// <summary>Judges.</summary>
    /// <param name="evidence">What Azure told.</param>
    /// <param name="excluded">Findings that somebody has decided to live with: they are left out, and do not count.</param>
    public static CircuitVerdict Judge(CircuitEvidence evidence, IReadOnlyCollection<CircuitFindingId>? excluded = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var c = new CircuitCase(evidence);
        var found = Findings(c).Where(f => excluded?.Contains(f.Id) != true).Distinct()
            .OrderByDescending(f => f.Severity).ThenBy(f => f.Id).ThenBy(f => f.Resource).ThenBy(f => f.Reason, StringComparer.Ordinal).ToArray();
        ImmutableArray<CircuitFinding> findings = [.. found.Where(f => f.Severity != CircuitSeverity.Unknown)];
        ImmutableArray<CircuitFinding> unknowns = [.. found.Where(f => f.Severity == CircuitSeverity.Unknown)];
        var links = Links(c, found);
        var circuit = evidence.Circuit;
        return new(circuit.Id)
        {
            Health = Health(c, links, findings, unknowns),
            ServiceProvider = circuit.ServiceProvider,
            PeeringLocation = circuit.PeeringLocation,
            BandwidthMbps = circuit.BandwidthMbps,
            Tier = circuit.Tier,
            CircuitState = circuit.CircuitState,
            ProviderState = circuit.ProviderState,
            Links = links,
            Connections =
            [
                .. c.Gateways.Select(g => g.Connection).Select(g => new CircuitUse(g.Id)
                {
                    Gateway = g.Gateway, Status = g.Status, RoutingWeight = g.RoutingWeight, FastPath = g.BypassesGateway,
                }),
            ],
            FromOnPremises = Prefixes(c, l => l.FromSite),
            ToOnPremises = Prefixes(c, l => l.ToSite),
            Findings = findings,
            Unknowns = unknowns,
            Sampled = evidence.Sampled,
        };
    }

    private static IEnumerable<CircuitFinding> Findings(CircuitCase c) =>
    [
        .. StateJudgments.Circuit(c),
        .. StateJudgments.Peerings(c),
        .. StateJudgments.MicrosoftPeering(c),
        .. c.Links.SelectMany(LinkJudgments.Of),
        .. c.Evidence.Peerings.Where(p => c.LinksOf(p).Any()).SelectMany(p =>
            PairJudgments.Redundancy(c, p).Concat(PairJudgments.Announced(c, p)).Concat(PairJudgments.Traffic(c, p))),
        .. GatewayJudgments.Of(c),
        .. GlobalReach(c),
    ];

    private static IEnumerable<CircuitFinding> GlobalReach(CircuitCase c)
    {
        if (c.Circuit.HasTier("Local") && !c.Evidence.GlobalReach.IsEmpty)
        {
            yield return c.Found(CircuitFindingId.GlobalReachNotOffered, $"{c.Circuit.Name} is Local and has {string.Join(", ", c.Evidence.GlobalReach.Select(g => g.Name))}.");
            yield break;
        }

        foreach (var link in c.Evidence.GlobalReach.Where(g => !CircuitCase.Is(g.Status, "Connected")))
        {
            yield return c.Found(link.Status is null ? CircuitFindingId.GlobalReachUnknown : CircuitFindingId.GlobalReachDown,
                $"The status of {link.Name} is {link.Status ?? "not told"}.");
        }
    }

    private static CircuitHealth Health(
        CircuitCase c, ImmutableArray<LinkVerdict> links, ImmutableArray<CircuitFinding> findings, ImmutableArray<CircuitFinding> unknowns)
    {
        // What carries VNets decides; where that is switched off or missing, whatever is on.
        var peerings = c.Evidence.Peerings.Select(p => p.Peering).GroupBy(p => p switch
        {
            { IsEnabled: true, IsPrivate: true } => 0,
            { IsEnabled: true } => 1,
            _ => 2,
        }).MinBy(g => g.Key)?.Select(p => p.Name).ToArray() ?? [];
        var decisive = links.Where(l => peerings.Contains(l.Peering)).ToArray();
        var isDown = decisive.Length == 0 ? c.Circuit.Peerings is not null : decisive.All(l => l.State == LinkState.Down);
        return findings.Length > 0 && isDown ? CircuitHealth.Down
            : findings.Length > 0 ? CircuitHealth.Degraded
            : unknowns.Length > 0 || decisive.Length == 0 || decisive.Any(l => l.State != LinkState.Up) ? CircuitHealth.Unknown
            : CircuitHealth.Healthy;
    }

    private static ImmutableArray<LinkVerdict> Links(CircuitCase c, CircuitFinding[] found) =>
    [
        .. from peering in c.Evidence.Peerings
           from link in peering.Links
           select Link(c, new(c, peering, link), found),
    ];

    private static LinkVerdict Link(CircuitCase c, LinkCase link, CircuitFinding[] found)
    {
        var (peering, isJudged) = (link.Peering, c.IsProvisioned && link.Peering.Peering.IsEnabled);
        var addresses = link.Addresses ?? link.AddressesIPv6;
        var first = peering.Traffic.Tells(out var counted) ? counted : null;
        var later = peering.LaterTraffic.Tells(out var again) ? again : null;
        return new(peering.Peering.Name, link.Link)
        {
            State = isJudged ? link.State : IsDown(c, peering) ? LinkState.Down : LinkState.Unknown,
            CustomerAddress = addresses?.CustomerAddress,
            MicrosoftAddress = addresses?.MicrosoftAddress,
            Bgp = Session(link),
            Arp = Table(link, found),
            PrefixesReceived = link.FromSite?.Length is > 0 and var count ? count : (link.Session ?? link.SessionIPv6)?.Prefixes,
            BytesIn = (later ?? first)?.In(link.Link),
            BytesOut = (later ?? first)?.Out(link.Link),
            IsMoving = first is null || later is null ? null
                : first.In(link.Link) != later.In(link.Link) && first.Out(link.Link) != later.Out(link.Link),
            Reasons = [.. found.Where(f => f.Link == link.Link && f.Resource.Name == peering.Peering.Name).Select(f => f.Id)],
        };
    }

    // Of a state that is not told nobody can say that it keeps the links down.
    private static bool IsDown(CircuitCase c, PeeringEvidence peering) => !peering.Peering.IsEnabled
        || (c.Circuit.CircuitState is { } state && !CircuitCase.Is(state, "Enabled"))
        || (c.Circuit.ProviderState is { } provider && !CircuitCase.Is(provider, "Provisioned"));

    private static string Session(LinkCase link) => (link.Session ?? link.SessionIPv6) switch
    {
        _ when !link.Evidence.Neighbors.IsKnown => "not known",
        null => "none",
        { IsEstablished: true, UpDown: { } since } => $"established {since}",
        { IsEstablished: true } => "established",
        var session => session.StateOrPrefixes ?? session.UpDown ?? "not established",
    };

    private static string Table(LinkCase link, CircuitFinding[] found)
    {
        if (!link.Evidence.Arp.Tells(out var rows))
        {
            return "not known";
        }

        var hidden = link.Link == CircuitLink.Primary ? CircuitFindingId.ArpHiddenPrimary : CircuitFindingId.ArpHiddenSecondary;
        return found.Any(f => f.Id == hidden && f.Resource.Name == link.Peering.Peering.Name) ? "hidden"
            : rows.Any(r => r is { Side: ArpSide.OnPremises, HardwareAddress: not null }) && rows.Any(r => r is { Side: ArpSide.Microsoft, HardwareAddress: not null })
                ? "complete" : "incomplete";
    }

    private static ImmutableArray<Addressing.IPPrefix> Prefixes(CircuitCase c, Func<LinkCase, ImmutableArray<CircuitRoute>?> of)
    {
        var tables = c.Links.Where(l => l.Peering.Peering.IsPrivate).Select(of).OfType<ImmutableArray<CircuitRoute>>().ToArray();
        return tables.Length == 0 ? default : [.. tables.SelectMany(t => t).Select(r => r.Network).Distinct().Order()];
    }
}
