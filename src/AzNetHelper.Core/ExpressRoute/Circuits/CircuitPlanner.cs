using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute.Checks;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Plans a circuit of a provider: a new one, or more of one that is there, where Azure allows that in place. What is as wanted stays
/// untouched, so a run that was interrupted is finished by the same command. Pure.
/// </summary>
public static class CircuitPlanner
{
    /// <summary>Makes the plan.</summary>
    public static Plan Create(CircuitGround ground) => Create(ground, CircuitCheck.Whole);

    internal static Plan Create(CircuitGround ground, CheckList<CircuitScene> checks)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var layout = new CircuitLayout(ground);
        var (problems, notices) = checks.Run(new(layout));
        return new($"ExpressRoute circuit {layout.Id.Name} of {layout.Provider} in {layout.PeeringLocation}")
        {
            Changes = layout.Location is null ? [] : [Circuit(layout)],
            Problems = problems,
            Notices = notices,
            CreatedAt = ground.Topology.ReadAt ?? default,
            Origins = [CircuitOrigins.Of(ground.Request)],
        };
    }

    private static Change Circuit(CircuitLayout layout)
    {
        var id = layout.Id;
        var size = string.Create(CultureInfo.InvariantCulture, $"{layout.Settings.BandwidthInMbps} Mbps, {layout.SkuText}");
        if (layout.Existing is not { } there)
        {
            return new(id, ChangeKind.Create, $"Create ExpressRoute circuit '{id.Name}': {layout.Provider} in {layout.PeeringLocation}, {size}")
            {
                Group = id.ToString(), Lanes = [id], After = JsonBody.Write(CircuitBody.New(layout)), Impact = CircuitImpacts.Made.Of(size),
            };
        }

        var (before, after) = CircuitBody.Differences(layout);
        var rest = JsonBody.Write(new JsonObject { ["sku"] = new JsonObject { ["tier"] = there.Tier, ["family"] = there.Family } });
        var again = $"Write ExpressRoute circuit '{id.Name}' again, which is in state {there.ProvisioningState}";
        var change = new Change(id, ChangeKind.Update, string.Empty) { Group = id.ToString(), Lanes = [id], Before = rest, After = rest };
        return after.Count > 0 ? change with
            {
                Summary = Words(layout, there).Any() ? $"Update ExpressRoute circuit '{id.Name}': {string.Join(", ", Words(layout, there))}" : again,
                Before = JsonBody.Write(before), After = JsonBody.Write(after), Impact = CircuitImpacts.Of(layout),
            }
            : layout.IsFailed ? change with { Summary = again }
            : there.ProvisioningState is ProvisioningState.Updating or ProvisioningState.Creating
                ? change with { Summary = $"Wait for ExpressRoute circuit '{id.Name}', which is being written" }
            : new Change(id, ChangeKind.NoChange, $"Keep ExpressRoute circuit '{id.Name}'") { Group = id.ToString(), Lanes = [id], Before = rest, After = rest };
    }

    private static IEnumerable<string> Words(CircuitLayout layout, ExpressRouteCircuit there)
    {
        if (layout.ChangesBandwidth)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{there.BandwidthMbps} to {layout.Settings.BandwidthInMbps} Mbps");
        }

        if (layout.ChangesTier)
        {
            yield return $"{there.Tier} to {layout.Tier}";
        }

        if (layout.ChangesFamily)
        {
            yield return $"{CircuitSku.FamilyOf(there.Family) ?? there.Family} to {layout.Family}";
        }
    }
}
