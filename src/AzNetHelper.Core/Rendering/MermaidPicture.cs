using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>
/// A picture as a Mermaid flowchart, everything in one diagram. GitHub draws what keeps to Mermaid's own limits; of a larger one
/// the first lines say how it is drawn all the same, and <see cref="MarkdownPicture"/> splits it.
/// </summary>
public static class MermaidPicture
{
    /// <summary>Mermaid's <c>maxTextSize</c>, characters (mermaid.js.org/config/schema-docs/config.html); a page can raise it, a diagram cannot.</summary>
    public const int MaxCharacters = 50_000;

    /// <summary>Mermaid's <c>maxEdges</c>, from the same page.</summary>
    public const int MaxLinks = 500;

    /// <summary>Writes the diagram.</summary>
    public static void Write(Picture picture, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(writer);
        var text = new MermaidDrawing(picture).Text(about: true);
        if (text.Length > MaxCharacters || picture.Links.Length > MaxLinks)
        {
            // Mermaid refuses to raise its limits in a diagram: they are among its "secure" settings.
            writer.Write(Invariant(
                $"%% {picture.Links.Length} links and {text.Length} characters: more than the {MaxLinks} and {MaxCharacters} that Mermaid draws unasked.\n"));
            writer.Write("%% Export to .md for a diagram per hub, or let mermaid-cli draw it with a configuration file that raises\n");
            writer.Write("%% maxEdges and maxTextSize. Nothing is left out here.\n");
        }

        writer.Write(text);
    }
}
