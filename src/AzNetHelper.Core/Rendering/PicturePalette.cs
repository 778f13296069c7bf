namespace AzNetHelper.Rendering;

/// <summary>A fill with the line around it. Dark text on the fill has a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6).</summary>
/// <param name="Fill">As #RRGGBB.</param>
/// <param name="Line">As #RRGGBB; at least 3 to 1 on white and on GitHub's dark ground.</param>
internal readonly record struct PictureColours(string Fill, string Line);

/// <summary>The colours of the text formats. No colour says anything alone: a shape, a dash or a word says it too.</summary>
internal static class PicturePalette
{
    public const string Text = "#1B1A19";

    public static PictureColours Of(PictureNode node) => node.Kind switch
    {
        PictureNodeKind.VirtualNetwork when node.Role == PictureRole.Hub => new("#CFE4FA", "#0F6CBD"),
        PictureNodeKind.VirtualNetwork => new("#EBF3FC", "#2886DE"),
        PictureNodeKind.VirtualWan => new("#E6F4F1", "#138A8A"),
        PictureNodeKind.VpnGateway or PictureNodeKind.ExpressRouteGateway or PictureNodeKind.OtherGateway => new("#F0E6FA", "#9A5FD1"),
        PictureNodeKind.Firewall => new("#FDE7E5", "#D1483B"),
        PictureNodeKind.Appliance or PictureNodeKind.LoadBalancer => new("#FFF1E0", "#C46A10"),
        PictureNodeKind.Circuit => new("#EFE9F7", "#8764B8"),
        PictureNodeKind.Site or PictureNodeKind.ClientPool => new("#F3F2F1", "#86827E"),
        _ => new("#E5F5E6", "#2E8B3D"),
    };

    public static string Of(PictureHealth health) => health switch
    {
        PictureHealth.Good => "#6E7781",
        PictureHealth.OutOfSync => "#B8860B",
        PictureHealth.Waiting => "#C46A10",
        PictureHealth.Closed => "#8764B8",
        PictureHealth.Broken => "#D13438",
        _ => "#86827E",
    };

    /// <summary>Null where a plan does nothing.</summary>
    public static string? Of(PictureMark mark) => mark switch
    {
        PictureMark.Added => "#2E8B3D",
        PictureMark.Changed => "#B8860B",
        PictureMark.Removed => "#D13438",
        _ => null,
    };

    public static string OfWay(bool stops) => stops ? "#D13438" : "#0F8A8A";
}
