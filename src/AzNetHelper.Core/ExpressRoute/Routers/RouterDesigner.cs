using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>From a topology and a circuit in it to what the routers at its links must be told. Pure.</summary>
public static class RouterDesigner
{
    /// <summary>
    /// Designs the routers of a circuit: one, or one for each link. Empty when that cannot be: every reason is a failure.
    /// </summary>
    /// <param name="topology">The circuit, and the networks that are linked with it.</param>
    /// <param name="id">The circuit.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="steps">Where failures and notices go.</param>
    public static ImmutableArray<RouterDesign> Design(Topology topology, ResourceId id, RouterRequest request, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        if (Ground(topology, id, steps) is not var (circuit, peering))
        {
            return [];
        }

        var networks = CircuitNetworks.Of(topology, id);
        var (advertised, accepted) = (Advertised(topology, id, request), Accepted(networks, request));
        ImmutableArray<Failure> failures =
        [
            .. RouterChecks.Of(peering, id, request), .. RouterChecks.OfPrefixes(peering, id, request, networks, advertised, accepted),
        ];
        if (!failures.IsEmpty)
        {
            foreach (var failure in failures)
            {
                steps.Fail(failure);
            }

            return [];
        }

        RouterChecks.Notice(circuit, peering, networks, advertised, steps);
        RouterLink[] links = [Link(CircuitLink.Primary, peering.PrimaryPrefix, peering.HasIPv6 ? peering.PrimaryPrefixIPv6 : null),
            Link(CircuitLink.Secondary, peering.SecondaryPrefix, peering.HasIPv6 ? peering.SecondaryPrefixIPv6 : null)];
        var whole = new RouterDesign(id)
        {
            RouterAsn = peering.PeerAsn!.Value,
            VlanId = peering.VlanId!.Value,
            OuterVlanId = request.OuterVlanId,
            Links = [.. links],
            Preference = request.Preference,
            Advertised = advertised,
            Accepted = accepted,
            Own = Own(advertised.Concat(links.SelectMany(Prefixes)), accepted, networks.All),
            Expected = SessionPrefixes.Of(circuit),
            AcceptsDefault = request.AcceptDefault,
        };
        return request.Links switch
        {
            LinkSelection.Both => [whole],
            LinkSelection.Each => [.. links.Select(Alone)],
            LinkSelection.Primary => [Alone(links[0])],
            _ => [Alone(links[1])],
        };

        RouterDesign Alone(RouterLink link) => whole with { Links = [link], Part = link.Name };
    }

    private static (ExpressRouteCircuit Circuit, CircuitPeering Peering)? Ground(Topology topology, ResourceId id, StepWriter steps)
    {
        var circuit = topology.Circuits.FirstOrDefault(c => c.Id == id);
        if (circuit is null)
        {
            steps.Fail(new("CircuitNotFound", FailureKind.ObjectNotFound, $"The circuit {id} does not exist, or was not read.", id));
            return null;
        }

        if (circuit.PrivatePeering is not { } peering)
        {
            steps.Fail(new("NoPrivatePeering", FailureKind.InvalidOperation, $"{id} has no private peering, so there are no addresses and no "
                + "ASN to configure a router with. Make it with New-ExpressRoutePrivatePeering.", id));
            return null;
        }

        return (circuit, peering);
    }

    // A circuit brings what was asked of it; with -Advertise nothing is guessed.
    private static ImmutableArray<IPPrefix> Advertised(Topology topology, ResourceId id, RouterRequest request) =>
    [
        .. (request.Advertise.IsDefaultOrEmpty ? topology.ExpressRoutePrefixes.GetValueOrDefault(id, []).Where(p => !p.IsDefault) : request.Advertise)
            .Distinct().Order(),
    ];

    private static ImmutableArray<IPPrefix> Accepted(CircuitNetworks networks, RouterRequest request)
    {
        var wanted = request.Accept == AcceptedRoutes.LinkedNetworks ? networks.Linked : [.. AddressKinds.Private, .. networks.Linked];
        IPPrefix[] all = [.. wanted.Where(p => !p.IsDefault).Distinct().Order()];
        return [.. all.Where(p => !all.Any(o => o != p && o.Contains(p)))];
    }

    // A site that announces 10.0.0.0/8 must not refuse the VNets inside of it.
    private static ImmutableArray<OwnPrefix> Own(IEnumerable<IPPrefix> site, ImmutableArray<IPPrefix> accepted, ImmutableArray<IPPrefix> networks) =>
        [.. site.Distinct().Order().Select(p => new OwnPrefix(p, !p.IsDefault && !accepted.Any(p.Contains) && !networks.Any(p.Contains)))];

    private static RouterLink Link(CircuitLink link, IPPrefix? prefix, IPPrefix? six) => new(link, LinkAddresses.Of(prefix)!, LinkAddresses.Of(six));

    private static IEnumerable<IPPrefix> Prefixes(RouterLink link) => link.IPv6 is { } six ? [link.IPv4.Prefix, six.Prefix] : [link.IPv4.Prefix];
}
