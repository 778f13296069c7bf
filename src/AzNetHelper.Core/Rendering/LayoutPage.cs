using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Frames in rows, in their order, with channels for lines above each row and a lane on the left.</summary>
internal sealed class LayoutPage
{
    /// <summary>The widths that are tried, so few that one more VNet seldom chooses another.</summary>
    private static readonly ImmutableArray<double> Widths = [.. Enumerable.Range(0, 40).Select(i => 900 * Math.Pow(1.3, i))];

    public LayoutPage(ImmutableArray<LayoutFrame> frames, bool isOneBelowAnother)
    {
        Frames = frames;
        var sizes = frames.Select(f => f.Size()).ToArray();
        var shelves = isOneBelowAnother ? [.. sizes.Select((_, at) => at)]
            : Widths.Select(w => Shelves(sizes, w)).MinBy(s => Oddness(sizes, s));
        for (var at = 0; at < frames.Length; at++)
        {
            frames[at].Shelf = shelves[at];
        }

        Channels = [.. Enumerable.Range(0, shelves.DefaultIfEmpty(0).Max() + 2).Select(_ => new LayoutCorridor())];
    }

    public ImmutableArray<LayoutFrame> Frames { get; }

    /// <summary>The strips above each row of frames, and below the last.</summary>
    public ImmutableArray<LayoutCorridor> Channels { get; }

    public LayoutCorridor Lane { get; } = new();

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <summary>The row of each frame on a page of this width, or as wide as its widest frame.</summary>
    private static ImmutableArray<int> Shelves((double Width, double Height)[] sizes, double width)
    {
        var (shelf, used) = (0, 0.0);
        var shelves = ImmutableArray.CreateBuilder<int>(sizes.Length);
        foreach (var (wide, _) in sizes)
        {
            (shelf, used) = used > 0 && used + LayoutSizes.Margin + wide > width ? (shelf + 1, wide) : (shelf, used + LayoutSizes.Margin + wide);
            shelves.Add(shelf);
        }

        return shelves.MoveToImmutable();
    }

    /// <summary>How far a page is from the form of a screen.</summary>
    private static double Oddness((double Width, double Height)[] sizes, ImmutableArray<int> shelves)
    {
        var rows = sizes.Zip(shelves).GroupBy(s => s.Second, s => s.First).ToArray();
        return rows.Length == 0 ? 0 : Math.Abs(Math.Log(rows.Max(r => r.Sum(s => s.Width + LayoutSizes.Margin))
            / rows.Sum(r => r.Max(s => s.Height + LayoutSizes.Margin)) / LayoutSizes.Aspect));
    }

    /// <summary>Gives every frame its place, when it is known which lines run where.</summary>
    public void Settle()
    {
        const double edge = LayoutSizes.Margin;
        Lane.Start = edge;
        var left = edge + (Lane.IsUsed ? Lane.Size + LayoutSizes.Pad : 0);
        var top = 0.0;
        foreach (var shelf in Frames.GroupBy(f => f.Shelf))
        {
            var channel = Channels[shelf.Key];
            channel.Start = top + (edge / 2);
            top += Math.Max(edge, edge + channel.Size);
            var x = left;
            foreach (var frame in shelf)
            {
                frame.Settle(x, top);
                x += frame.Box.Width + LayoutSizes.Margin;
            }

            Width = Math.Max(Width, x);
            top += shelf.Max(f => f.Box.Height);
        }

        (Width, Height) = (Math.Max(Width, left + LayoutSizes.NodeWide), top + edge);
    }
}
