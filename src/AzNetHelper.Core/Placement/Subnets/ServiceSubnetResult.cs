using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Placement;

/// <summary>What became of a subnet that was wanted for a service, as read back at the end.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="Service">The service.</param>
public sealed record ServiceSubnetResult(ResourceId SubnetId, string Service)
{
    public string Subnet => SubnetId.Name;

    public string VNet => SubnetId.Parent!.Name;

    public ResourceId VNetId => SubnetId.Parent!;

    /// <summary>Empty while there is no subnet.</summary>
    public ImmutableArray<IPPrefix> Prefixes { get; init; } = [];

    public ImmutableArray<string> Delegations { get; init; } = [];

    public ResourceId? NetworkSecurityGroup { get; init; }

    public ResourceId? RouteTable { get; init; }

    public ResourceId? NatGateway { get; init; }

    /// <summary>False where nothing gets to the internet unless it is told how; null where the subnet does not say.</summary>
    public bool? DefaultOutboundAccess { get; init; }

    /// <summary>How many addresses the service has there: Azure keeps five.</summary>
    public long Addresses { get; init; }

    /// <summary>The prefixes of the VNet, where its address space was to grow; empty otherwise.</summary>
    public ImmutableArray<IPPrefix> AddressSpace { get; init; } = [];

    /// <summary>True when something was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a subnet is asked for.</summary>
    public ResourceId Id => SubnetId;

    /// <summary>The result of a whole run of a plan of <see cref="ServiceSubnetPlanner"/>.</summary>
    public static ServiceSubnetResult From(ServiceSubnetGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var network = AfterRun.Of(ground.Topology, results).VirtualNetwork(ground.Request.Network);
        var subnet = network?.Subnets.FirstOrDefault(s => s.Id == ground.Request.Subnet);
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(ground.Request.Subnet, ground.Request.Service.Service)
        {
            Prefixes = subnet?.Prefixes ?? [],
            Delegations = subnet?.Delegations ?? [],
            NetworkSecurityGroup = subnet?.NetworkSecurityGroup,
            RouteTable = subnet?.RouteTable,
            NatGateway = subnet?.NatGateway,
            DefaultOutboundAccess = subnet?.DefaultOutboundAccess,
            Addresses = subnet is null ? 0 : SubnetOccupancy.Of(subnet).Addresses,
            AddressSpace = results.Any(r => r.Resource == ground.Request.Network) ? network?.AddressSpace ?? [] : [],
            Changed = results.Any(r => r.Change.Writes && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown)),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),

            // What is skipped tells less than why.
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() =>
        Error is null ? $"{VNet}/{Subnet} for {Service}: {string.Join(", ", Prefixes)}" : $"{VNet}/{Subnet}: {Error.Message}";
}
