using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>An ExpressRoute gateway that is wanted.</summary>
/// <param name="Network">The VNet that it sits in.</param>
/// <param name="Gateway">Its id.</param>
/// <param name="Settings">What it is to be like.</param>
public sealed record ExpressRouteGatewayRequest(ResourceId Network, ResourceId Gateway, ExpressRouteGatewaySettings Settings);

/// <summary>What an ExpressRoute gateway is to be like. What is null leaves what exists as it is, or is chosen for what is made.</summary>
/// <param name="Sku">One of <see cref="ExpressRouteSku.All"/>.</param>
public sealed record ExpressRouteGatewaySettings(string Sku)
{
    /// <summary>The least scale units of ErGwScale; null for as many as the most, or as it is.</summary>
    public int? MinScaleUnit { get; init; }

    /// <summary>The most scale units of ErGwScale; null for as many as the least, or as it is.</summary>
    public int? MaxScaleUnit { get; init; }

    /// <summary>Whether VNets of other gateways of its circuits reach this one; null for no, or as it is.</summary>
    public bool? AllowRemoteVNetTraffic { get; init; }

    /// <summary>The prefix of GatewaySubnet where that is made; null for free space of the VNet.</summary>
    public IPPrefix? SubnetPrefix { get; init; }

    /// <summary>True to add a prefix to the VNet's address space where it has no room for GatewaySubnet.</summary>
    public bool ExtendAddressSpace { get; init; }

    /// <summary>The region, where somebody gave one; a gateway is in the region of its VNet.</summary>
    public string? Location { get; init; }

    /// <summary>Tags of the gateway where it is made.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the building of the gateway is not waited for.</summary>
    public bool NoWait { get; init; }
}

/// <summary>What people type to have an ExpressRoute gateway.</summary>
/// <param name="VNet">The id or name of the VNet.</param>
/// <param name="Name">The name of the gateway.</param>
/// <param name="Settings">What it is to be like.</param>
public sealed record ExpressRouteGatewayNames(string VNet, string Name, ExpressRouteGatewaySettings Settings)
{
    /// <summary>The group of the gateway; null for that of the VNet.</summary>
    public string? ResourceGroup { get; init; }
}
