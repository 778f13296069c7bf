using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Routing;

/// <summary>
/// The order of a plan that opens doors (a half of a peering that refuses forwarded traffic or lends no gateway, an interface
/// that drops what is not its own, a connection without BGP) and lays routes through them. A route comes into effect the
/// moment that it is written: were it there before its door is open, what reached its end another way until then would be
/// sent to be dropped. The other way round nothing happens, because an open door leads no packet anywhere. A route waits for
/// the doors of its own way only: that of the VNet that it leaves from, those of the VNets that it leads to, and the
/// appliance that it names; so a spoke that is busy for long does not keep the others of its hub waiting.
/// </summary>
internal sealed class DoorsFirst
{
    private readonly Topology _topology;
    private readonly ImmutableArray<Change> _devices;
    private readonly ImmutableArray<NetworkInterface> _interfaces;
    private readonly ILookup<ResourceId, string> _doors;
    private readonly Dictionary<IPPrefix, ImmutableArray<ResourceId>> _ends = [];

    public DoorsFirst(Topology topology, Plan? doors, ImmutableArray<Change> devices, ImmutableArray<NetworkInterface> interfaces)
    {
        _topology = topology;
        _devices = [.. devices.Where(d => d.Writes)];
        _interfaces = interfaces;
        _doors = (doors?.Changes ?? []).Where(c => c.Writes && c.Resource.Parent is not null).ToLookup(c => c.Resource.Parent!, c => c.Key);
    }

    /// <summary>A change of a table, after the doors that its routes lead through.</summary>
    public Change Place(PlannedTable table, RouteChange change)
    {
        if (!change.Change.Writes || change.Routes.IsEmpty || (_doors.Count == 0 && _devices.IsEmpty))
        {
            return change.Change;
        }

        var networks = table.Users.Select(u => u.Parent).OfType<ResourceId>().Concat(table.Subnets.Select(s => s.Network.Id))
            .Concat(change.Routes.SelectMany(r => EndsOf(r.Prefix))).Distinct();
        var needed = networks.SelectMany(n => _doors[n]).Concat(DevicesOf(change.Routes));
        return change.Change with { DependsOn = [.. change.Change.DependsOn.Concat(needed).Distinct(StringComparer.Ordinal)] };
    }

    private IEnumerable<string> DevicesOf(ImmutableArray<PlannedRoute> routes)
    {
        var hops = routes.Select(r => r.Hop.Address).OfType<System.Net.IPAddress>().ToHashSet();
        var named = _interfaces.Where(i => i.Addresses.Any(a => a.Address is { } address && hops.Contains(address))).Select(i => i.Id).ToHashSet();
        var usesGateway = routes.Any(r => r.Hop == RouteHop.Gateway);
        return _devices.Where(d => named.Contains(d.Resource) || (usesGateway && d.Resource.IsType(ResourceTypes.Connection)))
            .Select(d => d.Key);
    }

    // The VNets that have addresses of the prefix.
    private ImmutableArray<ResourceId> EndsOf(IPPrefix prefix)
    {
        if (!_ends.TryGetValue(prefix, out var ends))
        {
            _ends[prefix] = ends = [.. _topology.VirtualNetworks.Where(n => n.AddressSpace.Any(prefix.Overlaps)).Select(n => n.Id)];
        }

        return ends;
    }
}
