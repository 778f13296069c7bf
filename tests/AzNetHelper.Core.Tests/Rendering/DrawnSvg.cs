using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using AzNetHelper.Rendering;

namespace AzNetHelper.Tests.Rendering;

/// <summary>A drawing as a stranger reads it: as XML, with no entity and nothing outside it.</summary>
internal sealed class DrawnSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private DrawnSvg(string text) => (Text, Root) = (text, Read(text));

    public string Text { get; }

    public XElement Root { get; }

    public static DrawnSvg Of(Picture picture) => Of(PictureLayout.Of(picture));

    public static DrawnSvg Of(PlacedPicture placed)
    {
        using var writer = new StringWriter(CultureInfo.CurrentCulture);
        SvgPicture.Write(placed, writer);
        return new(writer.ToString());
    }

    public IEnumerable<XElement> All(string name) => Root.Descendants(Svg + name);

    public IEnumerable<XElement> Groups(string? side = null) => All("g").Where(g => side is null || g.Ancestors().Any(a => (string?)a.Attribute("data-side") == side))
        .Where(g => g.Attribute("data-key") is not null && (string?)g.Attribute("data-kind") != "Frame");

    /// <summary>The keys of nodes, or of links: by what the kind of each says.</summary>
    public string[] Keys<T>(string? side = null)
        where T : struct, Enum =>
        [.. Groups(side).Where(g => Enum.TryParse<T>((string)g.Attribute("data-kind")!, out _)).Select(g => (string)g.Attribute("data-key")!)];

    public double Number(string attribute) => double.Parse((string)Root.Attribute(attribute)!, CultureInfo.InvariantCulture);

    public string[] Words => [.. All("text").Select(t => t.Value)];

    private static XElement Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new()
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = true, ConformanceLevel = ConformanceLevel.Document,
        });
        return XElement.Load(reader);
    }
}
