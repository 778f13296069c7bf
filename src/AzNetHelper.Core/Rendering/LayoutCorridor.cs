namespace AzNetHelper.Rendering;

/// <summary>
/// A strip without boxes in which lines run side by side. Lines of one bundle share a track: they are told apart where they
/// leave it.
/// </summary>
internal sealed class LayoutCorridor
{
    private readonly SortedSet<string> _bundles = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _tracks;

    /// <summary>Where its first track lies.</summary>
    public double Start { get; set; }

    public bool IsUsed => _bundles.Count > 0;

    private double Spacing => _bundles.Count <= LayoutSizes.LooseTracks ? LayoutSizes.Track
        : Math.Max(LayoutSizes.LeastTrack, LayoutSizes.LooseTracks * LayoutSizes.Track / _bundles.Count);

    /// <summary>From its first track to its last.</summary>
    public double Size => Math.Max(0, _bundles.Count - 1) * Spacing;

    public void Use(string bundle) => _bundles.Add(bundle);

    /// <summary>The place of a bundle; all that use it must be known by then.</summary>
    public double At(string bundle)
    {
        _tracks ??= _bundles.Select((b, at) => (b, at)).ToDictionary(t => t.b, t => t.at, StringComparer.Ordinal);
        return Start + (_tracks[bundle] * Spacing);
    }
}
