using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Audits;

/// <summary>What an audit of services rests on, read from the session or found in a topology.</summary>
/// <param name="Topology">The networks.</param>
/// <param name="Services">The services.</param>
/// <param name="Egress">The public addresses of subnets, where it was asked for them.</param>
/// <param name="Whole">The kinds of which every service was read that the session sees, or that the topology holds.</param>
public sealed record AccessAuditGround(
    Topology Topology, ImmutableArray<SecuredService> Services, ImmutableSortedDictionary<ResourceId, SubnetEgress> Egress, ImmutableArray<ServiceKind> Whole)
{
    /// <summary>The code of a gap where something does not exist.</summary>
    internal const string NotThere = "ResourceNotFound";

    /// <summary>Makes the rows.</summary>
    public ImmutableArray<ServiceAccess> Rows() => new AccessAudit(Topology, Services, Egress, Whole).Rows();

    /// <summary>The services whose documents stand in a topology. A rule set or a rule is found with its service.</summary>
    public static AccessAuditGround Of(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ImmutableArray<SecuredService> services = [.. topology.Documents.Where(d => ServiceKind.All.Any(k => d.Id.IsType(k.ResourceType)))
            .Select(d => Read(d, [.. topology.Documents.Where(c => c.Id != d.Id && c.Id.IsWithin(d.Id))]))];

        // Of a kind that is not there it is not known whether it was looked for, unless another kind is that goes with the same endpoint.
        return new(topology, services, ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty,
            [.. ServiceKind.All.Where(k => services.Any(s => s.Kind.Endpoints.Any(k.IsReachedBy)) && services.Where(s => s.Kind == k).All(s => s.RulesAreRead))]);
    }

    // A list of services shows no rule set and no rules below them: where there are none, they were not saved.
    private static SecuredService Read(ResourceDocument document, ImmutableArray<ResourceDocument> below) =>
        ServiceDocuments.Read(document, below) is var service && service.Kind.Home == RuleHome.Own ? service
            : service with { RulesAreRead = below.Any(c => c.Id.Parent == document.Id && IsRule(c.Id)) };

    private static bool IsRule(ResourceId id) => (string[])["networkRuleSets", "virtualNetworkRules", "firewallRules"] is var rules
        && rules.Any(r => id.Type.EndsWith($"/{r}", StringComparison.OrdinalIgnoreCase));

    // What could not be read of one kind says nothing of another; what is no service (a subscription) says it of all.
    private static ImmutableArray<ServiceKind> WholeOf(ImmutableArray<TopologyGap> gaps) =>
        [.. ServiceKind.All.Where(k => !gaps.Any(g => Names(g, k) || !ServiceKind.All.Any(other => Names(g, other))))];

    private static bool Names(TopologyGap gap, ServiceKind kind) =>
        $"{gap.Scope}/".Contains($"/providers/{kind.ResourceType}/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads services and the VNets that these know.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="services">The services; null for all that the session sees.</param>
    /// <param name="networks">VNets to read besides; null for all that the session sees.</param>
    /// <param name="subscriptionIds">Where is looked; empty for everywhere.</param>
    /// <param name="withEgress">True to ask for the public addresses of subnets, too, which takes longer.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<AccessAuditGround> ReadAsync(IArm arm, IReadOnlyCollection<ResourceId>? services, IReadOnlyCollection<ResourceId>? networks,
        ImmutableArray<string> subscriptionIds, bool withEgress, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var reading = services is null
            ? await ServiceReader.SurveyAsync(arm, subscriptionIds, ServiceKind.All, steps, cancellationToken).ConfigureAwait(false)
            : await ServiceReader.ReadAsync(arm, services, steps, cancellationToken).ConfigureAwait(false);
        foreach (var id in reading.Missing)
        {
            steps.Fail(new("ResourceNotFound", FailureKind.ObjectNotFound, $"There is no service {id}.", id));
        }

        var topology = networks is null
            ? await TopologyReader.ReadAsync(arm, new() { SubscriptionIds = subscriptionIds }, steps, cancellationToken).ConfigureAwait(false)
            : Topology.Empty;

        // What rules name may lie anywhere, and may be gone: a VNet that is not there is told by its answer, not by its absence from a survey.
        var named = reading.Services.SelectMany(s => s.Subnets).Select(r => r.Subnet.Parent).OfType<ResourceId>().Concat(networks ?? [])
            .Where(n => n.IsType(ResourceTypes.VirtualNetwork)).Distinct().Where(n => topology.VirtualNetwork(n) is null).ToArray();
        var found = await NetworkReader.ReadNetworksAsync(arm, named, ReadDepth.Networks, StepWriter.Nowhere, cancellationToken).ConfigureAwait(false);
        var gone = found.Missing.Select(m => new TopologyGap(m.ToString(), NotThere, $"{m} does not exist."));
        topology = new(topology.Documents.Concat(found.Topology.Documents), [.. topology.Gaps, .. found.Topology.Gaps, .. gone])
        {
            ReadAt = topology.ReadAt ?? found.Topology.ReadAt,
        };
        var egress = withEgress ? await EgressAsync(arm, topology, reading.Services, steps, cancellationToken).ConfigureAwait(false)
            : ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty;
        return new(topology, reading.Services, egress, services is null ? WholeOf(reading.Gaps) : []);
    }

    // Of the subnets that have the endpoint of a service with rules for addresses, and no rule of their own.
    private static async Task<ImmutableSortedDictionary<ResourceId, SubnetEgress>> EgressAsync(
        IArm arm, Topology topology, ImmutableArray<SecuredService> services, StepWriter steps, CancellationToken stop)
    {
        ResourceId[] subnets =
        [
            .. from network in topology.VirtualNetworks
               from subnet in network.Subnets
               where services.Any(s => !s.Addresses.IsEmpty && s.RuleOf(subnet.Id) is null && subnet.ServiceEndpoints.Any(s.Kind.IsReachedBy))
               select subnet.Id,
        ];
        if (subnets.Length == 0)
        {
            return ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty;
        }

        var around = await NetworkReader.ReadNetworksAsync(arm, subnets.Select(s => s.Parent!).Distinct(), EgressReader.Around, steps, stop).ConfigureAwait(false);
        return await EgressReader.ReadAsync(arm, around.Topology, subnets, steps, stop).ConfigureAwait(false);
    }
}
