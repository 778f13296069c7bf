using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Routing;

/// <summary>What forwards the packets of spokes in their hub.</summary>
public abstract record HubHop
{
    private protected HubHop()
    {
    }

    /// <summary>The word that stands for the hub's VPN gateway.</summary>
    public const string GatewayWord = "Gateway";

    /// <summary>The hub's VPN gateway.</summary>
    public static HubHop Gateway { get; } = new GatewayHop();

    /// <summary>An appliance or an internal load balancer at a private address.</summary>
    public static HubHop At(IPAddress address) => new AddressHop(address);

    /// <summary>An Azure Firewall, a network interface or an internal load balancer.</summary>
    public static HubHop Of(ResourceId resource) => new ResourceHop(resource);

    internal sealed record GatewayHop : HubHop
    {
        public override string ToString() => GatewayWord;
    }

    internal sealed record AddressHop(IPAddress Address) : HubHop
    {
        public override string ToString() => Address.ToString();
    }

    internal sealed record ResourceHop(ResourceId Resource) : HubHop
    {
        public override string ToString() => Resource.ToString();
    }
}

/// <summary>Spokes that are to reach each other through their hub.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="NextHop">What forwards their packets there.</param>
public sealed record HubSpokeRouteRequest(ResourceId Hub, HubHop NextHop)
{
    /// <summary>The spokes; empty for every VNet whose peering with the hub is Connected.</summary>
    public ImmutableArray<ResourceId> Spokes { get; init; } = [];

    /// <summary>Prefixes that are routed instead of those of the other spokes; empty for those.</summary>
    public ImmutableArray<IPPrefix> AddressPrefixes { get; init; } = [];

    /// <summary>What comes and goes through the hub's gateway passes the appliance too.</summary>
    public bool IncludeGatewaySubnet { get; init; }
}
