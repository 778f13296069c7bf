using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>Who is to be peered by whom, as people named it: the manager, the hub and the spokes.</summary>
/// <param name="Manager">The Virtual Network Manager.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Spokes">The spokes.</param>
public sealed record ManagedNames(string Manager, string Hub, IReadOnlyList<string> Spokes);

/// <summary>Reads what plans of Virtual Network Manager rest on, and makes them.</summary>
/// <param name="Topology">The hub and the spokes, with what is around them.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Spokes">The spokes.</param>
/// <param name="Plan">The plan.</param>
public sealed record ManagedSpokesGround(Topology Topology, ResourceId Hub, ImmutableArray<ResourceId> Spokes, Plan Plan)
{
    // What the peerings themselves may be called, and whose they are, is Virtual Network Manager's own; it allows more of them.
    private static readonly ImmutableArray<string> OfHandmade =
        ["PeeringOwned", "DuplicatePeering", "PeeringNameTaken", "InvalidResourceName", "PeeringLimit", "GatewayInUse"];

    private static readonly ImmutableArray<string> OfHandmadeRemoval = ["PeeringOwned", Catalogue.PeeringNotFound];

    /// <summary>Whether the spokes are to use the hub's gateway in the end, as far as the plan decides it.</summary>
    public bool UsesHubGateway { get; init; }

    /// <summary>True where they are to be no spokes any more.</summary>
    public bool Removes { get; init; }

    /// <summary>Reads and plans new spokes. Null when a name means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="names">Who.</param>
    /// <param name="request">What is wanted of them, by their ids.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ManagedSpokesGround?> ReadAsync(IArm arm, ManagedNames names, Func<ManagedSpokesRequest, ManagedSpokesRequest> request,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(request);
        var manager = await ManagerReader.FindAsync(arm, names.Manager, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        var ground = await PeeringGround.ReadAsync(arm, [names.Hub, .. names.Spokes], subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        if (manager is null || ground is null)
        {
            return null;
        }

        var asked = request(new(manager, ground.Networks[0], [.. ground.Networks[1..].Distinct()]));
        var reader = new ManagerReader(arm, manager, cancellationToken);
        var state = await reader.ReadAsync(asked.Hub, asked.NetworkGroup, asked.ConfigurationName, In(ground), steps).ConfigureAwait(false);
        if (state is null)
        {
            return null;
        }

        var layout = new ManagedLayout(ground.Topology, state, asked);
        var pairs = await PeeringFactsReader.PlanAsync(arm, ground.Topology, facts => HubSpokePlanner.Create(ground.Topology,
            new(asked.Hub, asked.Spokes) { UseHubGateway = layout.UsesHubGateway ? true : asked.UseHubGateway }, facts, Without(OfHandmade)), steps, cancellationToken)
            .ConfigureAwait(false);

        // What is committed is committed for all members of the configuration's groups.
        var whole = layout.Committed.Any() ? await reader.WithMembersAsync(ground.Topology, layout.OtherMembers).ConfigureAwait(false) : ground.Topology;
        return new(ground.Topology, asked.Hub, asked.Spokes, ManagedSpokesPlanner.Create(whole, state, asked, pairs)) { UsesHubGateway = layout.UsesHubGateway };
    }

    /// <summary>Reads and plans the removal of spokes. Null when a name means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="names">Who.</param>
    /// <param name="allowLoss">Goes on though others lose each other.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ManagedSpokesGround?> ReadRemovalAsync(IArm arm, ManagedNames names, bool allowLoss, IReadOnlyCollection<string> subscriptionIds,
        StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var manager = await ManagerReader.FindAsync(arm, names.Manager, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        var ground = await PeeringGround.ReadAsync(arm, [names.Hub, .. names.Spokes], subscriptionIds, steps, cancellationToken, ReadDepth.All).ConfigureAwait(false);
        if (manager is null || ground is null)
        {
            return null;
        }

        var asked = new ManagedSpokesRemoval(manager, ground.Networks[0], [.. ground.Networks[1..].Distinct()]) { AllowLoss = allowLoss };
        var state = await new ManagerReader(arm, manager, cancellationToken).ReadAsync(asked.Hub, group: null, configuration: null, In(ground), steps).ConfigureAwait(false);
        if (state is null)
        {
            return null;
        }

        state = state with
        {
            Shown = await NetworkGroupMembers.ShownAsync(arm, state.Groups.Select(g => g.Id).ToHashSet(), cancellationToken)
                .ConfigureAwait(false),
        };
        var pairs = await PeeringFactsReader.PlanAsync(arm, ground.Topology, facts => HubSpokeRemover.Create(ground.Topology,
            new(asked.Hub, asked.Spokes) { AllowLoss = allowLoss }, facts, Without(OfHandmadeRemoval)), steps, cancellationToken, ground.Networks).ConfigureAwait(false);
        var plan = ManagedRemovalPlanner.Create(ground.Topology, state, asked, pairs);
        return new(ground.Topology, asked.Hub, asked.Spokes, plan with { Notices = [.. plan.Notices, .. ManagerRules.SharedBy(state, asked.Hub, plan)] })
        {
            Removes = true,
        };
    }

    /// <summary>Makes a plan anew by what made it; null when it cannot be made: told as failures.</summary>
    /// <exception cref="FormatException">The origin does not say what is needed.</exception>
    internal static async Task<Plan?> RemakeAsync(
        IArm arm, PlanOrigin origin, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var given = new OriginParameters(origin);
        var names = new ManagedNames(given.Need(ManagerOrigins.Parameter), given.Need("Hub"), [.. given.Texts("Spoke")]);
        var ground = origin.Command == PeeringOrigins.RemoveHubSpokePeering
            ? await ReadRemovalAsync(arm, names, given.Flag("AllowLoss") ?? false, subscriptionIds, steps, stop).ConfigureAwait(false)
            : await ReadAsync(arm, names, r => r with
            {
                NetworkGroup = given.Text("NetworkGroup"),
                ConfigurationName = given.Text("ConfigurationName"),
                UseHubGateway = given.Flag("UseHubGateway"),
                DirectConnectivity = given.Flag("DirectConnectivity"),
                GlobalMesh = given.Flag("GlobalMesh"),
            }, subscriptionIds, steps, stop).ConfigureAwait(false);
        return ground?.Plan;
    }

    private static ImmutableArray<VirtualNetwork> In(PeeringGround ground) =>
        [.. ground.Networks.Select(n => ground.Topology.VirtualNetwork(n)).OfType<VirtualNetwork>().Distinct()];

    private static CheckList<Scene> Without(ImmutableArray<string> ids) => new(PeeringCheck.All.Where(c => !ids.Contains(c.Id, StringComparer.Ordinal)).Select(c => (c.Id, c.Find)));
}
