using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>What a picture puts together.</summary>
public enum PictureView
{
    /// <summary>All hubs with their spokes in one drawing.</summary>
    Overview,

    /// <summary>A drawing for each hub.</summary>
    Hub,
    Subscription,
    Region,
}

/// <summary>
/// What every format draws alike: the things of a topology as nodes, what joins them as links, and what they are put together
/// by as frames. A pure function of the topology: the same one gives the same picture, in the same order.
/// </summary>
/// <param name="Title">The heading.</param>
public sealed record Picture(string Title)
{
    public PictureView View { get; init; }

    /// <summary>Every node once, by key.</summary>
    public ImmutableArray<PictureNode> Nodes { get; init; } = [];

    /// <summary>Every link once, by key; its ends are keys of nodes.</summary>
    public ImmutableArray<PictureLink> Links { get; init; } = [];

    /// <summary>Every node stands in exactly one frame.</summary>
    public ImmutableArray<PictureFrame> Frames { get; init; } = [];

    /// <summary>How many there are in what is drawn, apart from what was not read; of a plan, before and after it together.</summary>
    public PictureCounts Counts => PictureCounts.Of(Nodes, Links);

    /// <summary>What could not be read, what a plan would not be allowed, what is changed and is no node: a line each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The plan that is marked; null where none is.</summary>
    public string? Plan { get; init; }

    /// <summary>The way that is shown; null where none is.</summary>
    public PictureWay? Way { get; init; }

    /// <summary>When the networks were read; null when that is not known.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>What it is made of: the networks before the plan and after it, less what of that is refused; or the only ones.</summary>
    internal ImmutableArray<PictureScene> Scenes { get; init; } = [];

    /// <summary>The nodes and links as they are before a plan, or after it; the way is one after the plan.</summary>
    public Picture Side(bool after)
    {
        var absent = after ? PictureMark.Removed : PictureMark.Added;
        ImmutableArray<PictureNode> nodes = [.. Nodes.Where(n => n.Mark != absent).Select(n => after ? n with { Was = null } : Earlier(n))];
        var keys = nodes.Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Nodes = nodes,
            Links = [.. Links.Where(l => l.Mark != absent).Select(l => after ? l with { Was = null } : Earlier(l))],
            Way = after ? Way : null,
            Frames =
            [
                .. Frames.Select(f => f with { Nodes = [.. f.Nodes.Where(keys.Contains)] }).Where(f => !f.Nodes.IsEmpty),
            ],
        };
    }

    // Frames are those of both sides together, so it sits where it does in them.
    private static PictureNode Earlier(PictureNode node) => node.Was is { } was
        ? was with { Host = node.Host, Mark = node.Mark, Changes = node.Changes } : node;

    private static PictureLink Earlier(PictureLink link) => link.Was is { } was ? was with { Mark = link.Mark, Changes = link.Changes } : link;

    public override string ToString() => $"{Title}: {Nodes.Length} nodes, {Links.Length} links";
}

/// <summary>What things are put together by.</summary>
/// <param name="Key">Unique in its picture, of <c>a</c> to <c>z</c>, digits and <c>_</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Nodes">Keys of nodes, the hub first.</param>
public sealed record PictureFrame(string Key, string Title, ImmutableArray<string> Nodes)
{
    /// <summary>The key of the hub; null where nothing gathers around one.</summary>
    public string? Hub { get; init; }
}

/// <summary>What a plan does to something.</summary>
public enum PictureMark
{
    None,
    Added,
    Changed,
    Removed,
}

/// <summary>How many things of each kind there are.</summary>
public sealed record PictureCounts
{
    public int VirtualNetworks { get; init; }

    public int PeeringHalves { get; init; }

    public int Gateways { get; init; }

    public int Connections { get; init; }

    public int Sites { get; init; }

    public int Circuits { get; init; }

    public int Firewalls { get; init; }

    /// <summary>Network interfaces that pass on what is not for them.</summary>
    public int Appliances { get; init; }

    public int LoadBalancers { get; init; }

    /// <summary>Gateways with a pool of point-to-site clients.</summary>
    public int ClientPools { get; init; }

    public int ConnectedGroups { get; init; }

    internal static PictureCounts Of(ImmutableArray<PictureNode> nodes, ImmutableArray<PictureLink> links)
    {
        // What a plan removes, and something that stays points at, was read before it.
        var read = nodes.Select(n => n.IsRead ? n : n.Was).Where(n => n is { IsRead: true }).ToLookup(n => n!.Kind);
        return new()
        {
            VirtualNetworks = Nodes(PictureNodeKind.VirtualNetwork),
            PeeringHalves = Resources(PictureLinkKind.Peering),
            Gateways = Nodes(PictureNodeKind.VpnGateway) + Nodes(PictureNodeKind.ExpressRouteGateway) + Nodes(PictureNodeKind.OtherGateway),
            Connections = Resources(PictureLinkKind.Connection),
            Sites = Nodes(PictureNodeKind.Site),
            Circuits = Nodes(PictureNodeKind.Circuit),
            Firewalls = Nodes(PictureNodeKind.Firewall),
            Appliances = Nodes(PictureNodeKind.Appliance),
            LoadBalancers = Nodes(PictureNodeKind.LoadBalancer),
            ClientPools = Nodes(PictureNodeKind.ClientPool),
            ConnectedGroups = Nodes(PictureNodeKind.ConnectedGroup),
        };

        int Nodes(PictureNodeKind kind) => read[kind].Count();

        int Resources(PictureLinkKind kind) => links.Where(l => l.Kind == kind)
            .Sum(l => l.Was is { } was ? l.Resources.Union(was.Resources).Count() : l.Resources.Length);
    }
}
