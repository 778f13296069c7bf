using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Routing.Checks;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing;

/// <summary>What a plan of routes through a hub rests on, as it was read, and what people named in it.</summary>
/// <param name="Topology">The hub, its spokes, everything that these are peered with, and what is around them.</param>
/// <param name="Request">What is wanted, by ids.</param>
public sealed record RoutingGround(Topology Topology, HubSpokeRouteRequest Request)
{
    private static readonly ImmutableArray<string> HopTypes =
        [ResourceTypes.AzureFirewall, ResourceTypes.NetworkInterface, ResourceTypes.LoadBalancer];

    /// <summary>Finds and reads what is named. Null when a name means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="names">What people typed.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<RoutingGround?> ReadAsync(
        IArm arm, HubSpokeRouteNames names, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(steps);
        var hop = HopOf(names.NextHop);
        var found = await NetworkResolver.ResolveAsync(arm, [names.Hub, .. names.Spokes], ResourceTypes.VirtualNetwork, subscriptionIds, steps,
            cancellationToken).ConfigureAwait(false);
        var appliance = hop is not null ? new([], [])
            : await NetworkResolver.ResolveAsync(arm, [names.NextHop], HopTypes, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in found.Failures.Concat(appliance.Failures))
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded || !appliance.Succeeded)
        {
            return null;
        }

        var request = new HubSpokeRouteRequest(found.Found[0].Id, hop ?? HubHop.Of(appliance.Ids[0]))
        {
            Spokes = [.. found.Found.Skip(1).Select(f => f.Id).Distinct()],
            AddressPrefixes = names.AddressPrefixes,
            IncludeGatewaySubnet = names.IncludeGatewaySubnet,
        };
        return new(await AroundAsync(arm, request, steps, cancellationToken).ConfigureAwait(false), request);
    }

    /// <summary>
    /// Makes the plan. A table that it makes may be there already, left by a run that was ended: what has its name is read first.
    /// </summary>
    /// <returns>The plan, and the ground with what was read for it.</returns>
    public async Task<(Plan Plan, RoutingGround Ground)> PlanAsync(IArm arm, StepWriter steps, CancellationToken cancellationToken)
    {
        var (topology, asked) = (Topology, new HashSet<ResourceId>());
        while (true)
        {
            var draft = HubSpokeRoutePlanner.Create(topology, Request, facts: null, RoutingCheck.Whole.Without(HubSpokeChecks.ReachabilityLost));
            var made = draft.Changes.Where(c => c.Kind == ChangeKind.Create && c.Resource.IsType(ResourceTypes.RouteTable))
                .Select(c => c.Resource).Where(asked.Add).ToArray();
            if (made.Length == 0
                || await new SurroundingsReader(arm, topology, steps).WithTablesAsync(made, cancellationToken).ConfigureAwait(false) is not { } more)
            {
                break;
            }

            topology = more;
        }

        var plan = await PeeringFactsReader.PlanAsync(arm, topology, facts => HubSpokeRoutePlanner.Create(topology, Request, facts), steps,
            cancellationToken).ConfigureAwait(false);
        return (plan, this with { Topology = topology });
    }

    // Everything that the spokes are peered with, too: who reaches whom is asked of all of these.
    private static async Task<Topology> AroundAsync(IArm arm, HubSpokeRouteRequest request, StepWriter steps, CancellationToken stop)
    {
        ResourceId[] named = [request.Hub, .. request.Spokes];
        if (request.Spokes.IsEmpty)
        {
            var hub = await NetworkReader.ReadNetworksAsync(arm, named, ReadDepth.Networks, steps, stop).ConfigureAwait(false);
            named = [.. named, .. hub.Topology.VirtualNetworks.SelectMany(Shape.PeersOf)];
        }

        var reading = await NetworkReader.ReadNetworksAsync(arm, named.Distinct(), ReadDepth.All, steps, stop).ConfigureAwait(false);
        return await new SurroundingsReader(arm, reading.Topology, steps).ReadAsync(
            named.Distinct(), request.NextHop is HubHop.ResourceHop { Resource: var id } ? [id] : [],
            request.NextHop is HubHop.AddressHop { Address: var address } ? [address] : [], stop).ConfigureAwait(false);
    }

    // An address, or the word for the gateway; null for the name or id of an appliance.
    private static HubHop? HopOf(string text) =>
        text.Equals(HubHop.GatewayWord, StringComparison.OrdinalIgnoreCase)
            || text.Equals(nameof(NextHopType.VirtualNetworkGateway), StringComparison.OrdinalIgnoreCase) ? HubHop.Gateway
        : IPPrefix.TryParse(text, out _) && IPAddress.TryParse(text, out var address) ? HubHop.At(address)
        : null;
}

/// <summary>What people type to have spokes routed through their hub.</summary>
/// <param name="Hub">The id or name of the hub.</param>
/// <param name="NextHop">The id or name of an Azure Firewall, a network interface or an internal load balancer, an address, or
/// <see cref="HubHop.GatewayWord"/>.</param>
public sealed record HubSpokeRouteNames(string Hub, string NextHop)
{
    /// <summary>Ids or names of spokes; empty for all.</summary>
    public ImmutableArray<string> Spokes { get; init; } = [];

    public ImmutableArray<IPPrefix> AddressPrefixes { get; init; } = [];

    public bool IncludeGatewaySubnet { get; init; }
}
