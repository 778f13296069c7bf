using System.Xml;

namespace AzNetHelper.Rendering;

/// <summary>Writes elements of SVG, a line for each that begins one: Git then shows what has changed.</summary>
internal sealed class SvgSheet(XmlWriter xml)
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    public void Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        xml.WriteStartElement(null, name, Namespace);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                xml.WriteAttributeString(attribute, VisibleText.Of(value));
            }
        }
    }

    public void Close() => xml.WriteEndElement();

    public void Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        Close();
    }

    public void Line() => xml.WriteWhitespace("\n");

    /// <summary>What a pointer that rests on it shows, and what is read aloud.</summary>
    public void Title(IEnumerable<string> lines) => Holding("title", string.Join('\n', lines.Select(VisibleText.Of)));

    /// <summary>An element that holds a text, which is already clean.</summary>
    public void Holding(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        xml.WriteString(text);
        Close();
    }

    public void Box(SvgTone tone, PictureBox box, double round, double thick, string? dash = null) => Element("rect",
        ("class", tone.Name), ("x", N(box.X)), ("y", N(box.Y)), ("width", N(box.Width)), ("height", N(box.Height)), ("rx", N(round)),
        ("fill", tone.Fill), ("stroke", tone.Stroke), ("stroke-width", thick > 0 ? N(thick) : null), ("stroke-dasharray", dash));

    public void Shape(SvgTone tone, string path, double thick, string? dash = null, string? fill = null, string? opacity = null) => Element("path",
        ("class", fill is null ? tone.Name : $"s-{tone.Name}"), ("d", path), ("fill", fill ?? tone.Fill), ("stroke", tone.Stroke),
        ("stroke-width", N(thick)),
        ("stroke-dasharray", dash), ("stroke-linejoin", "round"), ("stroke-linecap", opacity is null ? null : "round"), ("opacity", opacity));

    /// <summary>A form in the colour of a tone's lines.</summary>
    public void Solid(SvgTone tone, string path) => Element("path", ("class", $"l-{tone.Name}"), ("d", path), ("fill", tone.Stroke));

    /// <summary>A text; with a halo it stays readable over lines.</summary>
    public void Words(
        string text, double x, double y, double size, SvgTone? tone = null, bool isBold = false, string? anchor = null, bool inLineColour = false,
        string? decoration = null, bool hasHalo = false)
    {
        tone ??= SvgTone.Text;
        Holding("text", text, ("class", $"{(inLineColour ? "l-" : "")}{tone.Name}{(hasHalo ? " halo" : "")}"), ("x", N(x)), ("y", N(y)),
            ("font-size", N(size)),
            ("font-weight", isBold ? "600" : null), ("text-anchor", anchor), ("fill", inLineColour ? tone.Stroke : tone.Fill),
            ("text-decoration", decoration), ("stroke", hasHalo ? SvgTone.Frame.Fill : null), ("stroke-width", hasHalo ? "3" : null),
            ("paint-order", hasHalo ? "stroke" : null));
    }

    /// <summary>A sign in a disc: of a mark, of a hop.</summary>
    public void Disc(SvgTone tone, double x, double y, double radius, string sign, SvgTone? letter = null)
    {
        Element("circle", ("class", tone.Name), ("cx", N(x)), ("cy", N(y)), ("r", N(radius)), ("fill", tone.Fill), ("stroke", tone.Stroke),
            ("stroke-width", "1.6"));
        Words(sign, x, y + (radius * 0.42), radius * 1.2, letter ?? tone, isBold: true, anchor: "middle", inLineColour: letter is null);
    }

    private static string N(double value) => SvgText.Number(value);
}
