using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Audit;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>The sections of a report, in the order in which they are read.</summary>
internal static class MarkdownSections
{
    // Of 500 VNets every pair is asked in a few seconds; a report should not take longer.
    private const int MaxNetworksOfMatrix = 500;

    public static IEnumerable<MarkdownSection> Of(Picture picture, Topology topology, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var names = new PictureNames(picture.Nodes);
        var moment = picture.Plan is null ? string.Empty : " before the plan";
        return
        [
            Counts(picture),
            MarkdownSection.List(1, "To know first", picture.Notes.Select(MarkdownText.Of)),
            Changes(picture, names),
            .. picture.Way is null ? [] : MarkdownWay.Of(picture.Way),
            .. Findings(topology, moment, stop),
            .. MarkdownDiagrams.Of(picture, names, stop),
            .. MarkdownTables.Of(picture, names),
            .. Matrix(topology, moment, stop),
        ];
    }

    private static MarkdownSection Counts(Picture picture)
    {
        var table = MarkdownSection.Table(0, "What there is", ["What", "Count"],
            PictureWords.Counts(picture.Counts).Select(c => (string[])[PictureWords.Capital(c.Many), c.Count.ToString(CultureInfo.InvariantCulture)]));
        return picture.ReadAt is { } at ? table with { Units = [.. table.Units, $"\nRead at {PictureWords.Moment(at)}.\n"] } : table;
    }

    private static MarkdownSection Changes(Picture picture, PictureNames names)
    {
        return MarkdownSection.Table(2, $"Plan: {MarkdownText.Of(picture.Plan ?? "none")}", ["Mark", "What", "Change"],
        [
            .. picture.Nodes.Where(n => n.Mark != PictureMark.None)
                .Select(n => Row(n.Mark, $"{PictureWords.Of(n.Kind)} {names.Of(n.Key)}", n.Changes)),
            .. picture.Links.Where(l => l.Mark != PictureMark.None)
                .Select(l => Row(l.Mark, $"{l.Kind} {names.Of(l.From)} - {names.Of(l.To)}: {l.State}", l.Changes)),
        ]);

        static string[] Row(PictureMark mark, string what, ImmutableArray<string> changes) =>
            [PictureWords.Of(mark)!, MarkdownText.Of(what), MarkdownText.Of(changes.IsEmpty ? "follows from the others" : string.Join("; ", changes))];
    }

    private static IEnumerable<MarkdownSection> Findings(Topology topology, string moment, CancellationToken stop)
    {
        var report = TopologyAudit.Run(topology, stop: stop);
        var lines = report.Findings.Select(f =>
            $"**{f.Severity}** {f.RuleId}, {MarkdownText.Of(f.Name)}: {MarkdownText.Of(f.Message)} "
                + (f.RemedyKind == RemedyKind.Advice ? MarkdownText.Of(f.Remedy) : $"Remedy: {MarkdownText.Code(f.Remedy)}")).ToList();
        if (report.Findings.IsEmpty)
        {
            lines.Add($"None of {report.Rules.Length.ToString(CultureInfo.InvariantCulture)} rules has found anything.");
        }

        if (report.UnjudgedText is { } unjudged)
        {
            lines.Insert(0, MarkdownText.Of(unjudged));
        }

        return [MarkdownSection.List(3, $"Findings of the audit{moment}", lines)];
    }

    private static IEnumerable<MarkdownSection> Matrix(Topology topology, string moment, CancellationToken stop)
    {
        const string heading = "Who reaches whom, by hub";
        var count = topology.VirtualNetworks.Length;
        return count switch
        {
            < 2 => [],
            > MaxNetworksOfMatrix => [MarkdownSection.List(4, heading + moment,
            [
                Invariant($"Not asked for {count} virtual networks, of more than {MaxNetworksOfMatrix}: `Test-VNetTransitivity -All -GroupBy Hub` counts them."),
            ])],
            _ => [MarkdownSection.Table(4, heading + moment,
                ["One hub", "The other", "Pairs", "Reachable", "Partial", "Blocked", "Unknown", "By"],
                MatrixSummary.Of(new ReachabilityEngine(topology), MatrixGrouping.Hub, cancellationToken: stop).Select(s => (string[])
                [
                    MarkdownText.Of(s.Source), MarkdownText.Of(s.Destination), Number(s.Pairs), Number(s.Reachable), Number(s.Partial),
                    Number(s.Blocked), Number(s.Unknown), MarkdownText.Of(s.By),
                ]))],
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
