using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;

namespace AzNetHelper.Services;

/// <summary>What a plan that lets subnets in rests on, as it was read.</summary>
/// <param name="Topology">The VNets of the subnets, and of those that the services trust already.</param>
/// <param name="Reading">The services.</param>
/// <param name="Request">What is wanted.</param>
public sealed record AccessGround(Topology Topology, ServiceReading Reading, AccessRequest Request)
{
    /// <summary>The services of the estate that an endpoint leads to which the plan enables; read only where it enables one.</summary>
    public ServiceReading Neighbours { get; init; } = ServiceReading.Empty;

    /// <summary>The addresses that the subnets are seen with today; read only where an endpoint is enabled.</summary>
    public ImmutableSortedDictionary<ResourceId, SubnetEgress> Egress { get; init; } = ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty;

    /// <summary>Finds and reads. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="services">Ids, <c>group/name</c> or names of services.</param>
    /// <param name="subnets">Ids, <c>vnet/subnet</c> or <c>group/vnet/subnet</c>.</param>
    /// <param name="wish">What is wanted, by ids.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<AccessGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> services, IReadOnlyList<string> subnets,
        Func<ImmutableArray<ResourceId>, ImmutableArray<ResourceId>, AccessRequest> wish,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (await ServiceNames.ResolveAsync(arm, services, subnets, subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } named)
        {
            return null;
        }

        var request = wish(named.Services, named.Subnets);
        var reading = await ServiceReader.ReadAsync(arm, request.Services, steps, cancellationToken).ConfigureAwait(false);
        var trusted = request.DenyOthers ? reading.Services.SelectMany(s => s.Subnets).Select(r => r.Subnet) : [];
        var topology = await NetworksAsync(arm, request.Subnets.Concat(trusted), steps, cancellationToken).ConfigureAwait(false);
        var ground = new AccessGround(topology, reading, request);
        var layout = new AccessLayout(ground);
        ResourceId[] moved = [.. request.Subnets.Where(s => layout.Enabled(s).Any())];
        if (moved.Length == 0)
        {
            return ground;
        }

        var around = await NetworkReader.ReadNetworksAsync(arm, moved.Select(s => s.Parent!).Distinct(), EgressReader.Around, steps, cancellationToken)
            .ConfigureAwait(false);
        return ground with
        {
            Egress = await EgressReader.ReadAsync(arm, around.Topology, moved, steps, cancellationToken).ConfigureAwait(false),
            Neighbours = await ServiceReader.SurveyAsync(arm, subscriptionIds,
                ServiceKind.All.Where(k => moved.SelectMany(layout.Enabled).Any(k.IsReachedBy)), steps, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => AccessPlanner.Create(this);

    /// <summary>Reads the VNets of subnets; what may not be read, or lies in another tenant, is a gap, and what does not exist is left out.</summary>
    internal static async Task<Topology> NetworksAsync(IArm arm, IEnumerable<ResourceId> subnets, StepWriter steps, CancellationToken stop)
    {
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var readAt = arm.Time.GetUtcNow();
        await harvest.GetAsync(subnets.Select(s => s.Parent).OfType<ResourceId>(), "virtual networks", e => e.Status != 404 && Harvest.LeavesGap(e), stop)
            .ConfigureAwait(false);
        harvest.Ended();
        return harvest.ToTopology(readAt);
    }
}
