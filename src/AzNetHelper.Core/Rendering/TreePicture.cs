using System.Globalization;

namespace AzNetHelper.Rendering;

/// <summary>
/// A picture as lines of text for a terminal: hubs with their spokes, gateways with what they are connected with, every node and
/// every link once, in words and signs instead of colours.
/// </summary>
public static class TreePicture
{
    /// <summary>Writes the tree.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="unicode">False for branches of ASCII.</param>
    public static void Write(Picture picture, TextWriter writer, bool unicode = true)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var line in Lines(picture, unicode))
        {
            writer.Write(VisibleText.Of(line));
            writer.Write('\n');
        }
    }

    private static IEnumerable<string> Lines(Picture picture, bool unicode)
    {
        var words = new TreeWords(picture);
        yield return picture.Title;
        if (picture.Plan is { } plan && plan != picture.Title)
        {
            yield return $"With the plan: {plan}";
        }

        if (picture.ReadAt is { } readAt)
        {
            yield return $"Read {readAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}";
        }

        foreach (var line in new TreeBranches(picture, words, unicode).Lines())
        {
            yield return line;
        }

        foreach (var line in Way(picture.Way).Concat(End(picture)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Way(PictureWay? way)
    {
        if (way is null)
        {
            yield break;
        }

        yield return string.Empty;
        yield return $"The way from {way.Source} to {way.Destination} and back: {way.Verdict}";
        foreach (var leg in way.Legs)
        {
            yield return $"  {leg.Direction}: {leg.Verdict}";
            foreach (var hop in leg.Hops)
            {
                yield return $"    {hop.Number.ToString(CultureInfo.InvariantCulture)}. {hop.Text}{(hop.IsBlocking ? "  <== it stops here" : string.Empty)}";
            }
        }

        foreach (var line in way.Reasons.Select(r => $"  Why: {r}").Concat(way.Remedies.Select(r => $"  What helps: {r}")))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> End(Picture picture)
    {
        yield return string.Empty;
        yield return $"Shown: {TreePhrases.Of(picture.Counts)}.";
        if (picture.Nodes.Count(n => n.IsUnread) is var unread and > 0)
        {
            yield return $"{PictureWords.Counted((unread, "thing", "things"))} not read, and known only because something points there.";
        }

        if (picture.Plan is not null)
        {
            yield return $"The plan: {Marked(picture, PictureMark.Added)} added (+), {Marked(picture, PictureMark.Changed)} changed (~), "
                + $"{Marked(picture, PictureMark.Removed)} removed (-).";
        }

        foreach (var note in picture.Notes)
        {
            yield return $"Note: {note}";
        }
    }

    private static string Marked(Picture picture, PictureMark mark) =>
        (picture.Nodes.Count(n => n.Mark == mark) + picture.Links.Count(l => l.Mark == mark)).ToString(CultureInfo.InvariantCulture);
}
