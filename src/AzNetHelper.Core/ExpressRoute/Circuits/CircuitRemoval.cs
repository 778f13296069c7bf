using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute.Checks;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>The removal of a circuit laid over what was read.</summary>
internal sealed class CircuitRemoval(Topology topology, ResourceId circuit)
{
    public Topology Topology { get; } = topology;

    public ResourceId Id { get; } = circuit;

    public ExpressRouteCircuit? Circuit { get; } = topology.Circuits.FirstOrDefault(c => c.Id == circuit);

    /// <summary>The connections that were read and name the circuit.</summary>
    public IEnumerable<GatewayConnection> Connections => Topology.Connections.Where(c => c.Circuit == Id).OrderBy(c => c.Id);

    /// <summary>The connections of Global Reach, from either side, by name.</summary>
    public IEnumerable<string> GlobalReach => PeeringKeys.All(Topology, Id)
        .SelectMany(p => new[] { "connections", "peeredConnections" }.SelectMany(m => JsonBody.At(p, $"properties.{m}") as JsonArray ?? []))
        .Select(c => (string?)(c as JsonObject)?["name"]).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What the removal of a circuit rests on, as it was read.</summary>
/// <param name="Topology">The circuit, and the connections that name it.</param>
/// <param name="Circuit">Its id.</param>
public sealed record CircuitRemovalGround(Topology Topology, ResourceId Circuit)
{
    /// <summary>Finds and reads a circuit. Null when the name means nothing, or several things: each is told as a failure.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<CircuitRemovalGround?> ReadAsync(
        IArm arm, string circuit, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(arm, [circuit], ResourceTypes.ExpressRouteCircuit, subscriptionIds, steps, cancellationToken)
            .ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded)
        {
            return null;
        }

        var id = found.Found[0].Id;
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync([id], "circuits", e => e.Status == 403, cancellationToken).ConfigureAwait(false);
        await ConnectionsAsync(arm, harvest, id, subscriptionIds, cancellationToken).ConfigureAwait(false);
        harvest.Ended();
        return new(harvest.ToTopology(arm.Time.GetUtcNow()), id);
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => CircuitRemover.Create(this);

    // Resource Graph finds the connections in whatever group and subscription they are; each then counts as its own GET tells it.
    private static async Task ConnectionsAsync(
        IArm arm, Harvest harvest, ResourceId circuit, IReadOnlyCollection<string> subscriptionIds, CancellationToken stop)
    {
        try
        {
            var subscriptions = await Subscriptions.SelectAsync(arm, [.. subscriptionIds], static (_, _, _) => { }, stop).ConfigureAwait(false);
            await foreach (var row in ResourceGraph.QueryAsync(arm, ResourceGraph.Whole([ResourceTypes.Connection]), subscriptions, stop).ConfigureAwait(false))
            {
                harvest.Add(row, ResourceTypes.Connection, keepsValue: v => v is GatewayConnection c && c.Circuit == circuit);
            }
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            harvest.Gap(ResourceTypes.Connection, e);
        }

        foreach (var gone in await harvest.GetAsync(harvest.Values<GatewayConnection>().Select(c => c.Id), "connections", e => e.Status == 403, stop)
            .ConfigureAwait(false))
        {
            harvest.Remove(gone);
        }
    }
}

/// <summary>Plans the removal of a circuit that its provider has taken out of service and that nobody uses. Pure.</summary>
public static class CircuitRemover
{
    /// <summary>Makes the plan.</summary>
    public static Plan Create(CircuitRemovalGround ground) => Create(ground, CircuitCheck.Whole);

    internal static Plan Create(CircuitRemovalGround ground, CheckList<CircuitScene> checks)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var removal = new CircuitRemoval(ground.Topology, ground.Circuit);
        var (problems, notices) = checks.Run(new(null, removal));
        return new($"Remove ExpressRoute circuit {ground.Circuit.Name}")
        {
            Changes = removal.Circuit is not { } there ? ImmutableArray<Change>.Empty
                : [new(there.Id, ChangeKind.Delete, $"Remove ExpressRoute circuit '{there.Name}'")
                {
                    Group = there.Id.ToString(),
                    Lanes = [there.Id],
                    Impact = CircuitImpacts.Removed.Of(),

                    // What the provider does in the meantime decides.
                    Before = there.ProviderState is { } state
                        ? JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["serviceProviderProvisioningState"] = state } }) : "{}",
                }],
            Problems = problems,
            Notices = notices,
            CreatedAt = ground.Topology.ReadAt ?? default,
            Origins = [CircuitOrigins.OfRemoval(ground.Circuit)],
        };
    }
}
