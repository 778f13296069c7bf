namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// A difference from a recording that is meant, with its reason. One that is never used fails the replay.
/// </summary>
internal sealed record DeliberateDifference(string Place, string Difference, string Reason);

internal static class DeliberateDifferences
{
    public static IReadOnlyList<DeliberateDifference> All { get; } =
    [
    ];
}
