using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

public static class SvgPicture
{
    public static void Write(PlacedPicture placed, TextWriter writer) => throw new NotSupportedException();
}

public static class MermaidPicture
{
    public static void Write(Picture picture, TextWriter writer) => throw new NotSupportedException();
}

public static class DotPicture
{
    public static void Write(Picture picture, TextWriter writer) => throw new NotSupportedException();
}

public static class DrawIoPicture
{
    public static void Write(PlacedPicture placed, TextWriter writer) => throw new NotSupportedException();
}

public static class MarkdownPicture
{
    public static void Write(Picture picture, Topology topology, TextWriter writer) => throw new NotSupportedException();
}

public static class HtmlPicture
{
    public static void Write(Picture picture, Topology topology, TextWriter writer, CancellationToken stop) =>
        throw new NotSupportedException();
}
