using System.Text;

namespace AzNetHelper.Reachability;

/// <summary>An answer as a good colleague would give it.</summary>
internal static class Explanation
{
    private const int MostPaths = 3;

    public static string Of(ReachabilityAnswer answer)
    {
        var text = new StringBuilder();
        text.Append(Headline(answer)).Append('\n');
        Way(text, answer, Directions.There, $"There ({answer.Source} to {answer.Destination})");
        Way(text, answer, Directions.Back, $"Back ({answer.Destination} to {answer.Source})");
        if (!answer.Reasons.IsEmpty)
        {
            text.Append(answer.Verdict == Verdict.Unknown ? "What is not known:\n" : "What is in the way:\n");
            foreach (var reason in answer.Reasons)
            {
                text.Append("  - ").Append(reason.Sentence).Append(" [").Append(reason.Id).Append("]\n");
            }
        }

        Fix(text, answer);
        foreach (var notice in answer.Notices)
        {
            text.Append("Note: ").Append(notice.Sentence).Append('\n');
        }

        return text.ToString();
    }

    private static string Headline(ReachabilityAnswer answer) => answer.Verdict switch
    {
        Verdict.Reachable => $"{answer.Source} and {answer.Destination} reach each other, by routing ({answer.Kinds}).",
        Verdict.Partial =>
            $"{answer.Source} and {answer.Destination} reach each other in part: some pairs of subnets do, some not.",
        Verdict.Unknown =>
            $"Whether {answer.Source} and {answer.Destination} reach each other cannot be told from this topology.",
        _ => $"{answer.Source} and {answer.Destination} do not reach each other.",
    };

    private static void Way(StringBuilder text, ReachabilityAnswer answer, Directions direction, string title)
    {
        var paths = answer.Paths.Where(p => p.Direction == direction)
            .OrderBy(p => p.Verdict == Verdict.Reachable).ToArray();
        if (paths.Length == 0)
        {
            return;
        }

        text.Append(title).Append(":\n");
        foreach (var path in paths.Take(MostPaths))
        {
            text.Append("  to ").Append(path.Destination).Append(": ")
                .Append(path.Fault is { } fault ? $"stops, {fault}" : "arrives").Append('\n');
            foreach (var hop in path.Hops)
            {
                text.Append("    ").Append(hop).Append('\n');
            }
        }

        if (paths.Length > MostPaths)
        {
            text.Append("  and ").Append(paths.Length - MostPaths).Append(" more ways.\n");
        }
    }

    private static void Fix(StringBuilder text, ReachabilityAnswer answer)
    {
        if (answer.Verdict is Verdict.Reachable or Verdict.Unknown)
        {
            return;
        }

        if (answer.Fix is not { } fix)
        {
            text.Append("What to do: no change of peerings alone helps without making something else worse.\n");
            return;
        }

        text.Append("What to do (in .Fix, tried on a copy of this topology):\n");
        foreach (var change in fix.Changes.Where(c => c.Writes))
        {
            text.Append("  - ").Append(change.Summary).Append('\n');
        }
    }
}
