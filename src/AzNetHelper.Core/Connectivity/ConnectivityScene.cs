using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;

namespace AzNetHelper.Connectivity;

/// <summary>A question with what is worked out once for all its options.</summary>
internal sealed class ConnectivityScene
{
    private readonly Lazy<ReachabilityAnswer?> _answer;

    public ConnectivityScene(ConnectivityQuestion question)
    {
        Question = question;
        Engine = new(question.Topology);
        _answer = new(Ask);
    }

    public ConnectivityQuestion Question { get; }

    public Topology Topology => Question.Topology;

    public NetworkEnd Source => Question.Source;

    public ConnectivityEnd Destination => Question.Destination;

    /// <summary>The networks as they are.</summary>
    public ReachabilityEngine Engine { get; }

    /// <summary>What the two reach of each other now; null where routing does not decide it, or one is not there.</summary>
    public ReachabilityAnswer? Before => _answer.Value;

    public bool IsReachable => Before?.Verdict == Verdict.Reachable;

    /// <summary>The destination as the reachability engine names it; null for a service, and for what is not there yet.</summary>
    public Endpoint? Endpoint => Destination switch
    {
        NetworkEnd network => network.Endpoint,
        SiteEnd { Site: { } site } => new SiteEndpoint(site),
        ClientsEnd { Gateway: { } gateway } => new ClientPoolEndpoint(gateway),
        _ => null,
    };

    /// <summary>The gateway for tunnels and clients of a VNet: its own, else the one of a peer that it uses; null for none.</summary>
    public VirtualNetworkGateway? GatewayFor(VirtualNetwork network) => VpnGatewayOf(network.Id)
        ?? network.Peerings.Where(p => p is { UseRemoteGateways: true, State: PeeringState.Connected }).Select(p => VpnGatewayOf(p.RemoteVNet)).FirstOrDefault();

    public VirtualNetworkGateway? VpnGatewayOf(ResourceId network) => Topology.GatewaysOf(network).FirstOrDefault(g => g.Kind == GatewayKind.Vpn);

    /// <summary>What forwards in a hub: its firewall, an appliance, or its VPN gateway; none for a VNet that is no hub.</summary>
    public IEnumerable<(HubHop Hop, string Name)> HopsOf(VirtualNetwork hub)
    {
        foreach (var firewall in Topology.Firewalls.Where(f => f.Addresses.Any(a => a.Subnet?.Parent == hub.Id)))
        {
            yield return (HubHop.Of(firewall.Id), firewall.Name);
        }

        foreach (var nic in Topology.NetworkInterfaces.Where(n => n.EnableIPForwarding && n.Addresses.Any(a => a.Subnet?.Parent == hub.Id)))
        {
            yield return (HubHop.Of(nic.Id), nic.Name);
        }

        if (VpnGatewayOf(hub.Id) is { IsBasic: false } gateway)
        {
            yield return (HubHop.Gateway, gateway.Name);
        }
    }

    public static bool ArePeered(VirtualNetwork one, VirtualNetwork other) =>
        one.PeeringTo(other.Id)?.State == PeeringState.Connected && other.PeeringTo(one.Id)?.State == PeeringState.Connected;

    // Of clients without a gateway: the first pool that reaches the source.
    private ReachabilityAnswer? Ask()
    {
        if (Endpoint is { } endpoint)
        {
            return Ask(endpoint);
        }

        return Destination is not ClientsEnd ? null : Topology.Gateways.Where(g => !g.ClientPool.IsEmpty).Select(g => Ask(new ClientPoolEndpoint(g.Id)))
            .OfType<ReachabilityAnswer>().OrderByDescending(a => a.Verdict).FirstOrDefault();
    }

    private ReachabilityAnswer? Ask(Endpoint endpoint)
    {
        try
        {
            return Engine.Ask(Source.Endpoint, endpoint);
        }
        catch (EndpointException)
        {
            return null;
        }
    }
}
