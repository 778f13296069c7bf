using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Tests.Reachability;

/// <summary>A VNet as the twin sees it.</summary>
internal sealed record TwinNet(ResourceId Id)
{
    public List<IPPrefix> Prefixes { get; init; } = [];
    public List<TwinSubnet> Subnets { get; init; } = [];
    public List<TwinHalf> Halves { get; init; } = [];
}

internal sealed record TwinSubnet(ResourceId Id)
{
    public List<IPPrefix> Prefixes { get; init; } = [];
    public ResourceId? Table { get; init; }

    /// <summary>What sits in it: the ids of IP configurations.</summary>
    public List<ResourceId> Occupants { get; init; } = [];
}

internal sealed record TwinHalf(string Name, ResourceId Local, ResourceId Remote)
{
    /// <summary>Null when the document tells none.</summary>
    public string? State { get; init; }
    public bool Access { get; init; }
    public bool Forwarded { get; init; }
    public bool Lends { get; init; }
    public bool Borrows { get; init; }
    public bool Complete { get; init; }
    public bool OnlyIPv6 { get; init; }
    public List<string> LocalSubnets { get; init; } = [];
    public List<string> RemoteSubnets { get; init; } = [];
    public List<IPPrefix>? Synced { get; init; }
    public List<IPPrefix>? Current { get; init; }
}

internal sealed record TwinTable(ResourceId Id)
{
    public bool NoPropagation { get; init; }
    public bool NoPeeringRoutes { get; init; }
    public List<TwinUserRoute> Routes { get; init; } = [];
}

internal sealed record TwinUserRoute(IPPrefix Prefix, string Hop, List<IPPrefix> Addresses);

internal sealed record TwinGateway(ResourceId Id, ResourceId Net)
{
    public bool IsExpressRoute { get; init; }
    public bool IsBasic { get; init; }
    public bool IsPolicyBased { get; init; }

    /// <summary>Not on Basic, not on policy-based gateways (VPN gateway FAQ, BGP).</summary>
    public bool SpeaksBgp => !IsBasic && !IsPolicyBased;
    public bool IsActiveActive { get; init; }
    public bool AllowRemoteVnetTraffic { get; init; }
    public long Asn { get; init; }
    public List<IPPrefix> Pool { get; init; } = [];
}

internal sealed record TwinConnection(ResourceId Id, string Kind)
{
    public ResourceId? Gateway { get; init; }
    public ResourceId? FarGateway { get; init; }
    public ResourceId? LocalNetworkGateway { get; init; }
    public ResourceId? Circuit { get; init; }
    public bool Bgp { get; init; }

    /// <summary>Absent, Unknown and Connecting count as up.</summary>
    public bool Live { get; init; }
}

/// <summary>On-premises: a local network gateway, or the far side of a circuit.</summary>
internal sealed record TwinSite(ResourceId Id, bool IsCircuit)
{
    public List<IPPrefix> Prefixes { get; init; } = [];
    public long? Asn { get; init; }

    /// <summary>False for a circuit of which nobody tells what lies behind it, not even that there is nothing.</summary>
    public bool IsTold { get; init; } = true;

    /// <summary>False for a circuit that carries nothing.</summary>
    public bool Works { get; init; } = true;
}

/// <summary>What stands at a private address and forwards.</summary>
internal sealed record TwinAppliance(ResourceId Net, IPPrefix Address, ResourceId Identity, bool IsFirewall,
    bool Forwards);

internal sealed record TwinRouteServer(ResourceId Net, bool BranchToBranch, bool KnownToHaveNoPeers);
