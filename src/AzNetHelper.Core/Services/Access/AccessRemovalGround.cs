using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services;

/// <summary>What a plan that lets subnets in no more rests on, as it was read.</summary>
/// <param name="Topology">The VNets of the subnets; read only where endpoints are to go.</param>
/// <param name="Reading">The services.</param>
/// <param name="Request">What is wanted.</param>
public sealed record AccessRemovalGround(Topology Topology, ServiceReading Reading, AccessRemovalRequest Request)
{
    /// <summary>Every service of the estate, where endpoints are to go.</summary>
    public ServiceReading Estate { get; init; } = ServiceReading.Empty;

    /// <summary>Finds and reads. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<AccessRemovalGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> services, IReadOnlyList<string> subnets,
        Func<ImmutableArray<ResourceId>, ImmutableArray<ResourceId>, AccessRemovalRequest> wish,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (await ServiceNames.ResolveAsync(arm, services, subnets, subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } named)
        {
            return null;
        }

        var request = wish(named.Services, named.Subnets);
        var reading = await ServiceReader.ReadAsync(arm, request.Services, steps, cancellationToken).ConfigureAwait(false);
        return !request.RemoveEndpoint ? new(Topology.Empty, reading, request) : new(
            await AccessGround.NetworksAsync(arm, request.Subnets, steps, cancellationToken).ConfigureAwait(false), reading, request)
        {
            Estate = await ServiceReader.SurveyAsync(arm, subscriptionIds, ServiceKind.All, steps, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => AccessRemovalPlanner.Create(this);

    /// <summary>The services that are there.</summary>
    internal IEnumerable<SecuredService> Services => Request.Services.Select(Reading.Service).OfType<SecuredService>();

    /// <summary>The services of the estate that still trust a subnet by an endpoint when the plan has run; none are known to where these could not all be read.</summary>
    internal IEnumerable<SecuredService> Keeping(ResourceId subnet, string endpoint) => Estate.Services.Where(s => s.Kind.IsReachedBy(endpoint)
        && s.RuleOf(subnet) is not null && !Request.Services.Contains(s.Id));

    /// <summary>The endpoints of a subnet that the plan takes away.</summary>
    internal IEnumerable<string> Disabled(ResourceId subnet) => !Request.RemoveEndpoint || !Estate.Gaps.IsEmpty || subnet.Parent is not { } network ? []
        : (Topology.VirtualNetwork(network)?.Subnets.FirstOrDefault(s => s.Id == subnet)?.ServiceEndpoints ?? [])
            .Where(e => Services.Any(s => s.Kind.IsReachedBy(e)) && !Keeping(subnet, e).Any());
}
