using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>How much there is in a frame, or between two, and how it is.</summary>
internal sealed class MapTally
{
    private readonly SortedDictionary<PictureLinkKind, SortedDictionary<string, int>> _links = [];
    private readonly SortedDictionary<PictureMark, int> _marks = [];
    private int _networks;
    private int _others;

    /// <summary>Links that do not carry all that they should.</summary>
    public int Troubled { get; private set; }

    /// <summary>The worst of its links.</summary>
    public PictureHealth Health { get; private set; }

    public bool IsMarked => _marks.Count > 0;

    /// <summary>True where a way leads over something of it.</summary>
    public bool Passes { get; private set; }

    /// <summary>True where a way ends in it without arriving.</summary>
    public bool Stops { get; private set; }

    public int Nodes => _networks + _others;

    public void Add(PictureNode node, WayMarks way)
    {
        (_networks, _others) = node.IsNetwork ? (_networks + 1, _others) : (_networks, _others + 1);
        Add(node.Mark, node.Key, way);
    }

    public void Add(PictureLink link, WayMarks way)
    {
        if (!_links.TryGetValue(link.Kind, out var states))
        {
            _links[link.Kind] = states = new(StringComparer.Ordinal);
        }

        states[link.State] = states.GetValueOrDefault(link.State) + (link.Kind == PictureLinkKind.Connection ? link.Resources.Length : 1);
        Troubled += TreePhrases.IsTroubled(link) ? 1 : 0;
        Health = link.Health > Health ? link.Health : Health;
        Add(link.Mark, link.Key, way);
    }

    /// <summary>Everything in words, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        string?[] lines =
        [
            Stops ? "STOPS HERE" : Passes ? "on the way" : null,
            Nodes == 0 ? null : Invariant($"{PictureWords.Counted((_networks, "virtual network", "virtual networks"))}, {PictureWords.Counted((_others, "other thing", "other things"))}"),
            .. _links.Select(l => Words(l.Key, l.Value)),
            Troubled == 0 ? null : Invariant($"{Troubled} to look at"),
            IsMarked ? string.Join(", ", _marks.Select(m => Invariant($"{m.Value} {PictureWords.Of(m.Key)}"))) : null,
        ];
        return lines.OfType<string>();
    }

    private void Add(PictureMark mark, string key, WayMarks way)
    {
        if (mark != PictureMark.None)
        {
            _marks[mark] = _marks.GetValueOrDefault(mark) + 1;
        }

        Passes |= way.Passes(key);
        Stops |= way.StopsAt(key);
    }

    private static string Words(PictureLinkKind kind, SortedDictionary<string, int> states)
    {
        var (one, many) = kind switch
        {
            PictureLinkKind.Peering => ("peering", "peerings"),
            PictureLinkKind.Connection => ("connection", "connections"),
            PictureLinkKind.Clients => ("gateway with clients", "gateways with clients"),
            _ => ("member of a connected group", "members of connected groups"),
        };
        var counted = PictureWords.Counted((states.Values.Sum(), one, many));
        return kind is PictureLinkKind.Clients or PictureLinkKind.Membership ? counted
            : states.Count == 1 ? $"{counted} {states.Keys.First()}"
            : $"{counted}: {string.Join(", ", states.Select(s => Invariant($"{s.Value} {s.Key}")))}";
    }
}
