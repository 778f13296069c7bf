using System.Collections.Immutable;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>A format that a picture is saved in; the extension of a file chooses it.</summary>
public sealed class PictureFormat
{
    /// <summary>
    /// Extensions that somebody who wants a picture may think of. What has none of these and is no format keeps meaning what it
    /// always has: the topology itself, as JSON.
    /// </summary>
    private static readonly (string Instead, string[] Extensions)[] s_near =
    [
        ("There is no format of pixels: save .svg, which scales, or .html, and let a browser save or print it",
            [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ico", ".avif"]),
        ("Save .html and print it to a PDF from the browser (it has a print view), or save .svg", [".pdf", ".ps", ".eps", ".xps"]),
        ("Save .drawio, which diagrams.net opens and can save for Visio, or .svg, which Visio imports", [".vsdx", ".vsd", ".vdx", ".vssx", ".emf", ".wmf"]),
        ("Save .svg, which Office inserts as a picture", [".docx", ".doc", ".pptx", ".ppt", ".xlsx", ".xls", ".odg", ".odt", ".rtf"]),
        ("Save .mmd (Mermaid) or .dot (graphviz)", [".puml", ".plantuml", ".d2", ".graphml", ".gml", ".gexf", ".adoc", ".tex", ".rst"]),
        ("Save .html: one file that holds everything", [".xhtml", ".mhtml", ".mht"]),
        ("Save .drawio: its content is the same", [".dio"]),
        ("Save .svg", [".svgz"]),
    ];

    private PictureFormat(
        string name, ImmutableArray<string> extensions, string openedBy, Action<Picture, Topology, TextWriter, CancellationToken> write) =>
        (Name, Extensions, OpenedBy, Write) = (name, extensions, openedBy, write);

    /// <summary>Every format, in the order in which help lists them.</summary>
    public static ImmutableArray<PictureFormat> All { get; } =
    [
        new("HTML", [".html", ".htm"], "a browser, offline",
            (picture, _, writer, stop) => HtmlPicture.Write(picture, writer, stop)),
        new("SVG", [".svg"], "a browser, an editor of drawings, Office",
            (picture, _, writer, stop) => SvgPicture.Write(PictureLayout.Of(picture, stop), writer)),
        new("Mermaid", [".mmd", ".mermaid"], "GitHub, GitLab, Azure DevOps wikis",
            (picture, _, writer, stop) => MermaidPicture.Write(picture, writer, stop)) { Split = MermaidPicture.Files },
        new("DOT", [".dot", ".gv"], "graphviz",
            (picture, _, writer, stop) => DotPicture.Write(picture, writer, stop)),
        new("draw.io", [".drawio"], "diagrams.net, its desktop program and its extension of Visual Studio Code",
            (picture, _, writer, stop) => DrawIoPicture.Write(PictureLayout.Of(picture, stop), writer, stop)),
        new("Markdown", [".md", ".markdown"], "a wiki, a pull request, the summary of a pipeline",
            (picture, topology, writer, stop) => MarkdownPicture.Write(picture, topology, writer, stop)),
    ];

    /// <summary>The usual extensions, as a person is told them.</summary>
    public static string Choice => string.Join(", ", All.Select(f => f.Extensions[0]));

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The first is the usual one.</summary>
    public ImmutableArray<string> Extensions { get; }

    /// <summary>What shows it.</summary>
    public string OpenedBy { get; }

    internal Action<Picture, Topology, TextWriter, CancellationToken> Write { get; }

    /// <summary>The files of a picture where one may be too large, by the name of the one that was asked for; null where one is enough.</summary>
    internal Func<Picture, string, CancellationToken, MermaidFiles>? Split { get; private init; }

    /// <summary>The format that a file's name asks for; null where it asks for none.</summary>
    public static PictureFormat? Of(string path)
    {
        var extension = Path.GetExtension(path);
        return All.FirstOrDefault(f => f.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What to save instead of a picture that this module does not make; null where the name asks for none.</summary>
    public static string? InsteadOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".drawio.xml", StringComparison.OrdinalIgnoreCase) ? "Save .drawio: its content is the same"
            : s_near.FirstOrDefault(n => n.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Instead;
    }

    public override string ToString() => Name;
}
