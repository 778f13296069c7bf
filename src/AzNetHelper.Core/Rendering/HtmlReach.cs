using System.Text.Json;
using AzNetHelper.Reachability;

namespace AzNetHelper.Rendering;

/// <summary>
/// Who reaches whom, as the page reads it: a number for each pair of VNets, which is a place in a list of verdicts; the ways
/// of each pair while these are not too many.
/// </summary>
internal static class HtmlReach
{
    /// <summary>How many VNets have a cell for each pair in the page: 1,000 are half a million pairs, a megabyte before it is deflated.</summary>
    internal const int MostNetworks = 1000;

    public static void Write(Utf8JsonWriter json, PictureMap map, CancellationToken stop)
    {
        json.WriteStartObject();
        json.WriteString("unseen", ReachabilityAnswer.Unseen);
        json.Each("sides", map.Sides, side => Side(json, map, side, stop));
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, PictureMap map, PictureScene side, CancellationToken stop)
    {
        var topology = side.Topology;
        var engine = new ReachabilityEngine(topology);
        json.WriteStartObject();
        json.Numbers("nets", topology.VirtualNetworks.Select(n => map.NodeOf(n.Id) ?? -1));
        if (topology.VirtualNetworks.Length > MostNetworks)
        {
            ByHub(json, engine, stop);
        }
        else
        {
            Pairs(json, map, engine, side, stop);
        }

        json.WriteEndObject();
    }

    private static void Pairs(Utf8JsonWriter json, PictureMap map, ReachabilityEngine engine, PictureScene side, CancellationToken stop)
    {
        var topology = side.Topology;
        var verdicts = new Dictionary<(Verdict Verdict, PathKinds Kinds, string Reasons), int>();
        var cells = new MemoryStream();
        var order = topology.VirtualNetworks.Select((n, i) => (n.Id, i)).ToDictionary(n => n.Id, n => n.i);
        var ways = HtmlWays.For(map, engine, side);
        foreach (var pair in engine.Matrix())
        {
            stop.ThrowIfCancellationRequested();
            if (order[pair.Source.Id] >= order[pair.Destination.Id])
            {
                throw new InvalidOperationException("Pairs are expected in the order of the networks.");
            }

            var verdict = (pair.Verdict, pair.Kinds, pair.ReasonIds);
            if (!verdicts.TryGetValue(verdict, out var number))
            {
                verdicts[verdict] = number = verdicts.Count;
            }

            cells.WriteByte((byte)number);
            cells.WriteByte((byte)(number >> 8));
            ways?.Add(pair);
        }

        json.Each("verdicts", verdicts.OrderBy(v => v.Value).Select(v => v.Key), v =>
        {
            json.WriteStartObject();
            json.WriteString("verdict", v.Verdict.ToString());
            json.Maybe("by", v.Kinds == PathKinds.None ? null : v.Kinds.ToString());
            json.Maybe("why", v.Reasons);
            json.Text("words", Explanation.Headline(v.Verdict, v.Kinds, "{a}", "{b}"));
            json.WriteEndObject();
        });
        json.WriteBase64String("cells", cells.GetBuffer().AsSpan(0, (int)cells.Length));
        ways?.Write(json);
    }

    private static void ByHub(Utf8JsonWriter json, ReachabilityEngine engine, CancellationToken stop) =>
        json.Each("hubs", MatrixSummary.Of(engine, MatrixGrouping.Hub, cancellationToken: stop), s =>
        {
            json.WriteStartObject();
            json.Text("a", s.Source);
            json.Text("b", s.Destination);
            json.WriteNumber("Reachable", s.Reachable);
            json.WriteNumber("Partial", s.Partial);
            json.WriteNumber("Blocked", s.Blocked);
            json.WriteNumber("Unknown", s.Unknown);
            json.WriteEndObject();
        });
}
