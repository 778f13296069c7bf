using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Walk;

/// <summary>
/// An end that a peering points at and that was not read. What is known decides: a half that is not Connected blocks,
/// else the answer is Unknown.
/// </summary>
internal static class Unread
{
    public static ReachabilityAnswer Answer(Estate estate, Endpoint source, Endpoint destination)
    {
        var known = NetworkOf(estate, source) ?? NetworkOf(estate, destination);
        var unread = estate.Network(source.Id) is null && source is VNetEndpoint ? source.Id : destination.Id;
        var half = known?.PeeringTo(unread);

        // With a gateway in use there may be another way: the half does not decide then.
        var alone = known is not null && estate.Node(known.Id)!.Home is null;
        var fault = (alone ? half : null) switch
        {
            { State: PeeringState.Disconnected } broken => New(ReasonId.PeeringDisconnected, broken),
            { State: PeeringState.Initiated } lone => New(ReasonId.PeeringIncomplete, lone),
            _ => new Fault(Doubts.NotRead(unread), unread)
            {
                Network = known?.Id ?? source.Id, At = known?.Id ?? source.Id,
            },
        };
        var legs = new[] { (Directions.Both, new Leg(default, [], fault)) };
        return new(source, destination, fault.IsDoubt ? Verdict.Unknown : Verdict.Blocked,
            
            () => new NoticesOf(estate, source, destination).Answer(Verdict.Unknown, new HashSet<ResourceId>()), _ => null)
        {
            Reasons = new Sides(source.Id, destination.Id).Reasons(legs),
        };

        static Fault New(ReasonId id, PeeringHalf half) => new(id, half.Id, "peeringState")
        {
            Network = half.LocalVNet, At = half.LocalVNet, Detail = half.RemoteVNet.Name,
        };
    }

    private static VirtualNetwork? NetworkOf(Estate estate, Endpoint end) => end switch
    {
        VNetEndpoint network => estate.Network(network.VNet),
        SubnetEndpoint subnet => estate.Network(subnet.Subnet.Parent!),
        _ => null,
    };
}
