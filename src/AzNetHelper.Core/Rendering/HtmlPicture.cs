using System.Security.Cryptography;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// One file that is a page to explore networks with: the drawing, what is known of each thing, what an audit finds, and who
/// reaches whom by which way. It loads nothing: its policy allows its own script and style by their hashes and nothing else.
/// </summary>
public static class HtmlPicture
{
    /// <summary>Writes the page; of a plan it tells who reaches whom before and after.</summary>
    /// <param name="picture">What is drawn, as <see cref="PictureBuilder"/> makes it: it knows its networks.</param>
    /// <param name="writer">Where it goes to.</param>
    /// <param name="stop">Ends it between two steps, and within the longest: who reaches whom.</param>
    /// <exception cref="ArgumentException">The picture was put together by hand, and knows no networks.</exception>
    public static void Write(Picture picture, TextWriter writer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(writer);
        if (picture.Scenes.IsEmpty)
        {
            throw new ArgumentException("This picture knows no networks: let PictureBuilder make it.", nameof(picture));
        }

        stop.ThrowIfCancellationRequested();
        var map = new PictureMap(picture);
        var (script, style) = (ExplorerFiles.Script, ExplorerFiles.Style);
        foreach (var (text, slot) in ExplorerFiles.Page)
        {
            writer.Write(text);
            switch (slot)
            {
                case "policy":
                    writer.Write(Policy(script, style));
                    break;
                case "title":
                    writer.Write(Escaped(VisibleText.Of(picture.Title)));
                    break;
                case "style":
                    writer.Write(style);
                    break;
                case "script":
                    writer.Write(script);
                    break;
                case "picture":
                    HtmlData.Write(writer, "picture", json => new HtmlDrawing(picture, map, stop).Write(json));
                    break;
                case "reach":
                    HtmlData.Write(writer, "reach", json => HtmlReach.Write(json, map, stop));
                    break;
                case "end":
                    break;
                default:
                    throw new InvalidOperationException($"The page has a slot '{slot}' that nothing fills.");
            }
        }
    }

    /// <summary>Nothing from anywhere; pictures only such as stand in the page itself (the graph library makes none else).</summary>
    private static string Policy(string script, string style) =>
        $"default-src 'none'; script-src 'sha256-{Hash(script)}'; style-src 'sha256-{Hash(style)}'; img-src data:; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
