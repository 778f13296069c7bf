using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Services;

/// <summary>Services as they were read.</summary>
/// <param name="Services">What was read, by id.</param>
/// <param name="Missing">Those asked for that do not exist (404).</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record ServiceReading(ImmutableArray<SecuredService> Services, ImmutableArray<ResourceId> Missing, ImmutableArray<TopologyGap> Gaps)
{
    public static ServiceReading Empty { get; } = new([], [], []);

    public SecuredService? Service(ResourceId id) => Services.FirstOrDefault(s => s.Id == id);

    /// <summary>Why a service, or the rules below it, could not be read; null when nothing is known against it.</summary>
    public TopologyGap? GapOf(ResourceId id) =>
        Gaps.FirstOrDefault(g => g.Covers(id) || IsOf(g, id));

    /// <summary>True for a gap that is the service, or lies below it.</summary>
    internal static bool IsOf(TopologyGap gap, ResourceId id) =>
        gap.Scope.Equals($"{id}", StringComparison.OrdinalIgnoreCase) || gap.Scope.StartsWith($"{id}/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// Reads services that let subnets in by a GET each, in the version that knows their rules: those that are named, and those of an estate,
/// which Resource Graph names, or lists where that is not allowed. A row of Resource Graph is minutes old and in a version of its own
/// (rules of registries are in previews only), so nothing is decided on it.
/// </summary>
public static class ServiceReader
{
    /// <summary>Reads the services that are named; what a plan writes or rests on.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ServiceReading> ReadAsync(IArm arm, IEnumerable<ResourceId> services, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(steps);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var missing = await harvest.GetAsync(services, "services", e => e.Status != 404 && Harvest.LeavesGap(e), cancellationToken).ConfigureAwait(false);
        return await WithRulesAsync(harvest, missing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads every service of an estate.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="subscriptionIds">Where; empty for everywhere.</param>
    /// <param name="kinds">Which kinds.</param>
    /// <param name="steps">Where warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ServiceReading> SurveyAsync(
        IArm arm, IReadOnlyCollection<string> subscriptionIds, IEnumerable<ServiceKind> kinds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(subscriptionIds);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(steps);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        string[] types = [.. kinds.Select(k => k.ResourceType).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (types.Length == 0)
        {
            return ServiceReading.Empty;
        }

        var subscriptions = await Subscriptions.SelectAsync(arm, [.. subscriptionIds], harvest.Gap, cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (var row in ResourceGraph.QueryAsync(arm, ResourceGraph.Whole(types), subscriptions, cancellationToken).ConfigureAwait(false))
            {
                harvest.Add(row, "Resource Graph", id => types.Any(id.IsType));
            }
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            steps.Notice(NoticeSeverity.Information, "ResourceGraphNotUsed",
                $"Resource Graph did not answer ({e.Code}); each subscription is listed instead, which takes longer.");
            await harvest.ListAsync(
                subscriptions.SelectMany(s => types.Select(t => $"{ResourceId.ForSubscription(s)}/providers/{t}")), "services",
                keeps: id => types.Any(id.IsType), isNothing: NotRegistered, cancellationToken).ConfigureAwait(false);
        }

        // One that went meanwhile is none; one that may not be read is a gap beside its row.
        var gone = await harvest.GetAsync(harvest.Documents.Select(d => d.Id).Where(id => Of(id) is { Home: RuleHome.Own }), "services",
            e => e.Status != 404 && Harvest.LeavesGap(e), cancellationToken).ConfigureAwait(false);
        foreach (var id in gone)
        {
            harvest.Remove(id);
        }

        return await WithRulesAsync(harvest, [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ServiceReading> WithRulesAsync(Harvest harvest, ImmutableArray<ResourceId> missing, CancellationToken stop)
    {
        (ResourceId Id, ServiceKind Kind)[] found = [.. harvest.Documents.Select(d => (d.Id, Kind: Of(d.Id))).Where(s => s.Kind is not null).Select(s => (s.Id, s.Kind!))];
        await harvest.GetAsync(found.Where(s => s.Kind.Home == RuleHome.RuleSet).Select(s => s.Id.Child("networkRuleSets", "default")),
            "network rule sets", e => e.Status != 404 && Harvest.LeavesGap(e), stop).ConfigureAwait(false);
        await harvest.ListAsync(
            found.Where(s => s.Kind.Home == RuleHome.Children).SelectMany(s => new[] { $"{s.Id}/virtualNetworkRules", $"{s.Id}/firewallRules" }),
            "rules of servers", keeps: _ => true, isNothing: e => e.Status == 404, stop).ConfigureAwait(false);
        harvest.Ended();
        var documents = harvest.Documents.ToDictionary(d => d.Id);
        var below = documents.Values.ToLookup(d => d.Id.Parent);
        var services = new List<SecuredService>();
        var gaps = harvest.Gaps;
        foreach (var (id, _) in found.OrderBy(f => f.Id))
        {
            try
            {
                services.Add(ServiceDocuments.Read(documents[id], below[id]) with { RulesAreRead = !gaps.Any(g => ServiceReading.IsOf(g, id)) });
            }
            catch (InvalidTopologyException e)
            {
                harvest.Gap(id.ToString(), "InvalidAnswer", e.Message);
            }
        }

        return new([.. services], missing, [.. harvest.Gaps.OrderBy(g => g.Scope, StringComparer.Ordinal)]);
    }

    private static ServiceKind? Of(ResourceId id) => ServiceKind.All.FirstOrDefault(k => id.IsType(k.ResourceType));

    // A subscription that never had such a service need not know its provider.
    private static bool NotRegistered(ArmException error) => error.Status == 404 || error.Is("MissingSubscriptionRegistration");
}
