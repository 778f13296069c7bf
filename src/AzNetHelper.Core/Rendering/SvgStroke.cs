namespace AzNetHelper.Rendering;

/// <summary>How a link is drawn: colour, pattern of dashes and thickness. No two states differ by colour alone.</summary>
internal sealed record SvgStroke(SvgTone Tone, double Thick, string? Dash)
{
    public static SvgStroke Of(PictureLink link) => Of(link.Kind, link.Health);

    public static SvgStroke Of(PictureLinkKind kind, PictureHealth health) => (kind, health) switch
    {
        (PictureLinkKind.Membership, _) => new(SvgTone.Joint, 1.8, "8 3 2 3"),
        (PictureLinkKind.Clients, PictureHealth.Good) => new(SvgTone.Wire, 1.6, "7 3"),
        (PictureLinkKind.Connection, PictureHealth.Good) => new(SvgTone.Wire, 2.6, null),
        (_, PictureHealth.Good) => new(SvgTone.Good, 1.8, null),
        (_, PictureHealth.OutOfSync) => new(SvgTone.Warned, 2, "12 3"),
        (_, PictureHealth.Waiting) => new(SvgTone.Warned, 2, "5 4"),
        (_, PictureHealth.Closed) => new(SvgTone.Off, 2, "2 2"),
        (_, PictureHealth.Broken) => new(SvgTone.Bad, 2, "3 4"),
        _ => new(SvgTone.Off, 1.8, "1 4"),
    };

    /// <summary>The words beside a link: what is as it should be needs none, but that it joins two regions.</summary>
    public static string Label(PictureLink link)
    {
        var state = link.Health == PictureHealth.Good ? string.Empty : link.Health == PictureHealth.Closed ? $"{link.State}, closed" : link.State;
        return !link.IsGlobal ? state : state.Length == 0 ? "global" : $"{state}, global";
    }
}
