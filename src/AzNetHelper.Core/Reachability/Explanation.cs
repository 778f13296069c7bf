using System.Globalization;
using System.Text;
using AzNetHelper.Steps;

namespace AzNetHelper.Reachability;

/// <summary>An answer as a good colleague would give it.</summary>
internal static class Explanation
{
    /// <summary>How many ways of one direction are told; of the others how many there are.</summary>
    internal const int MostPaths = 3;

    public static string Of(ReachabilityAnswer answer)
    {
        var text = new StringBuilder();
        text.Append(Headline(answer.Verdict, answer.Kinds, answer.Source, answer.Destination)).Append('\n');
        Way(text, answer, Directions.There, $"There, from {answer.Source} to {answer.Destination}");
        Way(text, answer, Directions.Back, $"Back, from {answer.Destination} to {answer.Source}");
        Why(text, answer);
        ToDo(text, answer);
        foreach (var notice in answer.Notices)
        {
            text.Append("Note: ").Append(notice.Sentence).Append('\n');
        }

        return text.ToString();
    }

    internal static string Headline(Verdict verdict, PathKinds kinds, string source, string destination) => verdict switch
    {
        Verdict.Reachable => $"{source} and {destination} reach each other by routing, {Through(kinds)}.",
        Verdict.Partial => $"{source} and {destination} reach each other in part: some pairs of subnets do "
            + $"({Through(kinds)}), others do not.",
        Verdict.Unknown =>
            $"Whether {source} and {destination} reach each other cannot be told from this topology.",
        _ => $"{source} and {destination} do not reach each other.",
    };

    private static string Through(PathKinds kinds)
    {
        string?[] parts =
        [
            kinds.HasFlag(PathKinds.Direct) ? "directly" : null,
            kinds.HasFlag(PathKinds.Appliance) ? "through an appliance" : null,
            kinds.HasFlag(PathKinds.VpnGateway) ? "through a VPN gateway" : null,
            kinds.HasFlag(PathKinds.ExpressRoute) ? "over ExpressRoute" : null,
            kinds.HasFlag(PathKinds.ConnectedGroup) ? "by a connected group of Virtual Network Manager" : null,
        ];
        return string.Join(" and ", parts.OfType<string>());
    }

    private static void Way(StringBuilder text, ReachabilityAnswer answer, Directions direction, string title)
    {
        var paths = answer.Paths.Where(p => p.Direction == direction)
            .OrderBy(p => p.Verdict == Verdict.Reachable).ToArray();
        if (paths.Length == 0)
        {
            return;
        }

        var words = new HopWords(answer.Topology);
        text.Append(title).Append(":\n");
        foreach (var path in paths.Take(MostPaths))
        {
            if (paths.Length > 1)
            {
                text.Append("  For ").Append(path.Destination).Append(":\n");
            }

            for (var i = 0; i < path.Hops.Length; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {i + 1}. ").Append(words.Of(path.Hops[i])).Append(".\n");
            }

            text.Append("  ").Append(End(path)).Append('\n');
        }

        if (paths.Length > MostPaths)
        {
            text.Append(CultureInfo.InvariantCulture, $"  And {paths.Length - MostPaths} more ways: .Hops and -Detailed have all.\n");
        }
    }

    internal static string End(ReachabilityPath path) => path.Verdict switch
    {
        Verdict.Reachable => "=> It arrives.",
        Verdict.Unknown => $"=> What becomes of it then is not known: {path.Fault}.",
        _ => $"=> It ends there: {path.Fault}.",
    };

    private static void Why(StringBuilder text, ReachabilityAnswer answer)
    {
        foreach (var (doubts, title) in new[] { (false, "What is in the way:\n"), (true, "What is not known:\n") })
        {
            var reasons = answer.Reasons.Where(r => r.IsDoubt == doubts).ToArray();
            if (reasons.Length == 0)
            {
                continue;
            }

            text.Append(title);
            foreach (var reason in reasons)
            {
                text.Append("  - ").Append(reason.Sentence).Append(Flag(reason)).Append(" [").Append(reason.Id).Append("]\n");
            }
        }
    }

    internal static string Flag(Reason reason) => reason.Flag is null ? string.Empty
        : reason is { Id: ReasonId.RouteTable, Flag: not "disablePeeringRoute" } ? $" (route '{reason.Flag}')" : $" ({reason.Flag})";

    private static void ToDo(StringBuilder text, ReachabilityAnswer answer)
    {
        if (answer.Verdict == Verdict.Reachable)
        {
            return;
        }

        if (answer.Fix is { } fix)
        {
            text.Append("What to do (tried on a copy of these networks: it works, and nobody else loses anything):\n");
            foreach (var change in fix.Changes.Where(c => c.Writes))
            {
                text.Append("  - ").Append(change.Summary).Append('\n');
            }

            foreach (var notice in fix.Notices.Where(n => n.Severity == NoticeSeverity.Warning))
            {
                text.Append("  Mind: ").Append(notice.Message).Append('\n');
            }

            text.Append("  It is the plan in .Fix: pipe it to Invoke-VNetPlan, with -WhatIf first.\n");
            return;
        }

        text.Append(answer.Verdict == Verdict.Unknown
            ? "What to do:\n"
            : "What to do (no small change was found that helps and takes nothing from anybody):\n");
        foreach (var advice in answer.Reasons.Select(r => Advice.For(r.Id)).Distinct(StringComparer.Ordinal))
        {
            text.Append("  - ").Append(advice).Append('\n');
        }
    }
}
