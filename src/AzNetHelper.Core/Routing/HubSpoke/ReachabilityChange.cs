using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Routing.Checks;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing;

/// <summary>A pair whose verdict is another one afterwards.</summary>
/// <param name="Source">One end, as text.</param>
/// <param name="Destination">The other end, as text.</param>
/// <param name="Before">The verdict before.</param>
/// <param name="After">The verdict afterwards.</param>
public sealed record VerdictChange(string Source, string Destination, Verdict Before, Verdict After)
{
    /// <summary>What one end stands for, and the other.</summary>
    internal (ResourceId Source, ResourceId Destination) Ends { get; init; }

    /// <summary>True when somebody who did reach the other does not any more, all or in part.</summary>
    public bool IsWorse => Before >= Verdict.Partial && After < Before;

    public override string ToString() => $"{Source} <-> {Destination}: {Before} -> {After}";
}

/// <summary>
/// The matrix before and after: of every VNet whose subnets get other routes with every VNet, site and client pool there is.
/// What nobody writes has the same routes, so no other pair can change.
/// </summary>
internal static class ReachabilityChange
{
    private const int Named = 25;

    /// <summary>The plan with what gets worse as a problem, and what still does not arrive as a notice.</summary>
    public static Plan Tell(HubRouting hub, Plan plan)
    {
        if (!plan.CanApply || hub.Hub is null)
        {
            return plan;
        }

        var after = PlanProjection.Of(hub.Topology, plan);
        if (!after.IsAccepted)
        {
            return plan with { Problems = after.Refusals };
        }

        var changed = plan.IsEmpty ? [] : Between(hub.Topology, after.Topology, Written(hub, plan)).ToArray();
        var worse = changed.Where(c => c.IsWorse).ToArray();
        return plan with
        {
            Problems = worse.Length == 0 ? plan.Problems : plan.Problems.Add(new(HubSpokeChecks.ReachabilityLost,
                $"These would no longer reach each other as they do: {List(worse)}. Nothing is written.{Hint(hub)}", hub.Hub.Id)),
            Notices = [.. plan.Notices, .. AlsoOpened(hub, changed), .. StillApart(hub, after.Topology)],
        };
    }

    /// <summary>Every pair whose verdict differs; of the VNets given with everything.</summary>
    public static IEnumerable<VerdictChange> Between(Topology before, Topology after, IReadOnlyCollection<ResourceId> networks)
    {
        var (one, other) = (new Verdicts(before), new Verdicts(after));
        var written = networks.Where(n => before.VirtualNetwork(n) is not null).Order().ToArray();
        var among = written.ToHashSet();
        var ends = before.VirtualNetworks.Select(n => (Endpoint)new VNetEndpoint(n.Id))
            .Concat(before.LocalNetworkGateways.Select(s => new SiteEndpoint(s.Id)))
            .Concat(before.Circuits.Select(c => c.Id).Union(before.ExpressRoutePrefixes.Keys).Select(c => new SiteEndpoint(c)))
            .Concat(before.Gateways.Where(g => !g.ClientPool.IsEmpty && g.VirtualNetwork is not null).Select(g => new ClientPoolEndpoint(g.Id)));
        var pairs = from end in ends
                    from network in written
                    where end is not VNetEndpoint peer || (peer.VNet != network && (!among.Contains(peer.VNet) || network < peer.VNet))
                    select (network, end);
        foreach (var (network, end) in pairs)
        {
            var source = new VNetEndpoint(network);
            if (one.Of(source, end) is not { } was || other.Of(source, end) is not { } @is)
            {
                continue;
            }

            if (was != @is)
            {
                yield return new(source.ToString(), end.ToString(), was, @is) { Ends = (network, end.Id) };
            }
            else if (was == Verdict.Partial)
            {
                // In part before and afterwards, and perhaps in other parts: the subnets tell.
                foreach (var change in Parts(before, source, end, one, other))
                {
                    yield return change with { Ends = (network, end.Id) };
                }
            }
        }
    }

    private static IEnumerable<VerdictChange> Parts(
        Topology topology, Endpoint source, Endpoint destination, Verdicts before, Verdicts after) =>
        from a in Subnets(topology, source)
        from b in Subnets(topology, destination)
        let was = before.Of(a, b)
        let now = after.Of(a, b)
        where was is not null && now is not null && was != now
        select new VerdictChange(a.ToString(), b.ToString(), was.Value, now.Value);

    private static IEnumerable<Endpoint> Subnets(Topology topology, Endpoint end) =>
        end is VNetEndpoint network && topology.VirtualNetwork(network.VNet) is { } read
            && read.Subnets.Where(s => !ReservedSubnets.Contains(s.Name)).ToArray() is { Length: > 0 } subnets
            ? subnets.Select(s => new SubnetEndpoint(s.Id))
            : [end];

    // A site that holds the addresses of the VNets too is not routed unasked: its prefix would lose to every peering.
    private static string Hint(HubRouting hub)
    {
        IPPrefix[] wide = hub.IncludesGateway
            ? [.. hub.Gateways.SelectMany(g => g.Announced).Where(p => !p.IsDefault).Except(hub.Sites).Distinct().Order()]
            : [];
        return wide.Length == 0 ? string.Empty
            : $" On-premises prefixes that hold addresses of these VNets are routed when they are asked for: -AddressPrefix {string.Join(", ", wide)}.";
    }

    /// <summary>The VNets whose subnets are given other routes, or whose peerings are written.</summary>
    private static HashSet<ResourceId> Written(HubRouting hub, Plan plan) =>
        [.. plan.Changes.Where(c => c.Writes).SelectMany(c => c.Lanes).Where(l => l.IsType(ResourceTypes.VirtualNetwork)), hub.Request.Hub];

    // That the spokes reach each other was asked for; that somebody else comes to reach one, over a gateway that it uses now
    // or by a wide prefix, is for a person to know.
    private static IEnumerable<PlanNotice> AlsoOpened(HubRouting hub, VerdictChange[] changed)
    {
        var spokes = hub.Spokes.Select(s => s.Id).ToHashSet();
        var others = changed.Where(c => !c.IsWorse && c.After >= Verdict.Partial && !(spokes.Contains(c.Ends.Source) && spokes.Contains(c.Ends.Destination)))
            .ToArray();
        if (others.Length > 0)
        {
            yield return new("AlsoOpened", NoticeSeverity.Warning, $"These come to reach each other, too: {List(others)}.", hub.Request.Hub);
        }
    }

    // What was asked for and is not reached: an appliance that is not known, a route of somebody else that is longer.
    private static IEnumerable<PlanNotice> StillApart(HubRouting hub, Topology after)
    {
        var (verdicts, engine) = (new Verdicts(after), new ReachabilityEngine(after));
        var apart = new List<string>();
        foreach (var (one, i) in hub.Spokes.Select((s, i) => (s, i)))
        {
            foreach (var other in hub.Spokes.Skip(i + 1))
            {
                if (verdicts.Of(new VNetEndpoint(one.Id), new VNetEndpoint(other.Id)) is { } verdict and not Verdict.Reachable)
                {
                    apart.Add(apart.Count >= Named ? string.Empty : $"{one.Name} and {other.Name} ({verdict}: "
                        + $"{engine.Ask(new VNetEndpoint(one.Id), new VNetEndpoint(other.Id)).ReasonIds})");
                }
            }
        }

        if (apart.Count > 0 && !hub.Wishes.IsEmpty)
        {
            yield return new("StillApart", NoticeSeverity.Warning,
                $"These will not reach each other, or not wholly, all the same: {List(apart)}. Test-VNetTransitivity tells why.", hub.Request.Hub);
        }
    }

    private static string List(IReadOnlyCollection<object> items) => string.Join("; ", items.Take(Named))
        + (items.Count > Named ? string.Create(CultureInfo.InvariantCulture, $"; and {items.Count - Named} more") : string.Empty);
}
