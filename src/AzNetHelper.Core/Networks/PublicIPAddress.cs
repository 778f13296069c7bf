using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>A public IP address.</summary>
public sealed record PublicIPAddress(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public IPAddress? Address { get; init; }

    /// <summary><c>Basic</c>, <c>Standard</c> or <c>StandardV2</c>.</summary>
    public string? Sku { get; init; }

    public ImmutableArray<string> Zones { get; init; } = [];

    /// <summary>False for one that changes with its use.</summary>
    public bool IsStatic { get; init; }

    /// <summary>True for an IPv6 address.</summary>
    public bool IsIPv6 { get; init; }

    /// <summary>True for an address of the Global tier, which only load balancers over regions take.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>The IP configuration, or the NAT gateway, that has it; null for one that is free.</summary>
    public ResourceId? User { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    public override string ToString() => Id.ToString();
}
