using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>
/// Styles of draw.io (drawio.com/doc/faq/drawio-style-reference.html). A thing is a box with its name and, in its corner, the
/// icon of Azure that draw.io brings; where a viewer has no such icon, the box with its words is still there.
/// </summary>
internal static class DrawIoStyles
{
    /// <summary>What arrows, lines and edges mean, a line each.</summary>
    public static ImmutableArray<string> Legend { get; } =
    [
        "A block arrow leads to who uses the other's gateway, an open arrow to who accepts forwarded traffic, a double one to who does both; "
            + "words on a line say its state.",
        "Lines: dashed waits, or is removed by the plan; dotted is down or not known, with crosses at its ends where it is down; "
            + "rings at its ends: access is off.",
        "Boxes: a dashed edge was not read, or is removed by the plan; a thick one is a hub, changed by the plan or on the way.",
    ];

    public const string Frame = "rounded=1;arcSize=2;html=1;whiteSpace=wrap;fillColor=none;strokeColor=#86827E;dashed=1;align=left;"
        + "verticalAlign=top;spacingLeft=8;fontStyle=1;fontSize=12;container=1;collapsible=0;recursiveResize=0;expand=0;pointerEvents=0;";

    public const string About = "text;html=1;whiteSpace=wrap;align=left;verticalAlign=top;fontSize=11;fillColor=none;strokeColor=none;";

    public static string Of(PictureNode node, WayMarks way)
    {
        var colours = PicturePalette.Of(node);
        var line = way.StopsAt(node.Key) ? PicturePalette.OfWay(stops: true) : way.Passes(node.Key) ? PicturePalette.OfWay(stops: false)
            : PicturePalette.Of(node.Mark) ?? colours.Line;
        var width = node.Mark != PictureMark.None || way.Passes(node.Key) || way.StopsAt(node.Key) ? 3 : node.Role == PictureRole.Hub ? 2 : 1;
        return Shape(node)
            + FormattableString.Invariant($"html=1;whiteSpace=wrap;fontSize=10;fillColor={colours.Fill};strokeColor={line};strokeWidth={width};fontColor={PicturePalette.Text};")
            + (!node.IsRead || node.Mark == PictureMark.Removed ? "dashed=1;" : string.Empty)
            + (node.IsNetwork ? "container=1;collapsible=0;recursiveResize=0;expand=0;" : string.Empty);
    }

    public static string Of(PictureLink link, WayMarks way)
    {
        var line = way.StopsAt(link.Key) ? PicturePalette.OfWay(stops: true) : way.Passes(link.Key) ? PicturePalette.OfWay(stops: false)
            : PicturePalette.Of(link.Mark) ?? PicturePalette.Of(link.Health);
        var dashes = link.Mark == PictureMark.Removed || link.Health == PictureHealth.Waiting ? "dashed=1;dashPattern=8 4;"
            : link.Health is PictureHealth.Broken or PictureHealth.Unknown ? "dashed=1;dashPattern=1 3;" : string.Empty;
        return $"html=1;rounded=1;fontSize=9;labelBackgroundColor=default;strokeColor={line};strokeWidth={(link.Mark != PictureMark.None || way.Passes(link.Key) ? 3 : 1)};"
            + dashes + Arrow("end", link, PictureDirection.Forward) + Arrow("start", link, PictureDirection.Backward);
    }

    private static string Arrow(string end, PictureLink link, PictureDirection way) =>
        link.Health == PictureHealth.Broken ? $"{end}Arrow=cross;"
        : link.Health == PictureHealth.Closed ? $"{end}Arrow=oval;{end}Fill=0;"
        : link.Transit.HasFlag(way) ? $"{end}Arrow={(link.Forwarded.HasFlag(way) ? "doubleBlock" : "block")};{end}Fill=1;"
        : link.Forwarded.HasFlag(way) ? $"{end}Arrow=open;"
        : $"{end}Arrow=none;";

    private static string Shape(PictureNode node) => node.Kind switch
    {
        PictureNodeKind.VirtualWan => "shape=cloud;align=center;verticalAlign=middle;",
        PictureNodeKind.ConnectedGroup => "ellipse;align=center;verticalAlign=middle;",
        _ => $"shape=label;rounded=1;arcSize=8;image={Icon(node.Kind)};imageWidth=18;imageHeight=18;imageAlign=left;"
            + $"imageVerticalAlign={(node.IsNetwork ? "top" : "middle")};align=left;verticalAlign={(node.IsNetwork ? "top" : "middle")};spacing=4;spacingLeft=24;",
    };

    // The library azure2 of draw.io, by the names of its files.
    private static string Icon(PictureNodeKind kind) => "img/lib/azure2/networking/" + kind switch
    {
        PictureNodeKind.VirtualNetwork => "Virtual_Networks.svg",
        PictureNodeKind.VpnGateway or PictureNodeKind.ExpressRouteGateway or PictureNodeKind.OtherGateway => "Virtual_Network_Gateways.svg",
        PictureNodeKind.Firewall => "Firewalls.svg",
        PictureNodeKind.Appliance => "Network_Interfaces.svg",
        PictureNodeKind.LoadBalancer => "Load_Balancers.svg",
        PictureNodeKind.Circuit => "ExpressRoute_Circuits.svg",
        PictureNodeKind.Site => "Local_Network_Gateways.svg",
        _ => "Virtual_Network_Gateways.svg",
    };
}
