namespace AzNetHelper.Simulation;

/// <summary>A route that a gateway has learned, as getLearnedRoutes tells it.</summary>
/// <param name="Network">The prefix, for example <c>0.0.0.0/0</c>.</param>
public sealed record LearnedRoute(string Network)
{
    /// <summary>The BGP peer that announced it.</summary>
    public string SourcePeer { get; init; } = "192.0.2.1";

    public string NextHop { get; init; } = "192.0.2.1";

    /// <summary><c>EBgp</c>, <c>IBgp</c> or <c>Network</c>.</summary>
    public string Origin { get; init; } = "EBgp";

    public string AsPath { get; init; } = "65010";
}
