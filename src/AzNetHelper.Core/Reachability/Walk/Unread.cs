using AzNetHelper.Arm;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// An end that is not known: a VNet that a peering points at and that was not read, where what leads to it or back from it is
/// not known, be the half at this end connected or not; or the site of a circuit that carries packets, where nobody has told
/// what on-premises announces.
/// </summary>
internal static class Unread
{
    /// <summary>What is not known about the ends; null where both are known.</summary>
    public static Fault? Of(Estate estate, Endpoint source, Endpoint destination) =>
        About(estate, source, destination) ?? About(estate, destination, source);

    public static ReachabilityAnswer Answer(Estate estate, Endpoint source, Endpoint destination, Fault fault) =>
        new(source, destination, Verdict.Unknown,
            () => new(new Sides(source.Id, destination.Id).Reasons([(Directions.Both, new Leg(default, [], fault))]), []),
            () => new NoticesOf(estate, source, destination).Answer(Verdict.Unknown, new HashSet<ResourceId>()),
            _ => null);

    // Clients never reach what is behind a circuit, whatever that is (Route Server FAQ).
    private static Fault? About(Estate estate, Endpoint end, Endpoint other) => end switch
    {
        VNetEndpoint when estate.Network(end.Id) is null => new(Doubts.NotRead(end.Id), end.Id) { Network = other.Id, At = other.Id },
        SiteEndpoint when other is not ClientPoolEndpoint && estate.Sites.Site(end.Id) is { IsSilent: true } =>
            new(ReasonId.CircuitRoutesNotRead, end.Id) { Network = end.Id, At = end.Id },
        _ => null,
    };
}
