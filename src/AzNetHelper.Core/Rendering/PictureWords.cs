using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>What a picture says in words, the same in every format.</summary>
internal static class PictureWords
{
    /// <summary>What arrows and lines mean, for those who see them for the first time.</summary>
    public const string Legend = "Arrows lead from who lends a gateway to who uses it; words on a line say its state.";

    public static string Of(PictureNode node) => node.Role switch
    {
        PictureRole.Hub => "Hub",
        PictureRole.Spoke => "VNet",
        PictureRole.Isolated => "VNet, joined with none",
        _ => Of(node.Kind),
    };

    public static string Of(PictureNodeKind kind) => kind switch
    {
        PictureNodeKind.VirtualNetwork => "VNet",
        PictureNodeKind.VirtualWan => "Virtual WAN hub",
        PictureNodeKind.VpnGateway => "VPN gateway",
        PictureNodeKind.ExpressRouteGateway => "ExpressRoute gateway",
        PictureNodeKind.OtherGateway => "Gateway",
        PictureNodeKind.Firewall => "Firewall",
        PictureNodeKind.Appliance => "Appliance",
        PictureNodeKind.LoadBalancer => "Load balancer",
        PictureNodeKind.Circuit => "ExpressRoute circuit",
        PictureNodeKind.Site => "Site",
        PictureNodeKind.ClientPool => "Point-to-site clients",
        _ => "Connected group",
    };

    public static string? Of(PictureMark mark) => mark == PictureMark.None ? null : mark.ToString().ToUpperInvariant();

    public static string Of(PeeringOwner owner) => owner switch
    {
        PeeringOwner.VirtualNetworkManager => "Virtual Network Manager",
        PeeringOwner.VirtualWan => "Virtual WAN",
        PeeringOwner.ManagedService => "a managed service",
        _ => "users",
    };

    /// <summary>What stands in a node, a line each, its name first.</summary>
    public static IEnumerable<string> Lines(PictureNode node, WayMarks way)
    {
        var kind = Of(node);
        string?[] facts = [kind == node.Label ? null : kind, node.IsRead ? null : "not read", node.Region];
        string?[] lines =
        [
            Of(node.Mark),
            .. way.OfNode(node.Key),
            node.Label,
            string.Join(", ", facts.Where(f => !string.IsNullOrEmpty(f))),
            .. node.Lines,
        ];
        return lines.Where(l => !string.IsNullOrEmpty(l)).Select(l => l!);
    }

    /// <summary>What stands at a link, the most pressing first.</summary>
    public static IEnumerable<string> Phrases(PictureLink link, Func<string, string> labelOf, WayMarks way)
    {
        var (from, to) = (labelOf(link.From), labelOf(link.To));
        string?[] said =
        [
            Of(link.Mark),
            .. way.OfLink(link.Key),
            link.State,
            link.Health == PictureHealth.Closed ? "access is off" : null,
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
        return said.OfType<string>().Where(s => s.Length > 0);
    }

    public static ImmutableArray<(string What, int Count)> Counts(PictureCounts counts) =>
    [
        ("Virtual networks", counts.VirtualNetworks),
        ("Peering halves", counts.PeeringHalves),
        ("Gateways", counts.Gateways),
        ("Connections", counts.Connections),
        ("Sites", counts.Sites),
        ("ExpressRoute circuits", counts.Circuits),
        ("Firewalls", counts.Firewalls),
        ("Appliances", counts.Appliances),
        ("Load balancers", counts.LoadBalancers),
        ("Client pools", counts.ClientPools),
        ("Connected groups", counts.ConnectedGroups),
    ];

    /// <summary>The same in a line, without what there is none of.</summary>
    public static string Counted(PictureCounts counts) => Counts(counts).Where(c => c.Count > 0).ToArray() is [_, ..] some
        ? string.Join(", ", some.Select(c => Invariant($"{c.What}: {c.Count}"))) : "No networks";

    /// <summary>What there is to say beside the drawing, a line each: title, counts, plan, way, what was not read.</summary>
    public static IEnumerable<string> About(Picture picture) =>
    [
        picture.Title,
        Counted(picture.Counts),
        .. picture.ReadAt is { } at ? [$"Read at {Moment(at)}"] : Array.Empty<string>(),
        .. picture.Plan is null ? [] : new[] { $"Plan: {picture.Plan}. Its marks: ADDED, CHANGED, REMOVED" },
        .. picture.Nodes.SelectMany(n => n.Changes.Select(c => $"{Of(n.Mark)} {n.Label}: {c}")),
        .. picture.Links.SelectMany(l => l.Changes.Select(c => $"{Of(l.Mark)}: {c}")),
        .. picture.Way is null ? [] : Way(picture.Way),
        .. picture.Notes,
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
