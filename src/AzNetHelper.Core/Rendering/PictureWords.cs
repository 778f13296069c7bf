using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>What a picture says in words, the same in every format.</summary>
internal static class PictureWords
{
    public static string Of(PictureNode node) => node.Role switch
    {
        PictureRole.Hub => "Hub",
        PictureRole.Isolated => $"{Of(PictureNodeKind.VirtualNetwork)}, joined with none",
        _ => Of(node.Kind),
    };

    public static string Of(PictureNodeKind kind) => Capital(Within(kind));

    /// <summary>What it is called within a sentence.</summary>
    public static string Within(PictureNodeKind kind) => kind switch
    {
        PictureNodeKind.VirtualNetwork => "virtual network",
        PictureNodeKind.VirtualWan => "Virtual WAN hub",
        PictureNodeKind.VpnGateway => "VPN gateway",
        PictureNodeKind.ExpressRouteGateway => "ExpressRoute gateway",
        PictureNodeKind.OtherGateway => "gateway",
        PictureNodeKind.Firewall => "firewall",
        PictureNodeKind.Appliance => "appliance",
        PictureNodeKind.LoadBalancer => "load balancer",
        PictureNodeKind.Circuit => "ExpressRoute circuit",
        PictureNodeKind.Site => "on-premises site",
        PictureNodeKind.ClientPool => "point-to-site clients",
        _ => "connected group",
    };

    public static string Of(PictureLinkKind kind) => kind switch
    {
        PictureLinkKind.Clients => "Client access",
        PictureLinkKind.Membership => "Group member",
        _ => kind.ToString(),
    };

    public static string? Of(PictureMark mark) => mark == PictureMark.None ? null : mark.ToString().ToUpperInvariant();

    public static string Of(PeeringOwner owner) => owner switch
    {
        PeeringOwner.VirtualNetworkManager => "Virtual Network Manager",
        PeeringOwner.VirtualWan => "Virtual WAN",
        PeeringOwner.ManagedService => "a managed service",
        _ => "users",
    };

    /// <summary>What stands before the words of a Virtual WAN where it is not drawn as a cloud.</summary>
    public const string Cloud = "\u2601";

    /// <summary>What stands in a node, a line each, its name first.</summary>
    /// <param name="node">The node.</param>
    /// <param name="way">What of a way is told at it.</param>
    /// <param name="name">What it is called, where that is not its label.</param>
    /// <param name="hasCloud">True where a sign has to tell that it is a cloud.</param>
    public static IEnumerable<string> Lines(PictureNode node, WayMarks way, string? name = null, bool hasCloud = false)
    {
        var kind = $"{(hasCloud && node.Kind == PictureNodeKind.VirtualWan ? $"{Cloud} " : string.Empty)}{Of(node)}";
        string?[] facts = [kind == node.Label ? null : kind, node.IsRead ? null : "not read", node.Region];
        string?[] lines =
        [
            Of(node.Mark),
            .. way.OfNode(node.Key),
            name ?? node.Label,
            string.Join(", ", facts.Where(f => !string.IsNullOrEmpty(f))),
            .. node.Lines,
        ];
        return lines.Where(l => !string.IsNullOrEmpty(l)).Select(l => l!);
    }

    /// <summary>What stands at a link, the most pressing first.</summary>
    public static IEnumerable<string> Phrases(PictureLink link, Func<string, string> labelOf, WayMarks way)
    {
        string?[] said =
        [
            Of(link.Mark),
            .. way.OfLink(link.Key),
            link.State,
            link.Health == PictureHealth.Closed ? "access is off" : null,
            .. Facts(link, labelOf),
        ];
        return said.OfType<string>().Where(s => s.Length > 0);
    }

    /// <summary>What there is to know of a link apart from its state.</summary>
    public static IEnumerable<string> Facts(PictureLink link, Func<string, string> labelOf)
    {
        var (from, to) = (labelOf(link.From), labelOf(link.To));
        string?[] said =
        [
            link.IsGlobal ? "global" : null,
            link.Transit switch
            {
                PictureDirection.Forward => $"gateway of {from}",
                PictureDirection.Backward => $"gateway of {to}",
                PictureDirection.Both => "gateways of both",
                _ => null,
            },
            link.Forwarded switch
            {
                PictureDirection.Forward => $"forwarded into {to}",
                PictureDirection.Backward => $"forwarded into {from}",
                PictureDirection.Both => "forwarded both ways",
                _ => null,
            },
            link.Owner == PeeringOwner.User ? null : $"kept by {Of(link.Owner)}",
            link is { Kind: PictureLinkKind.Connection, Resources.Length: > 1 } ? Invariant($"{link.Resources.Length} connections") : null,
        ];
        return said.OfType<string>();
    }

    /// <summary>How many there are of each kind, with its name within a sentence.</summary>
    public static ImmutableArray<(int Count, string One, string Many)> Counts(PictureCounts counts) =>
    [
        (counts.VirtualNetworks, "virtual network", "virtual networks"),
        (counts.PeeringHalves, "peering half", "peering halves"),
        (counts.Gateways, "gateway", "gateways"),
        (counts.Connections, "connection", "connections"),
        (counts.Sites, "on-premises site", "on-premises sites"),
        (counts.Circuits, "ExpressRoute circuit", "ExpressRoute circuits"),
        (counts.Firewalls, "firewall", "firewalls"),
        (counts.Appliances, "appliance", "appliances"),
        (counts.LoadBalancers, "load balancer", "load balancers"),
        (counts.ClientPools, "client pool", "client pools"),
        (counts.ConnectedGroups, "connected group", "connected groups"),
    ];

    public static string Counted((int Count, string One, string Many) things) =>
        Invariant($"{things.Count} {(things.Count == 1 ? things.One : things.Many)}");

    /// <summary>The same in a line, without what there is none of.</summary>
    public static string Counted(PictureCounts counts) => Counts(counts).Where(c => c.Count > 0).ToArray() is [_, ..] some
        ? string.Join(", ", some.Select(c => Invariant($"{Capital(c.Many)}: {c.Count}"))) : "No networks";

    public static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    /// <summary>What there is to say beside the drawing, a line each: title, counts, plan, way, what was not read.</summary>
    public static IEnumerable<string> About(Picture picture) =>
    [
        picture.Title,
        Counted(picture.Counts),
        .. picture.ReadAt is { } at ? [$"Read at {Moment(at)}"] : Array.Empty<string>(),
        .. picture.Plan is null ? [] : new[] { $"Plan: {picture.Plan}. Its marks: ADDED, CHANGED, REMOVED" },
        .. Changes(picture),
        .. picture.Way is null ? [] : Way(picture.Way),
        .. picture.Notes,
    ];

    /// <summary>What a plan does to what is drawn, a line each.</summary>
    public static IEnumerable<string> Changes(Picture picture) =>
    [
        .. picture.Nodes.SelectMany(n => n.Changes.Select(c => $"{Of(n.Mark)} {n.Label}: {c}")),
        .. picture.Links.SelectMany(l => l.Changes.Select(c => $"{Of(l.Mark)}: {c}")),
    ];

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Way(PictureWay way) =>
    [
        $"{way.Source} <-> {way.Destination}: {way.Verdict}",
        .. way.Legs.SelectMany(l => l.Hops.Select(h =>
            Invariant($"{l.Direction} {h.Number}: {h.Text}{(h.IsBlocking ? " STOPS HERE" : "")}"))),
        .. way.Reasons,
        .. way.Remedies.Select(r => $"Remedy: {r}"),
    ];
}
