using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What a plan for a circuit rests on, as it was read.</summary>
/// <param name="Topology">The circuits of the subscription, with the one that is wanted by a GET where it is there.</param>
/// <param name="Request">What is wanted, by ids.</param>
/// <param name="Providers">Who offers circuits to the subscription.</param>
/// <param name="GroupLocation">The region of the resource group; null where it may not be read.</param>
public sealed record CircuitGround(Topology Topology, CircuitRequest Request, ProviderCatalogue Providers, string? GroupLocation)
{
    /// <summary>Finds the group and reads what is there. Null when a name means nothing, or several things: told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="name">The name of the circuit.</param>
    /// <param name="group">The name of the resource group, or its id.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="subscriptionIds">Where the group is looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<CircuitGround?> ReadAsync(
        IArm arm, string name, string group, CircuitSettings settings, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(steps);
        if (!ResourceId.IsSegment(name))
        {
            steps.Fail(new("InvalidResourceName", FailureKind.InvalidArgument, $"'{name}' is no name of a resource.", name));
            return null;
        }

        if (await NamedGroup.FindAsync(arm, group, subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var circuit = ResourceId.ForResource(found.Id.SubscriptionId, found.Id.ResourceGroup!, ResourceTypes.ExpressRouteCircuit, name);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.ListAsync([$"/subscriptions/{circuit.SubscriptionId}/providers/{ResourceTypes.ExpressRouteCircuit}"], "circuits",
            _ => true, e => e.Status == 404, cancellationToken).ConfigureAwait(false);
        harvest.Remove(circuit);
        await harvest.GetAsync([circuit], "circuits", e => e.Status == 403, cancellationToken).ConfigureAwait(false);
        harvest.Ended();
        var providers = await ProviderCatalogue.ReadAsync(arm, circuit.SubscriptionId, cancellationToken).ConfigureAwait(false);
        return new(harvest.ToTopology(arm.Time.GetUtcNow()), new(circuit, settings), providers, found.Location);
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => CircuitPlanner.Create(this);
}

/// <summary>A resource group that somebody named.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Location">Its region; null where it may not be read.</param>
internal sealed record NamedGroup(ResourceId Id, string? Location)
{
    /// <summary>
    /// Finds a group by its id, or by its name in the subscriptions of the session; what cannot be found, or is there more than once, is
    /// told as a failure.
    /// </summary>
    public static async Task<NamedGroup?> FindAsync(
        IArm arm, string text, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var isId = ResourceId.TryParse(text, out var id) && id.ResourceGroup is not null && id == id.Group;
        if (!isId && !ResourceId.IsSegment(text))
        {
            steps.Fail(new("InvalidResourceName", FailureKind.InvalidArgument, $"'{text}' is no name of a resource group, and no id of one.", text));
            return null;
        }

        ResourceId[] candidates = isId ? [id!]
            : [.. (await Subscriptions.SelectAsync(arm, [.. subscriptionIds], static (_, _, _) => { }, stop).ConfigureAwait(false))
                .Select(s => ResourceId.ForGroup(s, text))];
        var found = new List<NamedGroup>();
        foreach (var candidate in candidates)
        {
            try
            {
                var answer = await arm.GetAsync(candidate.ToString(), ResourceTypes.ResourcesApiVersion, stop).ConfigureAwait(false);
                using var json = JsonDocument.Parse(answer.Body);
                found.Add(new(candidate, json.RootElement.Text("location")));
            }
            catch (ArmException e) when (e.Status == 404)
            {
                // It is in another subscription, or nowhere.
            }
            catch (ArmException e) when (e.Status == 403 && candidates.Length == 1)
            {
                // Whoever may not read a group may still be allowed to make resources in it: Azure says.
                found.Add(new(candidate, null));
            }
            catch (ArmException e) when (Harvest.LeavesGap(e))
            {
                // Of several subscriptions one that may not be read is none where the group is known to be.
            }
        }

        if (found is [var one])
        {
            return one;
        }

        steps.Fail(found.Count == 0
            ? new("ResourceGroupNotFound", FailureKind.ObjectNotFound,
                $"There is no resource group '{text}' in the subscriptions of the session. Make it first, or name another one.", text)
            : new("AmbiguousName", FailureKind.InvalidArgument,
                $"'{text}' means {found.Count} resource groups: {string.Join(", ", found.Select(f => f.Id))}. Name one by its id.", text));
        return null;
    }
}
