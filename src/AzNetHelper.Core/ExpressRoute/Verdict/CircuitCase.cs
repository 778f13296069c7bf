using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>The evidence, with what more than one judgment has to work out of it.</summary>
internal sealed class CircuitCase(CircuitEvidence evidence)
{
    public CircuitEvidence Evidence => evidence;

    public ExpressRouteCircuit Circuit => evidence.Circuit;

    /// <summary>Enabled and Provisioned; what is not told counts as no: nothing is judged by what may not be there.</summary>
    public bool IsProvisioned => Is(Circuit.CircuitState, "Enabled") && Is(Circuit.ProviderState, "Provisioned");

    /// <summary>The peerings whose links are judged.</summary>
    public IEnumerable<LinkCase> Links => !IsProvisioned ? [] : evidence.Peerings.Where(p => p.Peering.IsEnabled)
        .SelectMany(p => p.Links.Select(l => new LinkCase(this, p, l)));

    /// <summary>The links of one peering.</summary>
    public IEnumerable<LinkCase> LinksOf(PeeringEvidence peering) => Links.Where(l => ReferenceEquals(l.Peering, peering));

    /// <summary>The connections that could be seen.</summary>
    public ImmutableArray<GatewayEvidence> Gateways => evidence.Gateways.Tells(out var all) ? all : [];

    /// <summary>What lies behind connected gateways, as far as it is known.</summary>
    public IEnumerable<NetworkSpace> Networks => Gateways.SelectMany(g => g.Networks.Tells(out var all) ? all : []);

    public static bool Is(string? state, string wanted) => string.Equals(state, wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>A finding about the circuit.</summary>
    public CircuitFinding Found(CircuitFindingId id, string reason) => Found(id, Circuit.Id, reason);

    public CircuitFinding Found(CircuitFindingId id, PeeringEvidence peering, string reason) =>
        Found(id, Circuit.Id.Child("peerings", peering.Peering.Name), reason, peering);

    public CircuitFinding Found(CircuitFindingId id, ResourceId about, string reason) => Found(id, about, reason, peering: null);

    private CircuitFinding Found(CircuitFindingId id, ResourceId about, string reason, PeeringEvidence? peering)
    {
        var (owner, action) = FindingCircumstances.Of(id, this, peering);
        return new(id, about, reason, action.Replace("{circuit}", Circuit.Id.ToString(), StringComparison.Ordinal)) { Owner = owner };
    }
}

/// <summary>One link of a peering, with what follows from its tables.</summary>
internal sealed class LinkCase(CircuitCase circuit, PeeringEvidence peering, LinkEvidence link)
{
    public CircuitCase Case => circuit;

    public PeeringEvidence Peering => peering;

    public LinkEvidence Evidence => link;

    public CircuitLink Link => link.Link;

    public LinkAddresses? Addresses => LinkAddresses.Of(peering.PrefixOf(Link, isIPv6: false));

    public LinkAddresses? AddressesIPv6 => peering.Peering.HasIPv6 ? LinkAddresses.Of(peering.PrefixOf(Link, isIPv6: true)) : null;

    /// <summary>True when it has an address to speak with.</summary>
    public bool IsConfigured => Addresses is not null || AddressesIPv6 is not null;

    /// <summary>In words, for messages.</summary>
    public string Name => $"the {(Link == CircuitLink.Primary ? "primary" : "secondary")} link"
        + (peering.Peering.IsPrivate ? string.Empty : $" of {peering.Peering.Name}");

    /// <summary>The session with the router on premises; null where Microsoft's router has none, or its sessions are not known.</summary>
    public BgpNeighbor? Session => With(Addresses);

    public BgpNeighbor? SessionIPv6 => With(AddressesIPv6);

    public LinkState State => !IsConfigured ? LinkState.Down
        : !link.Neighbors.IsKnown ? LinkState.Unknown
        : Session is { IsEstablished: true } || (Addresses is null && SessionIPv6 is { IsEstablished: true }) ? LinkState.Up
        : LinkState.Down;

    /// <summary>The routes from on-premises; null where the routes are not known.</summary>
    public ImmutableArray<CircuitRoute>? FromSite => link.Routes.Tells(out var all) ? [.. all.Where(IsFromSite)] : null;

    /// <summary>The routes that on-premises learns; null where the routes are not known.</summary>
    public ImmutableArray<CircuitRoute>? ToSite => link.Routes.Tells(out var all) ? [.. all.Where(r => !IsFromSite(r))] : null;

    public CircuitFinding Found(CircuitFindingId id, string reason) => circuit.Found(
        CircuitFindingKind.Of(id).Link == CircuitLink.Primary && Link == CircuitLink.Secondary ? id + 1 : id, peering, reason);

    private BgpNeighbor? With(LinkAddresses? addresses) => addresses is null || !link.Neighbors.Tells(out var all) ? null
        : all.FirstOrDefault(n => IPAddress.TryParse(n.Address, out var address) && address.Equals(addresses.CustomerAddress));

    private bool IsFromSite(CircuitRoute route) => SiteRoutes.IsFromSite(peering, Link, route);
}
