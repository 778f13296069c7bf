using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>
/// A picture as Mermaid flowcharts: everything in one where that keeps to Mermaid's own limits, which GitHub draws no more than; else a map
/// of its frames, and one or more for each frame.
/// </summary>
public static class MermaidPicture
{
    /// <summary>Mermaid's <c>maxTextSize</c>, characters (mermaid.js.org/config/schema-docs/config.html); a page can raise it, a diagram cannot.</summary>
    public const int MaxCharacters = 50_000;

    /// <summary>Mermaid's <c>maxEdges</c>, from the same page.</summary>
    public const int MaxLinks = 500;

    // Of a part, characters: a route table may have hundreds of changes.
    private const int MostOfChanges = 12_000;

    /// <summary>Writes everything in one diagram; where that is over the limits, its first lines say so.</summary>
    public static void Write(Picture picture, TextWriter writer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(writer);
        var text = Whole(picture, new(picture.Nodes), stop);
        if (!Fits(picture, text))
        {
            // Mermaid refuses to raise its limits in a diagram: they are among its "secure" settings.
            writer.Write($"{MermaidText.Comment(Excess(picture, text))}.\n");
            writer.Write("%% Export to a file for a diagram per frame, or let mermaid-cli draw it with a configuration file that raises\n");
            writer.Write("%% maxEdges and maxTextSize. Nothing is left out here.\n");
        }

        writer.Write(text);
    }

    /// <summary>The diagrams, and what to call their files; the first is for the file that was asked for.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="file">The name of the file that was asked for, without a folder.</param>
    /// <param name="stop">Ends it.</param>
    internal static MermaidFiles Files(Picture picture, string file, CancellationToken stop)
    {
        var names = new PictureNames(picture.Nodes);
        var whole = Whole(picture, names, stop);
        if (Fits(picture, whole))
        {
            return new([new(file, whole)], Why: null);
        }

        var parts = MermaidParts.Of(picture, names, p => $"{MermaidFiles.Marker(file)}\n{new MermaidDrawing(p, names).Text(OfPart(p, file))}", tellsChanges: true, stop)
            .Select(p => (p.Frame, File: new MermaidFile(MermaidFiles.NameOf(file, p), p.Text))).ToArray();
        var why = Excess(picture, whole);
        stop.ThrowIfCancellationRequested();
        var map = new MermaidMap(picture, parts.ToLookup(p => p.Frame, p => p.File.Name, StringComparer.Ordinal)).Text(
            [$"A map: {why}. Each frame is drawn in a file of its own:"],
            [.. PictureWords.About(picture with { Nodes = [], Links = [] }), .. MermaidMap.Legend]);
        return new([new(file, map), .. parts.Select(p => p.File)], why);
    }

    /// <summary>True where Mermaid draws it unasked.</summary>
    internal static bool Fits(Picture picture, string text) => text.Length <= MaxCharacters && picture.Links.Length <= MaxLinks;

    private static string Whole(Picture picture, PictureNames names, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return new MermaidDrawing(picture, names).Text([.. PictureWords.About(picture), .. MermaidStyles.Legend(picture)]);
    }

    private static string Excess(Picture picture, string text) => Invariant(
        $"{picture.Links.Length} links and {text.Length} characters in one diagram are more than the {MaxLinks} and {MaxCharacters} that Mermaid draws unasked");

    // Counts, notes and the way are those of the whole, and stand in the map.
    private static IEnumerable<string> OfPart(Picture part, string file) =>
    [
        part.Title, $"A part of {file}", .. MermaidText.Most(PictureWords.Changes(part), MostOfChanges), .. MermaidStyles.Legend(part),
    ];
}
