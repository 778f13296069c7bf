namespace AzNetHelper.Rendering;

/// <summary>Small signs of what a node is, 16 by 16, drawn for this module: strokes alone, in the colour of the node's edge.</summary>
internal static class SvgIcons
{
    public static string Of(PictureNodeKind kind) => kind switch
    {
        PictureNodeKind.VirtualNetwork => "M5 3.5L1 8L5 12.5M11 3.5L15 8L11 12.5M5.5 8h.1M8 8h.1M10.5 8h.1",
        PictureNodeKind.VirtualWan => "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0M1.5 8h13M8 1.5q-5 6.5 0 13q5 -6.5 0 -13",
        PictureNodeKind.VpnGateway => "M3 7.5h10v6.5h-10zM5 7.5v-2.5a3 3 0 0 1 6 0v2.5M8 10v1.5",
        PictureNodeKind.ExpressRouteGateway => "M9.5 1.5L4 9h4L6.5 14.5L12 7h-4z",
        PictureNodeKind.OtherGateway => "M3 14V5.5L8 2L13 5.5V14M6.5 14V9h3v5M2 14h12",
        PictureNodeKind.Firewall => "M2 3h12v10h-12zM2 6.3h12M2 9.6h12M6 3v3.3M10 6.3v3.3M6 9.6v3.4",
        PictureNodeKind.Appliance => "M2.5 4h11v8h-11zM5 8h6M8.5 5.5L11 8L8.5 10.5",
        PictureNodeKind.LoadBalancer => "M8 2v4M8 6L3 10v3.5M8 6L13 10v3.5M8 6v7.5",
        PictureNodeKind.Circuit => "M1.5 8h3.5M11 8h3.5M5 4.5h6v7h-6zM7 4.5v7M9 4.5v7",
        PictureNodeKind.Site => "M3 14V2.5h6V14M9 6h4V14M1.5 14h13M5 5.5h2M5 8.5h2M5 11.5h2M11 9h.1M11 11.5h.1",
        PictureNodeKind.ClientPool => "M2.5 3.5h11v7h-11zM1 13h14M6 13l.5 -2.5M10 13l-.5 -2.5",
        _ => "M5 4.5a2 2 0 1 0 -.01 0M13 4.5a2 2 0 1 0 -.01 0M8 14a2 2 0 1 0 -.01 0M6.5 3.5h3M5.5 5.5L7 9.5M10.5 5.5L9 9.5",
    };

    /// <summary>The outline of a cloud that fills a box, clockwise.</summary>
    public static string Cloud(PictureBox box)
    {
        var (across, down) = (Math.Max(3, (int)(box.Width / 34)), Math.Max(1, (int)(box.Height / 22)));
        const double depth = 6;
        var (x, y) = (box.X + depth, box.Y + depth);
        var (w, h) = ((box.Width - (2 * depth)) / across, (box.Height - (2 * depth)) / down);
        return $"M{SvgText.Place(new(x, y))}" + Bumps(across, w, 0) + Bumps(down, 0, h) + Bumps(across, -w, 0) + Bumps(down, 0, -h) + "z";
    }

    private static string Bumps(int count, double x, double y)
    {
        var reach = SvgText.Number(Math.Max(Math.Abs(x), Math.Abs(y)) * 0.8);
        return string.Concat(Enumerable.Repeat($"a{reach} {reach} 0 0 1 {SvgText.Number(x)} {SvgText.Number(y)}", count));
    }
}
