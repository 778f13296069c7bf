using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Vpn;

/// <summary>Two gateways that are to be joined by a tunnel. What is null stays as it is, and has Azure's default where it is made.</summary>
/// <param name="Gateway1">A VPN gateway.</param>
/// <param name="Gateway2">The VPN gateway of another VNet.</param>
public sealed record VNetToVNetRequest(ResourceId Gateway1, ResourceId Gateway2)
{
    /// <summary>The name of the connection at the first gateway, where one is made.</summary>
    public string? Name1 { get; init; }

    /// <summary>The name of the connection at the second gateway, where one is made.</summary>
    public string? Name2 { get; init; }

    /// <summary>The group of the connections that are made, in each gateway's own subscription; null for the gateway's.</summary>
    public string? ResourceGroupName { get; init; }

    /// <summary>Whether the gateways exchange routes by BGP.</summary>
    public bool? EnableBgp { get; init; }

    /// <summary>The policy of both connections.</summary>
    public IpsecPolicy? IpsecPolicy { get; init; }

    public int? RoutingWeight { get; init; }

    /// <summary>Tags of the connections that are made.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The group of the plan's changes: half a tunnel is of no use.</summary>
    internal string Group => $"{Gateway1} and {Gateway2}";
}
