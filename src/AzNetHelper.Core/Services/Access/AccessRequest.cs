using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Services;

/// <summary>That subnets are to be let in by services.</summary>
/// <param name="Services">The services.</param>
/// <param name="Subnets">The subnets.</param>
public sealed record AccessRequest(ImmutableArray<ResourceId> Services, ImmutableArray<ResourceId> Subnets)
{
    /// <summary>Shuts out whom no rule names, when the rules are in force.</summary>
    public bool DenyOthers { get; init; }

    /// <summary>Public addresses that are let in beside the subnets when others are shut out.</summary>
    public ImmutableArray<IPPrefix> KeepIps { get; init; } = [];

    /// <summary>Gives a subnet the endpoint that a rule goes with, where it has none.</summary>
    public bool EnsureEndpoint { get; init; }

    /// <summary>Goes on where somebody would lose access who is not named.</summary>
    public bool AllowLoss { get; init; }
}

/// <summary>That subnets are to be let in no more.</summary>
/// <param name="Services">The services.</param>
/// <param name="Subnets">The subnets; they need not exist any more.</param>
public sealed record AccessRemovalRequest(ImmutableArray<ResourceId> Services, ImmutableArray<ResourceId> Subnets)
{
    /// <summary>Lets everybody in again, before the rules go.</summary>
    public bool AllowOthers { get; init; }

    /// <summary>Takes the endpoint from a subnet that no service needs any more.</summary>
    public bool RemoveEndpoint { get; init; }

    /// <summary>Goes on where that opens a service to everybody.</summary>
    public bool AllowLoss { get; init; }
}
