using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Connectivity;

/// <summary>
/// From text to one of the two that are to be connected: what <see cref="EndpointParser"/> reads (VNets, subnets, <c>site:</c>,
/// <c>pool:</c>), the name of a local network gateway or a circuit, a prefix on premises, <c>Clients</c>, the id of a service, or the
/// name of a kind of service.
/// </summary>
public sealed class ConnectivityEndParser(Topology topology)
{
    private readonly EndpointParser _endpoints = new(topology);

    /// <summary>Reads an end.</summary>
    /// <exception cref="EndpointException">The text names nothing, or several things.</exception>
    public ConnectivityEnd Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        text = text.Trim();
        return IPPrefix.TryParse(text, out var prefix) && text.Contains('/', StringComparison.Ordinal) ? ByPrefix(prefix)
            : ResourceId.TryParse(text, out var id) && ById(id) is { } named ? named
            : ByName(text);
    }

    // What a site has is the site's. Else it is the VNet that has it, and only what nobody has is a site that Azure does not know.
    private ConnectivityEnd ByPrefix(IPPrefix prefix)
    {
        if (Holder(prefix) is { } site)
        {
            return Site([prefix], site);
        }

        var networks = topology.VirtualNetworks.Where(n => n.AddressSpace.Any(p => p.Contains(prefix))).ToArray();
        return networks switch
        {
            [] => Site([prefix], site: null),
            [var one] => new NetworkEnd(one, one.Subnets.FirstOrDefault(s => s.Prefixes.Any(p => p.Contains(prefix)))),
            _ => throw new EndpointException(EndpointException.Ambiguous, $"{prefix} is in the address space of several virtual networks: "
                + $"{string.Join(", ", networks.Select(n => n.Id))}. Write the id of the one that is meant."),
        };
    }

    // Of sites that both hold it, the one whose prefix is the narrower; a default route holds everything and says nothing.
    private ResourceId? Holder(IPPrefix prefix) =>
        (from site in topology.LocalNetworkGateways
         from held in site.AddressSpace
         where !held.IsDefault && held.Contains(prefix)
         orderby held.Length descending, site.Id
         select site.Id).FirstOrDefault();

    private ConnectivityEnd? ById(ResourceId id) =>
        topology.LocalNetworkGateways.Any(s => s.Id == id) || topology.Circuits.Any(c => c.Id == id) ? Of(new SiteEndpoint(id))
        : topology.Gateways.FirstOrDefault(g => g.Id == id) is { Kind: GatewayKind.Vpn } gateway ? new ClientsEnd(gateway.Id)
        : PlatformService.Of(id) is { } service ? Service(service, id)
        : null;

    // A network may have the name of anything: networks come first, and id or prefix name the rest beyond doubt.
    private ConnectivityEnd ByName(string text)
    {
        EndpointException none;
        try
        {
            return Of(_endpoints.Parse(text));
        }
        catch (EndpointException e) when (e.Id == EndpointException.NotFound)
        {
            none = e;
        }

        if (string.Equals(text, ClientsEnd.Word, StringComparison.OrdinalIgnoreCase))
        {
            return new ClientsEnd();
        }

        if (PlatformService.Named(text) is { } kind)
        {
            return new ServiceEnd(kind);
        }

        if (Services(text) is [var one, .. var others])
        {
            return others.IsEmpty ? Service(PlatformService.Of(one)!, one) : throw new EndpointException(EndpointException.Ambiguous,
                $"'{text}' could be any of: {one}, {string.Join(", ", others)}. Write the one that is meant.");
        }

        try
        {
            return text.StartsWith('/') || text.Contains(':', StringComparison.Ordinal) ? throw none : Of(_endpoints.Parse(SiteEndpoint.Prefix + text));
        }
        catch (EndpointException e) when (e.Id == EndpointException.NotFound)
        {
            throw new EndpointException(EndpointException.NotFound, text.StartsWith('/') || text.Contains(':', StringComparison.Ordinal) ? none.Message
                : $"'{text}' is no virtual network, subnet, site or service that is known. Write a name of these, 'group/name', an id, a prefix on premises "
                + $"such as 192.168.0.0/16, {ClientsEnd.Word}, or a kind of service: {string.Join(", ", PlatformService.All.Select(s => s.Name))}.");
        }
    }

    // A service that is among the documents, by its name or by group/name.
    private ImmutableArray<ResourceId> Services(string text) =>
    [
        .. topology.Documents.Select(d => d.Id).Where(id => PlatformService.Of(id) is { Endpoint: not null } or { PrivateLinkGroups.IsEmpty: false }
            && (string.Equals(id.Name, text, StringComparison.OrdinalIgnoreCase) || string.Equals($"{id.ResourceGroup}/{id.Name}", text, StringComparison.OrdinalIgnoreCase))),
    ];

    private ConnectivityEnd Of(Endpoint endpoint) => endpoint switch
    {
        SubnetEndpoint { Subnet: { Parent: { } parent } id } when topology.VirtualNetwork(parent) is { } network =>
            new NetworkEnd(network, network.Subnets.First(s => s.Id == id)),
        VNetEndpoint { VNet: var id } => topology.VirtualNetwork(id) is { } network ? new NetworkEnd(network)
            : throw new EndpointException(EndpointException.NotFound, $"{id} was not read, so nothing can be said about it. Read it with a right to see it."),
        ClientPoolEndpoint { Gateway: var gateway } => new ClientsEnd(gateway),
        SiteEndpoint { Site: var site } => Site(
            [.. topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == site)?.AddressSpace ?? [], .. topology.ExpressRoutePrefixes.GetValueOrDefault(site, [])], site),
        _ => throw new EndpointException(EndpointException.NotFound, $"'{endpoint}' cannot be connected."),
    };

    private static SiteEnd Site(ImmutableArray<IPPrefix> prefixes, ResourceId? site) => new([.. prefixes.Distinct().Order()], site);

    private ServiceEnd Service(PlatformService service, ResourceId id) =>
        topology.Document(id) is { } document ? ServiceEndReader.Read(service, document) : new(service, id);
}
