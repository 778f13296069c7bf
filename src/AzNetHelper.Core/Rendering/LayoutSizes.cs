namespace AzNetHelper.Rendering;

/// <summary>The measures of a drawing, in points.</summary>
internal static class LayoutSizes
{
    /// <summary>Letters of names, and of what stands under them.</summary>
    public const double Letter = 12, Small = 10.5, Large = 15;

    /// <summary>Around the whole, within a box, and of the head of a frame.</summary>
    public const double Margin = 28, Pad = 16, Inset = 10, FrameHead = 36;

    /// <summary>From one line of a text to the next.</summary>
    public const double LineHigh = 15;

    /// <summary>A VNet, and what sits in it.</summary>
    public const double NodeWide = 184, DetailedWide = 196, ChipWide = 188, ChipHigh = 38, ChipGap = 10;

    /// <summary>The words of a hub, beside its gateways.</summary>
    public const double HubTextWide = 240, HubHigh = 66;

    /// <summary>Between two boxes of a row: wide enough for the lines of what sits in a VNet.</summary>
    public const double ColumnGap = 22, RowGap = 16;

    /// <summary>What a link has of its own, with its state and its arrows; and what it shares lies this far apart.</summary>
    public const double Stub = 40, Track = 10, LeastTrack = 3;

    /// <summary>So many lines lie side by side at their full distance; more move together.</summary>
    public const int LooseTracks = 12;

    /// <summary>Room for an icon in a head.</summary>
    public const double Icon = 16;

    /// <summary>How wide a drawing is for each unit that it is high.</summary>
    public const double Aspect = 1.6;
}
