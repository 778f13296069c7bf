using System.Collections.Immutable;
using System.Numerics;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.AddressSpaces;

/// <summary>A block that is free.</summary>
/// <param name="Prefix">The block.</param>
/// <param name="Hole">The widest free prefix around it.</param>
public sealed record FreeAddressSpace(IPPrefix Prefix, IPPrefix Hole)
{
    /// <summary>The VNet that it is in, where room for a subnet was asked for.</summary>
    public ResourceId? VNetId { get; init; }

    /// <summary>The subnet that it is for, where that was told.</summary>
    public string? SubnetName { get; init; }

    public string? VNet => VNetId?.Name;

    public int PrefixLength => Prefix.Length;

    /// <summary>How many addresses it has.</summary>
    public BigInteger Addresses => BigInteger.One << (Prefix.Width - Prefix.Length);

    /// <summary>How many are left in it as one subnet: Azure keeps five.</summary>
    public BigInteger UsableAddresses => BigInteger.Max(Addresses - AddressRules.KeptInSubnet, 0);

    public override string ToString() => Prefix.ToString();
}

/// <summary>What room is looked for.</summary>
public sealed record FreeSpaceRequest
{
    /// <summary>The lengths; empty for that of <see cref="SubnetName"/>.</summary>
    public ImmutableArray<int> Lengths { get; init; } = [];

    /// <summary>How many blocks of each length.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Where to look; empty for the ranges of RFC 1918, or for the whole of <see cref="Network"/>.</summary>
    public ImmutableArray<IPPrefix> Supernets { get; init; } = [];

    /// <summary>VNets: only what these are, or could be, connected to is in the way; empty for everything there is.</summary>
    public ImmutableArray<ResourceId> For { get; init; } = [];

    /// <summary>The VNet in which room for subnets is looked for; null for room for VNets.</summary>
    public ResourceId? Network { get; init; }

    /// <summary>The name of the subnet: those that Azure knows have their size.</summary>
    public string? SubnetName { get; init; }
}

/// <summary>What was found, or why nothing was.</summary>
/// <param name="Found">The blocks, in the order of the lengths; empty where not all of them have room.</param>
/// <param name="Failure">Why there are none.</param>
/// <param name="Notices">What is not known about the networks, and may be in the way.</param>
public sealed record FreeSpaceAnswer(
    ImmutableArray<FreeAddressSpace> Found, Failure? Failure, ImmutableArray<NoticeStep> Notices);
