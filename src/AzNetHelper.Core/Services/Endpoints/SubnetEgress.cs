using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Services.Endpoints;

/// <summary>One way by which clients of a subnet get to public addresses.</summary>
/// <param name="Through">What it is: <c>NAT gateway nat-hub</c>, <c>load balancer lb-web</c>, <c>address of vm-1-nic</c> ...</param>
/// <param name="Addresses">The public addresses that it shows.</param>
public sealed record EgressWay(string Through, ImmutableArray<IPPrefix> Addresses)
{
    public override string ToString() => $"{Through} ({string.Join(", ", Addresses)})";
}

/// <summary>
/// The public addresses that the clients of a subnet are seen with today. Which way they take follows the order that Microsoft gives: a
/// user route to an appliance or a gateway, then a NAT gateway, then an address of the instance, then outbound rules of a load balancer,
/// then Azure's own address (nat-overview). Addresses may be known in part: <see cref="Unknown"/> says what is not.
/// </summary>
/// <param name="Subnet">The subnet.</param>
public sealed record SubnetEgress(ResourceId Subnet)
{
    /// <summary>The ways, the ones that are known.</summary>
    public ImmutableArray<EgressWay> Ways { get; init; } = [];

    /// <summary>All public addresses of these ways.</summary>
    public ImmutableArray<IPPrefix> Addresses => [.. Ways.SelectMany(w => w.Addresses).Distinct().Order()];

    /// <summary>Why there may be other addresses, a sentence each; empty where all are known.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>
    /// Where the default route leads, where that is not straight to the internet: a sentence. Traffic of a service endpoint does not take
    /// that way any more: its routes are not overridden by a user route or a learned one (virtual-networks-udr-overview). Null for none.
    /// </summary>
    public string? Forced { get; init; }

    /// <summary>True where all of the addresses are known.</summary>
    public bool IsKnown => Unknown.IsEmpty;

    public override string ToString() => Ways.IsEmpty ? $"unknown: {string.Join(" ", Unknown)}" : string.Join(", ", Ways);
}
