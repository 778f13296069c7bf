using System.Collections.Immutable;
using AzNetHelper.Reachability;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>Where the hops of a way stand in a picture: at the link that they cross, else at the node where they are decided.</summary>
internal sealed class WayMarks
{
    private readonly ILookup<string, string> _atLinks;
    private readonly ILookup<string, string> _atNodes;
    private readonly ImmutableHashSet<string> _nodes;
    private readonly ImmutableHashSet<string> _stops;

    public WayMarks(PictureWay? way)
    {
        var hops = (way?.Legs ?? []).SelectMany(l => l.Hops.Select(h => (Leg: l, Hop: h))).ToArray();
        _atLinks = hops.Where(h => h.Hop.Link is not null).ToLookup(h => h.Hop.Link!, h => Words(h.Leg, h.Hop), StringComparer.Ordinal);
        _atNodes = hops.Where(h => h.Hop is { Link: null, From: not null })
            .ToLookup(h => h.Hop.From!, h => Words(h.Leg, h.Hop), StringComparer.Ordinal);
        _nodes = [.. hops.SelectMany(h => new[] { h.Hop.From, h.Hop.To }).OfType<string>()];
        _stops = [.. hops.Where(h => h.Hop.IsBlocking).Select(h => h.Hop.Link ?? h.Hop.From).OfType<string>()];
    }

    public IEnumerable<string> OfLink(string key) => _atLinks[key];

    public IEnumerable<string> OfNode(string key) => _atNodes[key];

    /// <summary>True for a node or a link that the way leads over.</summary>
    public bool Passes(string key) => _nodes.Contains(key) || _atLinks.Contains(key);

    /// <summary>True for a node or a link where the way ends without arriving.</summary>
    public bool StopsAt(string key) => _stops.Contains(key);

    private static string Words(PictureLeg leg, PictureHop hop) => Invariant(
        $"{(hop.IsBlocking ? "STOPS HERE, " : "")}hop {hop.Number} {(leg.Direction == Directions.Back ? "back" : "there")}");
}
