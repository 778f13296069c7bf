using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>Property lists as Apple's systems read them (the DTD PropertyList-1.0).</summary>
internal static class PropertyList
{
    /// <summary>A dictionary in the order of its members; those without a value are left out.</summary>
    public static XElement Dictionary(params ImmutableArray<(string Key, object? Value)> members) =>
        new("dict", members.Where(m => m.Value is not null).Select(m => new[] { new XElement("key", m.Key), Value(m.Value!) }));

    public static byte[] File(XElement root)
    {
        var document = new XDocument(
            new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            new XElement("plist", new XAttribute("version", "1.0"), root));
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using (var writer = XmlWriter.Create(bytes, settings))
        {
            document.Save(writer);
        }

        return [.. bytes.ToArray(), (byte)'\n'];
    }

    private static XElement Value(object value) => value switch
    {
        XElement element => element,
        string text => new("string", text),
        int number => new("integer", number.ToString(CultureInfo.InvariantCulture)),
        byte[] data => new("data", Convert.ToBase64String(data)),
        IEnumerable<XElement> elements => new("array", elements),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "A property list has no such value."),
    };
}
