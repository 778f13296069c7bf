using System.Text.Json;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;

namespace AzNetHelper.Rendering;

/// <summary>
/// The ways of all pairs: hops, ways, sentences once each in lists of their own, and for each pair the places of what is its
/// own there. A fix is sought, and notices are made, where pairs are few: both take longer than all the rest.
/// </summary>
internal sealed class HtmlWays
{
    /// <summary>All pairs of 500 VNets.</summary>
    internal const int MostPairs = 500 * 499 / 2;

    /// <summary>So many pairs get their notices, and of those that do not arrive a fix is sought.</summary>
    internal const int MostExplained = 300;

    private enum Fix
    {
        NotNeeded,
        Found,
        NotFound,
        NotSought,
    }

    private readonly PictureMap _map;
    private readonly PictureScene _side;
    private readonly ReachabilityEngine _engine;
    private readonly HopWords _words;
    private readonly bool _explains;
    private readonly Dictionary<Hop, int> _hopOf = [];
    private readonly Places<(string Text, int From, int To, int Link)> _hops = new();
    private readonly Places<string> _texts = new();
    private readonly Places<string> _legs = new();
    private readonly List<int> _legNumbers = [];
    private readonly List<int> _pairs = [];

    private HtmlWays(PictureMap map, ReachabilityEngine engine, PictureScene side, bool explains) =>
        (_map, _side, _engine, _words, _explains) = (map, side, engine, new HopWords(side.Topology), explains);

    /// <summary>Null where there are too many pairs.</summary>
    public static HtmlWays? For(PictureMap map, ReachabilityEngine engine, PictureScene side)
    {
        var count = (long)side.Topology.VirtualNetworks.Length * (side.Topology.VirtualNetworks.Length - 1) / 2;
        return count > MostPairs ? null : new(map, engine, side, count <= MostExplained);
    }

    public void Add(PairSummary pair)
    {
        var answer = _engine.Answer(pair);
        Legs(answer, Directions.There);
        Legs(answer, Directions.Back);
        List(answer.Reasons.Select(r => $"{(r.IsDoubt ? "?" : "!")}{r.Sentence}{Explanation.Flag(r)} [{r.Id}]"));
        var fix = answer.Verdict == Verdict.Reachable ? Fix.NotNeeded
            : !_explains ? Fix.NotSought
            : answer.Fix is null ? Fix.NotFound : Fix.Found;
        _pairs.Add((int)fix);
        List(fix switch
        {
            Fix.NotNeeded => [],
            Fix.Found => answer.Fix!.Changes.Where(c => c.Writes).Select(c => c.Summary)
                .Concat(answer.Fix.Notices.Where(n => n.Severity == NoticeSeverity.Warning).Select(n => $"Mind: {n.Message}")),
            _ => answer.Reasons.Select(r => Advice.For(r.Id)).Distinct(StringComparer.Ordinal),
        });
        List(_explains ? answer.Notices.Select(n => n.Sentence) : []);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("ways");
        json.Texts("texts", _texts.All);
        json.Each("hops", _hops.All, h =>
        {
            json.WriteStartArray();
            json.Text(h.Text);
            json.WriteNumberValue(h.From);
            json.WriteNumberValue(h.To);
            json.WriteNumberValue(h.Link);
            json.WriteEndArray();
        });
        json.WriteBase64String("legs", Packed(_legNumbers));
        json.WriteBase64String("pairs", Packed(_pairs));
        json.WriteEndObject();
    }

    // As many as the words of an answer tell, in their order: what does not arrive first.
    private void Legs(ReachabilityAnswer answer, Directions direction)
    {
        var paths = answer.Paths.Where(p => p.Direction == direction).OrderBy(p => p.Verdict == Verdict.Reachable).ToArray();
        _pairs.Add(paths.Length);
        foreach (var path in paths.Take(Explanation.MostPaths))
        {
            int[] leg =
            [
                (int)path.Verdict, _texts.Of(path.Destination.ToString()), _texts.Of(Explanation.End(path)), path.Hops.Length,
                .. path.Hops.Select(HopNumber),
            ];
            _pairs.Add(_legs.Of(string.Join(',', leg), out var isNew));
            if (isNew)
            {
                _legNumbers.AddRange(leg);
            }
        }
    }

    private int HopNumber(Hop hop)
    {
        if (!_hopOf.TryGetValue(hop, out var number))
        {
            var (from, to, link) = _side.Places(hop);
            _hopOf[hop] = number = _hops.Of((_words.Of(hop), _map.Number(from) ?? -1, _map.Number(to) ?? -1, _map.LinkNumber(link) ?? -1));
        }

        return number;
    }

    private void List(IEnumerable<string> texts)
    {
        var numbers = texts.Select(_texts.Of).ToArray();
        _pairs.Add(numbers.Length);
        _pairs.AddRange(numbers);
    }

    // Seven bits a byte, the lowest first; the eighth says that more come.
    private static byte[] Packed(List<int> numbers)
    {
        var bytes = new List<byte>(numbers.Count * 2);
        foreach (var number in numbers)
        {
            var rest = (uint)number;
            for (; rest > 127; rest >>= 7)
            {
                bytes.Add((byte)(rest | 128));
            }

            bytes.Add((byte)rest);
        }

        return [.. bytes];
    }

    /// <summary>Things in the order in which they came, each once.</summary>
    private sealed class Places<T>
        where T : notnull
    {
        private readonly Dictionary<T, int> _numbers = [];

        public IEnumerable<T> All => _numbers.OrderBy(n => n.Value).Select(n => n.Key);

        public int Of(T thing) => Of(thing, out _);

        public int Of(T thing, out bool isNew)
        {
            isNew = _numbers.TryAdd(thing, _numbers.Count);
            return _numbers[thing];
        }
    }
}
