using System.Collections.Immutable;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// A pair of colours: the light theme's as attributes, so that a drawing is right where its style is dropped, the dark one's
/// in the style. All have at least 4.5 to 1 on what they stand on where they are letters, and 3 to 1 where they are lines
/// (WCAG 2.2, 1.4.3 and 1.4.11).
/// </summary>
/// <param name="Name">The class.</param>
/// <param name="Fill">Light.</param>
/// <param name="Stroke">Light.</param>
/// <param name="DarkFill">Dark.</param>
/// <param name="DarkStroke">Dark.</param>
internal sealed record SvgTone(string Name, string Fill, string Stroke, string DarkFill, string DarkStroke)
{
    private const string None = "none";

    public static readonly SvgTone
        Page = new("page", "#ffffff", None, "#0d1117", None),
        Frame = new("frame", "#f5f7fb", "#d3dbe6", "#141a22", "#303944"),
        Text = new("text", PicturePalette.Text, None, "#e8edf4", None),
        Faint = new("faint", "#56606d", None, "#a3adba", None),
        Network = new("vnet", "#ffffff", "#5f7da8", "#1b2430", "#7f9fcd"),
        Hub = new("hub", "#e4effd", "#1b62b8", "#10294a", "#6fb1ff"),
        Alone = new("alone", "#ffffff", "#7c8694", "#1b2129", "#8b95a3"),
        Cloud = new("cloud", "#e6f6fb", "#0c7489", "#0f3038", "#5ec9db"),
        Unread = new("unread", "#f5f7fb", "#68727f", "#141a22", "#919caa"),
        Gateway = new("gateway", "#f1eafc", "#7547bd", "#291d44", "#b898f5"),
        Firewall = new("firewall", "#fdeae6", "#bd3a2b", "#3c1e1a", "#ff9384"),
        Appliance = new("appliance", "#fdf0e0", "#a85a08", "#382611", "#eea75e"),
        Balancer = new("balancer", "#e4f6ef", "#1a7a58", "#12322a", "#52cfa1"),
        Circuit = new("circuit", "#fff6d6", "#836700", "#332b0d", "#e2c150"),
        Site = new("site", "#edf0f4", "#5b6675", "#252c36", "#a6b0be"),
        Clients = new("clients", "#e3f5f8", "#0c7082", "#0f3138", "#60c8d9"),
        Group = new("group", "#f7eaf8", "#9447a7", "#331d39", "#d996ea"),
        Trunk = new("trunk", None, "#7188a8", None, "#6c83a3"),
        Dot = new("dot", "#7188a8", None, "#6c83a3", None),
        Good = new("good", None, "#2f65ab", None, "#7fb2f2"),
        Wire = new("wire", None, "#7547bd", None, "#b898f5"),
        Warned = new("warned", None, "#a05a00", None, "#e8a33c"),
        Bad = new("bad", None, "#c4272f", None, "#ff8078"),
        Off = new("off", None, "#5c6673", None, "#9aa5b3"),
        Joint = new("joint", None, "#9447a7", None, "#d996ea"),
        Added = new("added", "#e3f6e8", "#1a7f37", "#12301c", "#4cc766"),
        Changed = new("changed", "#fff3d1", "#8f5d00", "#35290d", "#e0a930"),
        Removed = new("removed", "#fde8e8", "#c4272f", "#3d1b1e", "#ff8078"),
        There = new("there", "#0b63ce", "#0b63ce", "#58a6ff", "#58a6ff"),
        Back = new("back", "#ffffff", "#0b63ce", "#0d1117", "#58a6ff"),
        Stop = new("stop", "#c4272f", "#c4272f", "#ff8078", "#ff8078"),
        OnTone = new("ontone", "#ffffff", None, "#0d1117", None);

    private static readonly ImmutableArray<SvgTone> All =
    [
        Page, Frame, Text, Faint, Network, Hub, Alone, Cloud, Unread, Gateway, Firewall, Appliance, Balancer, Circuit, Site, Clients, Group,
        Trunk, Dot, Good, Wire, Warned, Bad, Off, Joint, Added, Changed, Removed, There, Back, Stop, OnTone,
    ];

    /// <summary>
    /// What the dark theme changes, on screens alone: paper is white. A class for forms, one for lines alone, and one for letters
    /// in the colour of a line.
    /// </summary>
    public static string Style()
    {
        var dark = new StringBuilder();
        foreach (var tone in All)
        {
            dark.Append($".{tone.Name}{{fill:{tone.DarkFill};stroke:{tone.DarkStroke}}}.s-{tone.Name}{{stroke:{tone.DarkStroke}}}")
                .Append($".l-{tone.Name}{{fill:{tone.DarkStroke};stroke:none}}");
        }

        dark.Append($".halo{{stroke:{Frame.DarkFill}}}");
        return $"text{{unicode-bidi:isolate}}@media screen and (prefers-color-scheme:dark){{{dark}}}@media print{{svg{{max-width:100%}}}}";
    }

    public static SvgTone Of(PictureNode node) => node switch
    {
        { Kind: PictureNodeKind.VirtualWan } => Cloud,
        { IsRead: false } => Unread,
        { Role: PictureRole.Hub } => Hub,
        { Role: PictureRole.Isolated } => Alone,
        _ => Of(node.Kind),
    };

    public static SvgTone Of(PictureNodeKind kind) => kind switch
    {
        PictureNodeKind.VirtualNetwork => Network,
        PictureNodeKind.VirtualWan => Cloud,
        PictureNodeKind.Firewall => Firewall,
        PictureNodeKind.Appliance => Appliance,
        PictureNodeKind.LoadBalancer => Balancer,
        PictureNodeKind.Circuit => Circuit,
        PictureNodeKind.Site => Site,
        PictureNodeKind.ClientPool => Clients,
        PictureNodeKind.ConnectedGroup => Group,
        _ => Gateway,
    };

    public static SvgTone? Of(PictureMark mark) => mark switch
    {
        PictureMark.Added => Added,
        PictureMark.Changed => Changed,
        PictureMark.Removed => Removed,
        _ => null,
    };

    /// <summary>The sign of a mark, so that its colour carries no meaning alone.</summary>
    public static string Sign(PictureMark mark) => mark switch
    {
        PictureMark.Added => "+",
        PictureMark.Changed => "~",
        _ => "\u2212",
    };
}
