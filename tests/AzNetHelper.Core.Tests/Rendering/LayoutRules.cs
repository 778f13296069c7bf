using AzNetHelper.Rendering;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What is true of every layout, told without a look at how it is made.</summary>
internal static class LayoutRules
{
    private const double Slack = 0.01;

    public static void Check(PlacedPicture placed)
    {
        var picture = placed.Picture;
        Assert.Equal(picture.Nodes.Select(n => n.Key).Order(StringComparer.Ordinal), placed.Nodes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(picture.Links.Select(l => l.Key).Order(StringComparer.Ordinal), placed.Links.Keys.Order(StringComparer.Ordinal));
        var page = new PictureBox(0, 0, placed.Width, placed.Height);
        var frames = picture.Frames.ToDictionary(f => f.Key, f => placed.Frames[f.Key], StringComparer.Ordinal);
        Assert.All(frames.Values, f => Assert.True(Holds(page, f)));
        Apart([.. frames.Select(f => (f.Key, f.Value))]);
        foreach (var frame in picture.Frames)
        {
            Assert.All(frame.Nodes, n => Assert.True(Holds(frames[frame.Key], placed.Nodes[n]), $"{n} is not in {frame.Key}"));
        }

        foreach (var together in picture.Nodes.GroupBy(n => n.Host is not null && placed.Nodes.ContainsKey(n.Host) ? n.Host : string.Empty, StringComparer.Ordinal))
        {
            Apart([.. together.Select(n => (n.Key, placed.Nodes[n.Key]))]);
            if (together.Key.Length > 0)
            {
                Assert.All(together, n => Assert.True(Holds(placed.Nodes[together.Key], placed.Nodes[n.Key]), $"{n.Key} is not in {together.Key}"));
            }
        }

        Assert.All(placed.Links, l => Assert.All(l.Value, p => Assert.True(Holds(page, new(p.X, p.Y, 0, 0)), $"{l.Key} leaves the page")));
    }

    public static void CheckLines(PlacedPicture placed)
    {
        var hosts = placed.Picture.Nodes.ToDictionary(n => n.Key, n => n.Host, StringComparer.Ordinal);
        var boxes = placed.Nodes.OrderBy(n => n.Value.Y).ToArray();
        foreach (var link in placed.Picture.Links)
        {
            var joined = new HashSet<string?>(StringComparer.Ordinal) { link.From, link.To, hosts[link.From], hosts[link.To] };
            var points = placed.Links[link.Key];
            foreach (var (a, b) in points.Zip(points.Skip(1)))
            {
                var line = new PictureBox(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));
                foreach (var (key, box) in boxes)
                {
                    Assert.False(Overlap(line, box) && !joined.Contains(key), $"{link.Key} crosses {key}");
                }
            }
        }
    }

    public static bool OnEdge(PictureBox box, PicturePoint point) => Holds(box, new(point.X, point.Y, 0, 0))
        && (Near(point.X, box.X) || Near(point.X, box.X + box.Width) || Near(point.Y, box.Y) || Near(point.Y, box.Y + box.Height));

    private static void Apart(List<(string Key, PictureBox Box)> boxes)
    {
        var sorted = boxes.OrderBy(b => b.Box.Y).ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            for (var j = i + 1; j < sorted.Length && sorted[j].Box.Y < sorted[i].Box.Y + sorted[i].Box.Height; j++)
            {
                Assert.False(Overlap(sorted[i].Box, sorted[j].Box), $"{sorted[i].Key} lies on {sorted[j].Key}");
            }
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < Slack;

    private static bool Holds(PictureBox outer, PictureBox inner) => inner.X >= outer.X - Slack && inner.Y >= outer.Y - Slack
        && inner.X + inner.Width <= outer.X + outer.Width + Slack && inner.Y + inner.Height <= outer.Y + outer.Height + Slack;

    private static bool Overlap(PictureBox a, PictureBox b) => a.X < b.X + b.Width - Slack && b.X < a.X + a.Width - Slack
        && a.Y < b.Y + b.Height - Slack && b.Y < a.Y + a.Height - Slack;
}
