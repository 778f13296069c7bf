using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Vpn;

/// <summary>One rule that plans of site-to-site connections are checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record SiteCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    internal Func<SiteScene, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    /// <summary>Every check, in the order in which its findings are told.</summary>
    public static ImmutableArray<SiteCheck> All => SiteCatalogue.All;

    internal static CheckList<SiteScene> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}

/// <summary>Everything that the checks of sites look at.</summary>
/// <param name="Topology">The gateway, what is around it, and the sites of the group.</param>
/// <param name="Request">What is wanted.</param>
/// <param name="Gateway">Null where it was not read.</param>
/// <param name="Sites">The devices with what stands for each.</param>
internal sealed record SiteScene(Topology Topology, SiteRequest Request, VirtualNetworkGateway? Gateway, ImmutableArray<PlannedSite> Sites)
{
    public VirtualNetwork? Network => Gateway?.VirtualNetwork is { } id ? Topology.VirtualNetwork(id) : null;

    /// <summary>The tunnels of the gateway as they are.</summary>
    public IEnumerable<GatewayConnection> Tunnels => Topology.Connections.Where(c => c.Gateway == Request.Gateway
        && c.Kind is ConnectionKind.IPsec or ConnectionKind.Vnet2Vnet);

    /// <summary>The sites that the gateway is joined with and that are none of the request.</summary>
    public IEnumerable<LocalNetworkGateway> OtherSites =>
        from tunnel in Tunnels
        let site = Topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == tunnel.LocalNetworkGateway)
        where site is not null && Sites.All(s => s.SiteId != site.Id)
        select site;

    /// <summary>The VNets that use the gateway over a peering.</summary>
    public IEnumerable<VirtualNetwork> Users => Network is not { } home ? [] :
        from half in home.Peerings
        let user = Topology.VirtualNetwork(half.RemoteVNet)
        where user?.PeeringTo(home.Id) is { UseRemoteGateways: true }
        select user;

    /// <summary>The gateways at the other ends of tunnels to VNets.</summary>
    public IEnumerable<VirtualNetworkGateway> FarGateways =>
        from tunnel in Tunnels
        let far = Topology.Gateways.FirstOrDefault(g => g.Id == tunnel.OtherGateway)
        where far is not null
        select far;
}
