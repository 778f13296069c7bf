using AzNetHelper.Arm;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Where a packet can be: a subnet or a gateway. A place remembers how packets went on from it that had come from
/// elsewhere, because most packets for one destination share the end of their way.
/// </summary>
internal abstract class Place(ResourceId id)
{
    private Trail?[] _known = [];

    public ResourceId Id => id;

    /// <summary>The VNet that it is in.</summary>
    public abstract NetworkNode Node { get; }

    /// <summary>How a packet went on; null when that is not known yet.</summary>
    public Trail? Recall(int key)
    {
        var known = Volatile.Read(ref _known);
        return key < known.Length ? Volatile.Read(ref known[key]) : null;
    }

    /// <summary>
    /// Keeps how a packet went on. Threads that keep at the same time may lose one another's; it is found again.
    /// </summary>
    public void Keep(int key, Trail trail)
    {
        var known = Volatile.Read(ref _known);
        if (key >= known.Length)
        {
            var grown = new Trail?[Math.Max(Math.Max(key + 1, 2 * known.Length), 2 * Node.Estate.Pieces)];
            known.CopyTo(grown, 0);
            Volatile.Write(ref _known, grown);
            known = grown;
        }

        Volatile.Write(ref known[key], trail);
    }
}

/// <summary>A subnet, or a VNet without subnets.</summary>
internal sealed class SubnetRef(NetworkNode node, ResourceId id, string? name, ResourceId? routeTable) : Place(id)
{
    private EffectiveRoutes? _routes;

    public override NetworkNode Node => node;

    /// <summary>The subnet's name; null for a VNet without subnets.</summary>
    public string? Name => name;

    public ResourceId? RouteTable => routeTable;

    /// <summary>The routes in force here; null when the route table was not read.</summary>
    public EffectiveRoutes? Routes => _routes ??= node.RoutesOf(this);
}
