using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>One of the diagrams of a picture that does not fit into one.</summary>
/// <param name="Frame">The key of the frame that it is about.</param>
/// <param name="Number">From 1 in its frame.</param>
/// <param name="Title">For people.</param>
/// <param name="Text">The diagram.</param>
internal sealed record MermaidPart(string Frame, int Number, string Title, string Text);

/// <summary>A picture as diagrams that Mermaid draws: one for each frame, and more of a frame that is larger than the limits.</summary>
internal static class MermaidParts
{
    // The rest of a diagram: title, frames, classes, and the places of the links that have a style.
    private const int Overhead = 12_000;

    // Frames and their boxes repeat a label; a styled link is named once more by its place.
    private const int PerNode = 120, PerLink = 8;

    private const int LeastSize = 2_000;

    /// <summary>The diagrams, in the order of the frames.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="names">What its nodes are called.</param>
    /// <param name="draw">Draws a part.</param>
    /// <param name="tellsChanges">True where the box of a part tells what a plan does to what is in it.</param>
    /// <param name="stop">Ends it.</param>
    public static ImmutableArray<MermaidPart> Of(Picture picture, PictureNames names, Func<Picture, string> draw, bool tellsChanges, CancellationToken stop)
    {
        var drawing = new MermaidDrawing(picture, names);

        // What a part costs is an estimate, which names of many signs can exceed.
        for (var size = MermaidPicture.MaxCharacters - Overhead; ; size = size * 3 / 4)
        {
            var limits = new PartLimits(size, MermaidPicture.MaxLinks,
                n => drawing.OfNode(n).Sum(l => l.Length + 1) + n.Label.Length + PerNode + (tellsChanges ? Told(n.Changes) : 0),
                l => drawing.OfLink(l).Length + PerLink + (tellsChanges ? Told(l.Changes) : 0));
            var parts = Numbered(PictureParts.Of(picture, limits), p =>
            {
                stop.ThrowIfCancellationRequested();
                return draw(p);
            });
            if (size < LeastSize || parts.All(p => p.Text.Length <= MermaidPicture.MaxCharacters))
            {
                return parts;
            }
        }
    }

    private static ImmutableArray<MermaidPart> Numbered(ImmutableArray<Picture> parts, Func<Picture, string> text) =>
    [
        .. parts.GroupBy(p => p.Frames[0].Key, StringComparer.Ordinal)
            .SelectMany(g => g.Select((p, i) => new MermaidPart(g.Key, i + 1, p.Title, text(p)))),
    ];

    // A mark or the name of a node before it, and a break behind it.
    private static int Told(ImmutableArray<string> changes) => changes.Sum(c => MermaidText.Of(c).Length + PerNode);
}
