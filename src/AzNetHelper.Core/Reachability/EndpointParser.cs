using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability;

/// <summary>
/// From text to an endpoint of a topology: the id of a VNet or subnet, <c>group/vnet</c>, <c>vnet</c>,
/// <c>vnet/subnet</c>, <c>group/vnet/subnet</c>, an IP address (the subnet that holds it), <c>site:name</c> (a local
/// network gateway or a circuit), or <c>pool:gateway</c>.
/// </summary>
public sealed class EndpointParser(Topology topology)
{
    /// <summary>Reads an endpoint.</summary>
    /// <exception cref="EndpointException">The text names nothing, or several things; the message lists
    /// them.</exception>
    public Endpoint Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        text = text.Trim();
        if (text.StartsWith(SiteEndpoint.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Site(text, text[SiteEndpoint.Prefix.Length..]);
        }

        if (text.StartsWith(ClientPoolEndpoint.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Pool(text, text[ClientPoolEndpoint.Prefix.Length..]);
        }

        return text.StartsWith('/') ? ById(text)
            : text.Contains('/', StringComparison.Ordinal) ? ByName(text)
            : IPAddress.TryParse(text, out var address) ? Holding(text, address)
            : ByName(text);
    }

    private Endpoint ById(string text)
    {
        if (!ResourceId.TryParse(text, out var id))
        {
            throw new EndpointException(EndpointException.NotFound, $"'{text}' is not a resource id.");
        }

        if (topology.VirtualNetwork(id) is { } network)
        {
            return new VNetEndpoint(network.Id);
        }

        if (id.Parent is { } parent
            && topology.VirtualNetwork(parent)?.Subnets.FirstOrDefault(s => s.Id == id) is { } subnet)
        {
            return new SubnetEndpoint(subnet.Id);
        }

        // A VNet that was not read but that a peering points at can be asked for: the answer says what is known.
        return topology.VirtualNetworks.Any(n => n.PeeringTo(id) is not null)
            ? new VNetEndpoint(id)
            : throw NotFound(text);
    }

    private Endpoint ByName(string text)
    {
        var parts = text.Split('/');
        var found = parts switch
        {
            [var vnet] => Networks(vnet, group: null).ToArray(),
            [var a, var b] => [.. Networks(b, a), .. Subnets(b, a, group: null)],
            [var group, var vnet, var subnet] => [.. Subnets(subnet, vnet, group)],
            _ => throw NotFound(text),
        };
        return One(text, found);
    }

    private IEnumerable<Endpoint> Networks(string name, string? group) => topology.VirtualNetworks
        .Where(n => Same(n.Name, name) && (group is null || Same(n.ResourceGroup, group)))
        .Select(n => new VNetEndpoint(n.Id));

    private IEnumerable<Endpoint> Subnets(string name, string vnet, string? group) => topology.VirtualNetworks
        .Where(n => Same(n.Name, vnet) && (group is null || Same(n.ResourceGroup, group)))
        .SelectMany(n => n.Subnets).Where(s => Same(s.Name, name))
        .Select(s => new SubnetEndpoint(s.Id));

    private Endpoint Holding(string text, IPAddress address)
    {
        var subnets = topology.VirtualNetworks.SelectMany(n => n.Subnets)
            .Where(s => s.Prefixes.Any(p => p.Contains(address))).Select(s => new SubnetEndpoint(s.Id));
        var bare = topology.VirtualNetworks
            .Where(n => n.Subnets.All(s => ReservedSubnets.Contains(s.Name))
                && !n.Subnets.Any(s => s.Prefixes.Any(p => p.Contains(address)))
                && n.AddressSpace.Any(p => p.Contains(address)))
            .Select(n => new VNetEndpoint(n.Id));
        Endpoint[] found = [.. subnets, .. bare];
        if (found.Length == 0
            && topology.VirtualNetworks.FirstOrDefault(n => n.AddressSpace.Any(p => p.Contains(address)))
            is { } network)
        {
            throw new EndpointException(EndpointException.NotFound,
                $"'{text}' is in the address space of {network.Name}, but in none of its subnets.");
        }

        return One(text, found);
    }

    private Endpoint Pool(string text, string name)
    {
        var gateways = topology.Gateways.Where(g => !g.ClientPool.IsEmpty);
        var found = ResourceId.TryParse(name, out var id) ? gateways.Where(g => g.Id == id)
            : name.Split('/') switch
            {
                [var gateway] => gateways.Where(g => Same(g.Name, gateway)),
                [var group, var gateway] =>
                    gateways.Where(g => Same(g.Name, gateway) && Same(g.Id.ResourceGroup!, group)),
                _ => [],
            };
        return One(text, [.. found.Select(g => new ClientPoolEndpoint(g.Id))]);
    }

    private Endpoint Site(string text, string name)
    {
        var sites = topology.LocalNetworkGateways.Select(g => g.Id).Concat(topology.Circuits.Select(c => c.Id))
            .Concat(topology.ExpressRoutePrefixes.Keys).Distinct();
        var found = ResourceId.TryParse(name, out var id) ? sites.Where(s => s == id)
            : name.Split('/') switch
            {
                [var site] => sites.Where(s => Same(s.Name, site)),
                [var group, var site] => sites.Where(s => Same(s.Name, site) && Same(s.ResourceGroup!, group)),
                _ => [],
            };
        return One(text, [.. found.Select(s => new SiteEndpoint(s))]);
    }

    private Endpoint One(string text, Endpoint[] found) => found switch
    {
        [var one] => one,
        [] => throw NotFound(text),
        _ => throw new EndpointException(EndpointException.Ambiguous,
            $"'{text}' could be any of: {string.Join(", ", found.Select(f => f.Id))}. Write the one that is meant."),
    };

    private EndpointException NotFound(string text) => new(EndpointException.NotFound,
        $"'{text}' names nothing in this topology ({topology}). Write a VNet as 'group/name' or by its id, "
        + "a subnet as 'vnet/subnet', an IP address, 'site:local network gateway or circuit', or 'pool:gateway'.");

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
