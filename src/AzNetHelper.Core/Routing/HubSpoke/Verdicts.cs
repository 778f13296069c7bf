using System.Collections.Immutable;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Model;
using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Routing;

/// <summary>Verdicts alone, without the paths and reasons that an answer tells: a large hub has a hundred thousand pairs.</summary>
internal sealed class Verdicts(Topology topology)
{
    private readonly Estate _estate = new(topology);
    private readonly Dictionary<Endpoint, ImmutableArray<EndGroup>?> _ends = [];

    /// <summary>Null where an end is none: a site without prefixes of its own.</summary>
    public Verdict? Of(Endpoint source, Endpoint destination) =>
        Ends(source) is { } from && Ends(destination) is { } to ? PairVerdict.Of(from, to).Verdict : null;

    private ImmutableArray<EndGroup>? Ends(Endpoint end)
    {
        if (!_ends.TryGetValue(end, out var groups))
        {
            try
            {
                groups = Reachability.Walk.Ends.Of(_estate, end);
            }
            catch (EndpointException)
            {
                groups = null;
            }

            _ends[end] = groups;
        }

        return groups;
    }
}
