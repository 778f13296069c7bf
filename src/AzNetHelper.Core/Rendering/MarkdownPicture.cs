using System.Text;
using AzNetHelper.Networks;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>
/// A report in GitHub Flavored Markdown for a wiki or the summary of a pipeline: tables and Mermaid. What does not fit into the
/// summary of a step is left out from the least pressing section on, and the report says what.
/// </summary>
public static class MarkdownPicture
{
    /// <summary>
    /// What GitHub takes as the summary of a step, bytes (docs.github.com/actions, workflow commands, "Step isolation and limits").
    /// </summary>
    public const int MaxBytes = 1024 * 1024;

    // What is said where something is left out, in every section.
    private const int Reserve = 200;

    /// <summary>Writes the report.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="topology">The networks as they were read, before any plan: they are audited and asked who reaches whom.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="stop">Ends it.</param>
    public static void Write(Picture picture, Topology topology, TextWriter writer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(writer);
        var title = $"# {MarkdownText.Of(picture.Title)}\n";
        MarkdownSection[] sections = [.. MarkdownSections.Of(picture, topology, stop).Where(s => s.Units.Length > 0)];
        var left = MaxBytes - Bytes(title) - sections.Sum(s => Bytes(s.Opening) + Reserve);
        var kept = new Dictionary<MarkdownSection, int>(ReferenceEqualityComparer.Instance);
        var isTight = sections.Sum(s => s.Units.Sum(Bytes)) > left;
        foreach (var section in sections.OrderBy(s => s.Rank))
        {
            // Where not all fits, no section takes more than half of what is left for it and those behind it.
            var (count, share) = (0, isTight ? left / 2 : left);
            while (count < section.Units.Length && Bytes(section.Units[count]) <= share)
            {
                var size = Bytes(section.Units[count++]);
                (share, left) = (share - size, left - size);
            }

            kept[section] = count;
        }

        writer.Write(title);
        foreach (var section in sections)
        {
            writer.Write(section.Opening);
            foreach (var unit in section.Units.Take(kept[section]))
            {
                writer.Write(unit);
            }

            if (kept[section] < section.Units.Length)
            {
                writer.Write(Invariant(
                    $"\n{section.Units.Length - kept[section]} of {section.Units.Length} are left out: a summary holds {MaxBytes / 1024} KiB. An export to .html or .json holds them.\n"));
            }
        }
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}

/// <summary>A part of the report under a heading.</summary>
/// <param name="Rank">The lower the more pressing.</param>
/// <param name="Opening">Its heading, and the head of its table.</param>
/// <param name="Units">What is kept or left out as one: rows, lines, diagrams.</param>
internal sealed record MarkdownSection(int Rank, string Opening, string[] Units)
{
    public static MarkdownSection Table(int rank, string heading, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        string[] names = [.. columns];
        return new(rank, $"\n## {heading}\n\n{MarkdownText.Row(names)}\n{MarkdownText.Row(names.Select(_ => "---"))}\n",
            [.. rows.Select(r => $"{MarkdownText.Row(r)}\n")]);
    }

    public static MarkdownSection List(int rank, string heading, IEnumerable<string> lines) =>
        new(rank, $"\n## {heading}\n\n", [.. lines.Select(l => $"- {l}\n")]);
}
