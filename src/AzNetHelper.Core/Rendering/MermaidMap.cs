using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>
/// A diagram of the frames of a picture: how much is in each and how it is, and a line for each two that something joins. It always keeps
/// to Mermaid's limits: of more frames than fit, the rest is one node, so that its numbers are those of the picture all the same.
/// </summary>
/// <param name="picture">What is drawn.</param>
/// <param name="files">The names of the files in which a frame is drawn, by its key; none where that is in the same text.</param>
internal sealed class MermaidMap(Picture picture, ILookup<string, string>? files = null)
{
    /// <summary>What the shapes and lines of a map mean, a line each.</summary>
    public static readonly ImmutableArray<string> Legend =
    [
        "A map: a box for each frame with what is in it, a line with all that joins two of them.",
        "Several connections of two ends have the state of the worst. A thick border: something in it asks for a look, or a plan or a way touches it.",
    ];

    private const string Rest = "rest";
    private const int MostOfAbout = 12_000, MostOfTitle = 300;

    private readonly WayMarks _way = new(picture.Way);
    private readonly ILookup<string, string> _files = files ?? Array.Empty<string>().ToLookup(f => f, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _frameOf = picture.Frames.SelectMany(f => f.Nodes.Select(n => (Node: n, f.Key)))
        .ToDictionary(n => n.Node, n => n.Key, StringComparer.Ordinal);

    /// <summary>The diagram.</summary>
    /// <param name="opening">Comments before those that name the files; empty for none.</param>
    /// <param name="about">What stands in a box beside it, a line each; null for no box.</param>
    public string Text(IReadOnlyCollection<string> opening, IReadOnlyCollection<string>? about)
    {
        // What asks for a look first, then the largest.
        var tallies = Tallies(key => key).Frames;
        string[] pressing =
        [
            .. picture.Frames.Select(f => (f.Key, Tally: tallies[f.Key])).OrderByDescending(f => f.Tally.Stops).ThenByDescending(f => f.Tally.Passes)
                .ThenByDescending(f => f.Tally.IsMarked).ThenByDescending(f => f.Tally.Troubled).ThenByDescending(f => f.Tally.Nodes).Select(f => f.Key),
        ];
        for (var count = pressing.Length; ; count = count * 9 / 10)
        {
            var (text, links) = Drawn(pressing.Take(count).ToHashSet(StringComparer.Ordinal), opening, about);
            if (count == 0 || (text.Length <= MermaidPicture.MaxCharacters && links <= MermaidPicture.MaxLinks))
            {
                return text;
            }
        }
    }

    private (string Text, int Links) Drawn(HashSet<string> kept, IReadOnlyCollection<string> opening, IReadOnlyCollection<string>? about)
    {
        var text = new StringBuilder();
        var (frames, between) = Tallies(key => kept.Contains(key) ? key : Rest);
        var left = picture.Frames.Where(f => !kept.Contains(f.Key)).ToArray();
        foreach (var comment in opening.Concat(Named(kept)).Concat(left.Length == 0 || files is null ? [] : [Left(left)]))
        {
            MermaidDrawing.Line(text, 0, MermaidText.Comment(comment));
        }

        MermaidDrawing.Head(text, MermaidText.Short(picture.Title, MostOfTitle), PictureWords.Counted(picture.Counts),
            about is null ? null : MermaidText.Most(about.Select(l => MermaidText.Short(l, MostOfAbout / 8)), MostOfAbout));
        foreach (var frame in picture.Frames.Where(f => kept.Contains(f.Key)))
        {
            var (open, close) = frame.Hub is null ? ("[", "]") : ("[[", "]]");
            Node(text, frame.Key, open, close, [MermaidText.Short(frame.Title, MostOfTitle), .. frames[frame.Key].Lines(), .. Place(frame)], frames[frame.Key]);
        }

        if (left.Length > 0)
        {
            Node(text, Rest, "(", ")", [Invariant($"{left.Length} of {picture.Frames.Length} frames, together"), .. frames[Rest].Lines(),
                files is null ? "each is drawn below" : Left(left)], frames[Rest]);
        }

        Links(text, between);
        foreach (var style in Classes(about is not null))
        {
            MermaidDrawing.Line(text, 1, style);
        }

        return (text.ToString(), between.Length);
    }

    private static void Node(StringBuilder text, string key, string open, string close, IEnumerable<string> lines, MapTally tally)
    {
        MermaidDrawing.Line(text, 1, $"{key}{open}\"{MermaidText.Lines(lines)}\"{close}:::{(key == Rest ? Rest : "frame")}");
        if ((tally.Stops || tally.Troubled > 0 ? "look" : tally.Passes ? "way" : tally.IsMarked ? "marked" : null) is { } extra)
        {
            MermaidDrawing.Line(text, 1, $"class {key} {extra}");
        }
    }

    private static void Links(StringBuilder text, ((string From, string To) Ends, MapTally Tally)[] between)
    {
        foreach (var ((from, to), tally) in between)
        {
            var line = MermaidStyles.Line(new(string.Empty, PictureLinkKind.Peering, from, to) { Health = tally.Health });
            MermaidDrawing.Line(text, 1, $"{from} {line}|\"{MermaidText.Of(string.Join(", ", tally.Lines()))}\"| {to}");
        }

        foreach (var alike in between.Select((b, at) => (Style: Style(b.Tally), At: at)).Where(s => s.Style is not null).GroupBy(s => s.Style, StringComparer.Ordinal))
        {
            MermaidDrawing.Line(text, 1, $"linkStyle {string.Join(',', alike.Select(s => s.At.ToString(CultureInfo.InvariantCulture)))} {alike.Key}");
        }
    }

    private static string? Style(MapTally tally) => MermaidStyles.Of(
        new(string.Empty, PictureLinkKind.Peering, string.Empty, string.Empty) { Health = tally.Health, Mark = tally.IsMarked ? PictureMark.Changed : PictureMark.None },
        tally.Stops, tally.Passes).Text;

    private static IEnumerable<string> Classes(bool about) =>
    [
        .. about ? [MermaidStyles.About] : Array.Empty<string>(),
        $"classDef frame fill:{SvgTone.Network.Fill},stroke:{SvgTone.Network.Stroke},color:{PicturePalette.Text}",
        $"classDef {Rest} fill:#F3F2F1,stroke:#86827E,color:{PicturePalette.Text},stroke-dasharray:4 4",
        $"classDef look stroke:{PicturePalette.OfWay(stops: true)},stroke-width:4px",
        $"classDef way stroke:{PicturePalette.OfWay(stops: false)},stroke-width:4px",
        $"classDef marked stroke:{PicturePalette.Of(PictureMark.Changed)},stroke-width:4px",
    ];

    private IEnumerable<string> Named(HashSet<string> kept) =>
        picture.Frames.Where(f => kept.Contains(f.Key)).SelectMany(f => _files[f.Key].Select(n => $"{n}: {MermaidText.Short(f.Title, MostOfTitle)}"));

    private string Left(PictureFrame[] left) => Invariant($"in {left.Sum(f => _files[f.Key].Count())} more files beside this one, named for them");

    private IEnumerable<string> Place(PictureFrame frame) => _files[frame.Key].ToArray() switch
    {
        [] => [],
        [var only] => [only],
        [var first, .. var more] => [Invariant($"{first} and {more.Length} more")],
    };

    // What is in each frame, and what joins each two, in the order of the frames.
    private (Dictionary<string, MapTally> Frames, ((string From, string To) Ends, MapTally Tally)[] Between) Tallies(Func<string, string> drawn)
    {
        string[] keys = [.. picture.Frames.Select(f => drawn(f.Key)).Distinct(StringComparer.Ordinal).OrderBy(k => k == Rest)];
        var order = keys.Select((k, i) => (k, i)).ToDictionary(k => k.k, k => k.i, StringComparer.Ordinal);
        var frames = keys.ToDictionary(k => k, _ => new MapTally(), StringComparer.Ordinal);
        var between = new SortedDictionary<(int From, int To), MapTally>();
        foreach (var node in picture.Nodes)
        {
            frames[At(node.Key)].Add(node, _way);
        }

        foreach (var link in picture.Links)
        {
            var (one, other) = (At(link.From), At(link.To));
            var ends = (Math.Min(order[one], order[other]), Math.Max(order[one], order[other]));
            var tally = one == other ? frames[one] : between.TryGetValue(ends, out var known) ? known : between[ends] = new();
            tally.Add(link, _way);
        }

        return (frames, [.. between.Select(b => ((keys[b.Key.From], keys[b.Key.To]), b.Value))]);

        string At(string node) => drawn(_frameOf[node]);
    }
}
