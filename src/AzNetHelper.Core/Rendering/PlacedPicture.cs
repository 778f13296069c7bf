using System.Collections.Immutable;

namespace AzNetHelper.Rendering;

/// <summary>A place in a picture, from its upper left corner, in points.</summary>
public readonly record struct PicturePoint(double X, double Y);

/// <summary>Where something is, from the picture's upper left corner, in points.</summary>
public readonly record struct PictureBox(double X, double Y, double Width, double Height)
{
    public PicturePoint Center => new(X + (Width / 2), Y + (Height / 2));
}

/// <summary>What a link may share with others: all but its last pieces.</summary>
/// <param name="Owner">The key of the end where they run together.</param>
/// <param name="OwnPieces">How many pieces of its way, counted from its other end, are its own.</param>
/// <param name="IsShared">False where no other link runs with it.</param>
public readonly record struct PictureTrunk(string Owner, int OwnPieces, bool IsShared);

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

    /// <summary>What each link shares with others, by its key.</summary>
    public ImmutableSortedDictionary<string, PictureTrunk> Trunks { get; init; } =
        ImmutableSortedDictionary<string, PictureTrunk>.Empty.WithComparers(StringComparer.Ordinal);
}
