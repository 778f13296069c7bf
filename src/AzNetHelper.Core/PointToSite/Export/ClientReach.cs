using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.PointToSite;

/// <summary>What routing says about the clients of a gateway and one network or site.</summary>
/// <param name="Resource">The VNet, local network gateway or circuit.</param>
/// <param name="Verdict">Both directions together.</param>
public sealed record ClientReach(ResourceId Resource, Verdict Verdict)
{
    /// <summary>As Test-VNetTransitivity names it.</summary>
    public required string Name { get; init; }

    /// <summary>Its prefixes.</summary>
    public ImmutableArray<IPPrefix> Prefixes { get; init; } = [];

    /// <summary>Why what is not reached is not, a sentence each.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>What the clients of a gateway reach of what was read around it: its own VNet first, then what is reached, then the rest.</summary>
    /// <param name="topology">The gateway and everything around it.</param>
    /// <param name="gateway">The gateway; it has a client pool.</param>
    public static ImmutableArray<ClientReach> Of(Topology topology, VirtualNetworkGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(gateway);
        var engine = new ReachabilityEngine(topology);
        var pool = new ClientPoolEndpoint(gateway.Id);
        var circuits = topology.Connections.Select(c => c.Circuit).OfType<ResourceId>().Where(c => topology.Document(c) is not null).Distinct();
        return
        [
            .. topology.VirtualNetworks.Select(n => Ask(new VNetEndpoint(n.Id), n.AddressSpace))
                .Concat(topology.LocalNetworkGateways.Select(s => Ask(new SiteEndpoint(s.Id), s.AddressSpace)))
                .Concat(circuits.Select(c => Ask(new SiteEndpoint(c), [])))
                .OfType<ClientReach>().OrderByDescending(r => r.Resource == gateway.VirtualNetwork).ThenByDescending(r => r.Verdict).ThenBy(r => r.Resource),
        ];

        ClientReach? Ask(Endpoint end, ImmutableArray<IPPrefix> prefixes)
        {
            try
            {
                var answer = engine.Ask(pool, end);
                return new(end.Id, answer.Verdict)
                {
                    Name = end.ToString(), Prefixes = prefixes, Reasons = [.. answer.Reasons.Select(r => r.Sentence).Distinct(StringComparer.Ordinal)],
                };
            }
            catch (EndpointException)
            {
                // A site that no connection that was read leads to is none of this gateway's.
                return null;
            }
        }
    }

    public override string ToString() => Reasons.IsEmpty ? $"{Name}: {Verdict}" : $"{Name}: {Verdict} ({string.Join(' ', Reasons)})";
}
