namespace AzNetHelper.Rendering;

/// <summary>A fill with the line around it. Dark text on the fill has a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6).</summary>
/// <param name="Fill">As #RRGGBB.</param>
/// <param name="Line">As #RRGGBB; at least 3 to 1 on white and on GitHub's dark ground.</param>
internal readonly record struct PictureColours(string Fill, string Line);

/// <summary>
/// The colours of the text formats: the light ones of <see cref="SvgTone"/>. No colour says anything alone: a shape, a dash or
/// a word says it too.
/// </summary>
internal static class PicturePalette
{
    public const string Text = "#1c2430";

    public static PictureColours Of(PictureNode node)
    {
        var tone = node is { Kind: PictureNodeKind.VirtualNetwork, Role: PictureRole.Hub } ? SvgTone.Hub : SvgTone.Of(node.Kind);
        return new(tone.Fill, tone.Stroke);
    }

    public static string Of(PictureHealth health) => SvgStroke.Of(PictureLinkKind.Peering, health).Tone.Stroke;

    /// <summary>Null where a plan does nothing.</summary>
    public static string? Of(PictureMark mark) => SvgTone.Of(mark)?.Stroke;

    public static string OfWay(bool stops) => stops ? SvgTone.Stop.Stroke : SvgTone.There.Stroke;
}
