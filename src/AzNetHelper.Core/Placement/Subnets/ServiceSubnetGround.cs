using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Placement;

/// <summary>What a plan for the subnet of a service rests on, as it was read.</summary>
/// <param name="Topology">The VNet, what is to be attached, and what it is peered with where its address space may grow.</param>
/// <param name="Request">What is wanted, by ids.</param>
/// <param name="Placement">The day, and what the region offers.</param>
public sealed record ServiceSubnetGround(Topology Topology, ServiceSubnetRequest Request, PlacementRequest Placement)
{
    /// <summary>Finds and reads what is named. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ServiceSubnetGround?> ReadAsync(
        IArm arm, ServiceSubnetNames names, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(steps);
        if (ServiceWords.Read(names.Service, names.Scale, steps) is not var (service, scale))
        {
            return null;
        }

        if (names.Name is { } name && !ResourceId.IsSegment(name))
        {
            steps.Fail(new("InvalidResourceName", FailureKind.InvalidArgument, $"'{name}' is no name of a subnet.", name));
            return null;
        }

        var network = await FindAsync(names.VNet, ResourceTypes.VirtualNetwork).ConfigureAwait(false);
        var group = await FindAsync(names.NetworkSecurityGroup, ResourceTypes.NetworkSecurityGroup).ConfigureAwait(false);
        var table = await FindAsync(names.RouteTable, ResourceTypes.RouteTable).ConfigureAwait(false);
        var nat = await FindAsync(names.NatGateway, ResourceTypes.NatGateway).ConfigureAwait(false);
        if (network.Failed || group.Failed || table.Failed || nat.Failed)
        {
            return null;
        }

        var request = new ServiceSubnetRequest(network.Id!, service)
        {
            Name = names.Name,
            Scale = scale,
            Delegation = names.Delegation,
            Prefix = names.Prefix,
            NetworkSecurityGroup = group.Id,
            RouteTable = table.Id,
            NatGateway = nat.Id,
            DefaultOutboundAccess = names.DefaultOutboundAccess,
            ExtendAddressSpace = names.ExtendAddressSpace,
        };
        return await AroundAsync(arm, request, steps, cancellationToken).ConfigureAwait(false);

        async Task<(ResourceId? Id, bool Failed)> FindAsync(string? reference, string type)
        {
            if (reference is null)
            {
                return (null, false);
            }

            var found = await NetworkResolver.ResolveAsync(arm, [reference], type, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
            foreach (var failure in found.Failures)
            {
                steps.Fail(failure);
            }

            return (found.Succeeded ? found.Found[0].Id : null, !found.Succeeded);
        }
    }

    /// <summary>Makes the plan; where the address space is to grow, what that rests on is read first.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public Task<Plan> PlanAsync(IArm arm, StepWriter steps, CancellationToken cancellationToken) => PeeringFactsReader.PlanAsync(
        arm, Topology, facts => ServiceSubnetPlanner.Create(Topology, Request, Placement, facts), steps, cancellationToken,
        Request.ExtendAddressSpace ? [Request.Network] : null);

    private static async Task<ServiceSubnetGround> AroundAsync(
        IArm arm, ServiceSubnetRequest request, StepWriter steps, CancellationToken stop)
    {
        var depth = request.ExtendAddressSpace ? ReadDepth.All : ReadDepth.RouteTables;
        var reading = await NetworkReader.ReadNetworksAsync(arm, [request.Network], depth, steps, stop).ConfigureAwait(false);

        // What does not exist is told by the plan; what may not be read, Azure decides on when it is attached.
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync(request.Attachments.Where(id => reading.Topology.Document(id) is null), "what is attached", e => e.Status == 403, stop)
            .ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(reading.Topology.ReadAt ?? arm.Time.GetUtcNow());
        var topology = new Topology(reading.Topology.Documents.Concat(read.Documents), reading.Topology.Gaps.Concat(read.Gaps))
        {
            ReadAt = reading.Topology.ReadAt,
        };
        var placement = new PlacementRequest(request.Service, DateOnly.FromDateTime(arm.Time.GetUtcNow().UtcDateTime)) { Scale = request.Scale };
        return topology.VirtualNetwork(request.Network) is { } network && request.DelegatedTo is not null
            ? new(topology, request, placement with { Offered = await new PlacementReader(arm, steps).DelegationsAsync(network, stop).ConfigureAwait(false) })
            : new(topology, request, placement);
    }
}
