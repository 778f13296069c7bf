using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// An end that a peering points at and that was not read: what leads to it or back from it is not known, be the half
/// at this end connected or not.
/// </summary>
internal static class Unread
{
    public static ReachabilityAnswer Answer(Estate estate, Endpoint source, Endpoint destination)
    {
        var unread = IsUnread(estate, source) ? source.Id : destination.Id;
        var known = unread == source.Id ? destination.Id : source.Id;
        var fault = new Fault(Doubts.NotRead(unread), unread) { Network = known, At = known };
        return new(source, destination, Verdict.Unknown,
            () => new(new Sides(source.Id, destination.Id).Reasons([(Directions.Both, new Leg(default, [], fault))]), []),
            () => new NoticesOf(estate, source, destination).Answer(Verdict.Unknown, new HashSet<ResourceId>()),
            _ => null);
    }

    private static bool IsUnread(Estate estate, Endpoint end) => end is VNetEndpoint && estate.Network(end.Id) is null;
}
