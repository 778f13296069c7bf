using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Placement.Checks;

namespace AzNetHelper.Placement;

/// <summary>Whether a service fits into a subnet, and why not.</summary>
/// <param name="Service">The service.</param>
/// <param name="SubnetId">The subnet.</param>
public sealed record ServicePlacement(string Service, ResourceId SubnetId)
{
    public string Subnet => SubnetId.Name;

    public string VNet => SubnetId.Parent!.Name;

    /// <summary>True when nothing stands in the way.</summary>
    public bool Fits => Reasons.All(r => !r.Blocks);

    /// <summary>What stands in the way, then what is to be known.</summary>
    public ImmutableArray<PlacementReason> Reasons { get; init; } = [];

    /// <summary>The commands that make it fit, each once, in the order of the reasons; the first one is enough where it makes a new subnet.</summary>
    public ImmutableArray<string> Fix { get; init; } = [];

    /// <summary>How many addresses the service takes: by scale where that was told, else those of the smallest subnet.</summary>
    public long Needed { get; init; }

    /// <summary>How full the subnet is.</summary>
    public SubnetOccupancy Occupancy { get; init; } = null!;

    /// <summary>How many of the subnet's addresses are free.</summary>
    public long Free => Occupancy.Free;

    public ServiceScale? Scale { get; init; }

    /// <summary>What the service asks for.</summary>
    public ServiceRequirement Requirement { get; init; } = null!;

    /// <summary>Answers. Pure.</summary>
    /// <param name="topology">The VNet, and the route table of the subnet.</param>
    /// <param name="subnet">A subnet of it.</param>
    /// <param name="request">The service, and what else is known.</param>
    /// <exception cref="ArgumentException">The subnet is not in the topology.</exception>
    public static ServicePlacement Of(Topology topology, ResourceId subnet, PlacementRequest request)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(subnet);
        ArgumentNullException.ThrowIfNull(request);
        var network = subnet.Parent is { } parent ? topology.VirtualNetwork(parent) : null;
        var there = network?.Subnets.FirstOrDefault(s => s.Id == subnet)
            ?? throw new ArgumentException($"{subnet} is not in the topology.", nameof(subnet));
        var scene = new PlacementScene(topology, network, there, request);
        var reasons = PlacementCatalogue.Run(scene);
        return new(request.Service.Service, subnet)
        {
            Reasons = reasons,
            Fix = [.. reasons.Where(r => r.Blocks).Select(r => r.Fix).OfType<string>().Distinct(StringComparer.Ordinal)],
            Needed = scene.Needed,
            Occupancy = scene.Occupancy,
            Scale = request.Scale,
            Requirement = request.Service,
        };
    }

    public override string ToString() =>
        Fits ? $"{Service} fits into {VNet}/{Subnet}" : $"{Service} does not fit into {VNet}/{Subnet}: {Reasons[0].Message}";
}

/// <summary>What is asked about a subnet.</summary>
/// <param name="Service">The service.</param>
/// <param name="Today">The day, for what is retired.</param>
public sealed record PlacementRequest(ServiceRequirement Service, DateOnly Today)
{
    /// <summary>How large the service is to be; null where that was not told.</summary>
    public ServiceScale? Scale { get; init; }

    /// <summary>What Azure says of the subnet's addresses; null where it was not asked.</summary>
    public SubnetUsage? Usage { get; init; }

    /// <summary>The delegations that the region offers; null where they were not asked for.</summary>
    public ImmutableHashSet<string>? Offered { get; init; }

    /// <summary>True where a resource of the service that is there already is welcome: the subnet is to be kept, not filled.</summary>
    public bool IsKept { get; init; }
}
