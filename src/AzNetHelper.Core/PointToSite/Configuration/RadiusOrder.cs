using System.Collections.Immutable;
using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>Which of several RADIUS servers is asked first: the one with the higher score, wherever it stands in the list.</summary>
internal static class RadiusOrder
{
    /// <summary>
    /// Servers with their scores. Without one that is given a server keeps its own, and a new one is asked after the one before it, the
    /// first of all with the highest score. What is there where none are wanted.
    /// </summary>
    public static ImmutableArray<WantedRadiusServer> Scored(ImmutableArray<WantedRadiusServer>? wanted, ImmutableArray<RadiusServer> there)
    {
        if (wanted is not { } servers)
        {
            return [.. there.Select(s => new WantedRadiusServer(s.Address, s.Score))];
        }

        var scored = ImmutableArray.CreateBuilder<WantedRadiusServer>(servers.Length);
        var next = P2SRules.RadiusScores.Most;
        foreach (var server in servers)
        {
            var score = server.Score ?? there.FirstOrDefault(t => Same(t.Address, server.Address))?.Score ?? next;
            scored.Add(server with { Score = score });
            next = Math.Max(P2SRules.RadiusScores.Least, Math.Min(score, P2SRules.RadiusScores.Most + 1) - 1);
        }

        return scored.ToImmutable();
    }

    /// <summary>True where the same servers are asked in the same order, with the scores that are told.</summary>
    /// <param name="wanted">Servers with their scores.</param>
    /// <param name="there">Those that are there. The only one has no score, and needs none.</param>
    public static bool Same(ImmutableArray<WantedRadiusServer> wanted, ImmutableArray<RadiusServer> there) =>
        wanted.OrderByDescending(s => s.Score).Select(s => s.Address)
            .SequenceEqual(there.OrderByDescending(s => s.Score ?? 0).Select(s => s.Address), StringComparer.OrdinalIgnoreCase)
        && (wanted.Length < 2 || wanted.All(w => there.Any(t => Same(t.Address, w.Address) && (t.Score is null || t.Score == w.Score))));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
