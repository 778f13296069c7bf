using AzNetHelper.Planning;
using AzNetHelper.Reachability;

namespace AzNetHelper.Rendering;

/// <summary>What is wanted of a picture.</summary>
public sealed record PictureOptions
{
    public PictureView View { get; init; }

    /// <summary>The heading; null for one that says what is there.</summary>
    public string? Title { get; init; }

    /// <summary>Marks what this plan adds, changes and removes.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Two ends whose way is shown.</summary>
    public (Endpoint Source, Endpoint Destination)? Ends { get; init; }
}
