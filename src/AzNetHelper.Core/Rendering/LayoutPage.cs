using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>Frames in rows, in their order, with channels for lines above each row and a lane on the left.</summary>
internal sealed class LayoutPage
{
    /// <summary>The widths that a page has, so that one more VNet seldom changes it.</summary>
    private static readonly ImmutableArray<double> Widths = [.. Enumerable.Range(0, 40).Select(i => 900 * Math.Pow(1.3, i))];

    public LayoutPage(ImmutableArray<LayoutFrame> frames, bool isOneBelowAnother)
    {
        Frames = frames;
        var sizes = frames.Select(f => f.Size()).ToArray();
        var area = sizes.Sum(s => (s.Width + LayoutSizes.Margin) * (s.Height + LayoutSizes.Margin));
        var least = Math.Max(Math.Sqrt(area * LayoutSizes.Aspect), sizes.Select(s => s.Width).DefaultIfEmpty(0).Max());
        var wide = Widths.FirstOrDefault(w => w >= least, least);
        var (shelf, used) = (0, 0.0);
        for (var at = 0; at < frames.Length; at++)
        {
            if (at > 0 && (isOneBelowAnother || used + LayoutSizes.Margin + sizes[at].Width > wide))
            {
                (shelf, used) = (shelf + 1, 0);
            }

            frames[at].Shelf = shelf;
            used += (used > 0 ? LayoutSizes.Margin : 0) + sizes[at].Width;
        }

        Channels = [.. Enumerable.Range(0, shelf + 1).Select(_ => new LayoutCorridor())];
    }

    public ImmutableArray<LayoutFrame> Frames { get; }

    /// <summary>The strips above each row of frames.</summary>
    public ImmutableArray<LayoutCorridor> Channels { get; }

    public LayoutCorridor Lane { get; } = new();

    public double Width { get; private set; }

    public double Height { get; private set; }

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
