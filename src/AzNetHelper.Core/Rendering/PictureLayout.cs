using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>A place in a picture, from its upper left corner, in points.</summary>
public readonly record struct PicturePoint(double X, double Y);

/// <summary>Where something is, from the picture's upper left corner, in points.</summary>
public readonly record struct PictureBox(double X, double Y, double Width, double Height)
{
    public PicturePoint Center => new(X + (Width / 2), Y + (Height / 2));
}

/// <summary>A picture whose nodes have places and whose links have ways; the same picture gives the same.</summary>
/// <param name="Picture">What is drawn.</param>
/// <param name="Width">Of the whole, in points.</param>
/// <param name="Height">Of the whole, in points.</param>
public sealed record PlacedPicture(Picture Picture, double Width, double Height)
{
    /// <summary>The place of every frame, by its key.</summary>
    public required ImmutableSortedDictionary<string, PictureBox> Frames { get; init; }

    /// <summary>The place of every node, by its key; what sits in a VNet lies inside its box.</summary>
    public required ImmutableSortedDictionary<string, PictureBox> Nodes { get; init; }

    /// <summary>The corners of every link from its first end to its second, by its key.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<PicturePoint>> Links { get; init; }
}

/// <summary>Gives every node its place.</summary>
public static class PictureLayout
{
    private const double Gap = 24, Head = 32, Wide = 160, High = 64, Chip = 28;

    public static PlacedPicture Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        var inside = picture.Nodes.Where(n => n.Host is not null && nodes.ContainsKey(n.Host)).ToLookup(n => n.Host!, StringComparer.Ordinal);
        var boxes = new Dictionary<string, PictureBox>(StringComparer.Ordinal);
        var frames = new Dictionary<string, PictureBox>(StringComparer.Ordinal);
        var top = Gap;
        foreach (var frame in picture.Frames)
        {
            var own = frame.Nodes.Select(k => nodes[k]).Where(n => n.Host is null || !nodes.ContainsKey(n.Host)).ToArray();
            var columns = (int)Math.Ceiling(Math.Sqrt(Math.Max(1, own.Length) * 1.5));
            var (x, y, rowHigh) = (Gap * 2, top + Head, 0.0);
            for (var i = 0; i < own.Length; i++)
            {
                if (i > 0 && i % columns == 0)
                {
                    (x, y, rowHigh) = (Gap * 2, y + rowHigh + Gap, 0);
                }

                var high = High + (Chip * inside[own[i].Key].Count());
                boxes[own[i].Key] = new(x, y, Wide, high);
                foreach (var (child, at) in inside[own[i].Key].Select((c, at) => (c, at)))
                {
                    boxes[child.Key] = new(x + 8, y + High + (at * Chip), Wide - 16, Chip - 6);
                }

                (x, rowHigh) = (x + Wide + Gap, Math.Max(rowHigh, high));
            }

            frames[frame.Key] = new(Gap, top, (Math.Min(columns, Math.Max(1, own.Length)) * (Wide + Gap)) + Gap, y + rowHigh + Gap - top);
            top = y + rowHigh + (Gap * 2);
        }

        return new(picture, frames.Values.Select(f => f.X + f.Width).DefaultIfEmpty(Wide).Max() + Gap, top)
        {
            Frames = frames.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Nodes = boxes.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Links = picture.Links.ToImmutableSortedDictionary(l => l.Key,
                l => ImmutableArray.Create(boxes[l.From].Center, boxes[l.To].Center), StringComparer.Ordinal),
        };
    }
}
