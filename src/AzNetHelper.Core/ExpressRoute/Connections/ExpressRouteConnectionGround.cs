using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>What a plan of a connection with a circuit rests on, as it was read.</summary>
/// <param name="Topology">The gateway and everything around it, the circuit with what it announces.</param>
/// <param name="Request">What is wanted, by ids.</param>
/// <param name="Surroundings">What else is known of the circuit.</param>
public sealed record ExpressRouteConnectionGround(Topology Topology, ExpressRouteConnectionRequest Request, CircuitSurroundings Surroundings)
{
    // What Azure's own gateways announce to a circuit comes from this number; what comes from on-premises does not.
    private const long GatewayAsn = AutonomousSystem.Default;

    /// <summary>Finds and reads what is named. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="gateway">The id or name of the gateway.</param>
    /// <param name="circuit">The id or name of the circuit.</param>
    /// <param name="request">What is wanted of the two.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ExpressRouteConnectionGround?> ReadAsync(
        IArm arm, string gateway, string circuit, Func<ResourceId, ResourceId, ExpressRouteConnectionRequest> request,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(
            arm, [circuit], ResourceTypes.ExpressRouteCircuit, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded || await VpnGround.ReadAsync(arm, [gateway], subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } ground)
        {
            return null;
        }

        var wanted = request(ground.Gateways[0], found.Found[0].Id);
        var known = await CircuitAsync(arm, ground.Topology, wanted, steps, cancellationToken).ConfigureAwait(false);
        var layout = new CircuitConnectionLayout(known, wanted, CircuitSurroundings.NotAsked);
        return layout is { Circuit: { } there, IsMade: true }
            ? await AroundAsync(arm, known, wanted, there, subscriptionIds, steps, cancellationToken).ConfigureAwait(false)
            : new(known, wanted, CircuitSurroundings.NotAsked);
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => ExpressRouteConnectionPlanner.Create(Topology, Request, Surroundings);

    // Whoever was given a key need not be able to read the circuit: that is a gap, and what follows from it is told. What has the name
    // of the connection is read, too, where no list was read of its group, and the route tables that may keep packets from the circuit.
    private static async Task<Topology> CircuitAsync(IArm arm, Topology topology, ExpressRouteConnectionRequest request, StepWriter steps, CancellationToken stop)
    {
        var made = new CircuitConnectionLayout(topology, request, CircuitSurroundings.NotAsked).Id;
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var tables = topology.VirtualNetworks.SelectMany(n => n.Subnets).Select(s => s.RouteTable).OfType<ResourceId>();
        await harvest.GetAsync(tables.Prepend(made).Prepend(request.Circuit).Distinct().Where(id => topology.Document(id) is null), "circuits",
            e => e.Status == 403 || e.Is("InvalidAuthenticationTokenTenant"), stop).ConfigureAwait(false);
        harvest.Ended();
        return With(topology, harvest, topology.Extras);
    }

    private static async Task<ExpressRouteConnectionGround> AroundAsync(IArm arm, Topology topology, ExpressRouteConnectionRequest request,
        ExpressRouteCircuit circuit, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var evidence = topology.ExpressRoutePrefixes.ContainsKey(circuit.Id) ? null
            : await CircuitReader.ReadAsync(arm, circuit.Id, CircuitDetails.Links, sample: null, subscriptionIds, steps, stop).ConfigureAwait(false);
        var (announced, why) = evidence?.Private is { } peering ? Announced(peering) : (null, null);
        var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        var directory = new ResourceDirectory(arm, [.. subscriptionIds], StepWriter.Nowhere);
        var gateways = await directory.CircuitGatewaysAsync(stop).ConfigureAwait(false);
        await harvest.ListAsync(gateways.Where(g => g != request.Gateway).Order().Select(g => $"{g}/connections"), "connections",
            keeps: id => id.IsType(ResourceTypes.Connection), isNothing: e => e.Status == 404, stop).ConfigureAwait(false);
        harvest.Ended();
        var unread = directory.Gaps.Concat(harvest.Gaps).FirstOrDefault();
        return new(
            announced is null ? topology : With(topology, new(arm, StepWriter.Nowhere, 1), [.. topology.Extras, Extra(circuit.Id, announced)]),
            request,
            new()
            {
                Connections = [.. harvest.Values<GatewayConnection>().Where(c => c.Circuit == circuit.Id).Select(c => c.Id).Order()],
                GlobalReach = evidence?.GlobalReach.Length ?? 0,
                UnreadGateways = unread is null ? null : $"{unread.Scope} was not read ({unread.Code})",
                UnreadRoutes = why,
            });
    }

    // Both links ought to carry the same; what one of them tells is announced.
    private static (IReadOnlyCollection<IPPrefix>? Prefixes, string? Why) Announced(PeeringEvidence peering)
    {
        var told = peering.Links.Select(l => l.Routes).ToArray();
        return Array.Exists(told, t => t.IsKnown)
            ? ([.. told.SelectMany(t => t.Tells(out var routes) ? routes : []).Where(r => r.Path is [not GatewayAsn, ..]).Select(r => r.Network).Distinct().Order()], null)
            : (null, told[0].Why);
    }

    private static ExtraDocument Extra(ResourceId circuit, IEnumerable<IPPrefix> prefixes) => new(KnownExtras.ExpressRoutePrefixes, JsonBody.WriteUtf8(new JsonObject
    {
        ["type"] = KnownExtras.ExpressRoutePrefixes,
        ["properties"] = new JsonObject
        {
            ["circuit"] = new JsonObject { ["id"] = circuit.ToString() },
            ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p.ToString())]),
        },
    }));

    private static Topology With(Topology topology, Harvest harvest, ImmutableArray<ExtraDocument> extras)
    {
        var read = harvest.ToTopology(topology.ReadAt ?? DateTimeOffset.MinValue);
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps)) { ReadAt = topology.ReadAt, Extras = extras };
    }
}
