using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using static AzNetHelper.ExpressRoute.Checks.OrderChecks;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>Rules about a circuit that is there and is asked for otherwise: what Azure changes in place, and what would be lost.</summary>
internal static class ChangeChecks
{
    public static IEnumerable<Finding> State(CircuitLayout layout) =>
        layout.Existing is { ProvisioningState: ProvisioningState.Deleting or ProvisioningState.Unknown } there
            ? [Refusal(layout, $"{there.Name} is in state {there.ProvisioningState}. Wait until that has ended, then run the command again.",
                FailureKind.ResourceBusy)] : [];

    public static IEnumerable<Finding> OnPort(CircuitLayout layout) => layout.Existing is { Port: { } port } there
        ? [Refusal(layout, $"{there.Name} is a circuit on the ExpressRoute Direct port {port.Name}; this command knows circuits of providers alone. "
            + "Take another name.")] : [];

    public static IEnumerable<Finding> ProviderFixed(CircuitLayout layout)
    {
        if (layout.Existing is { Port: null } there
            && (!CircuitSku.Is(there.ServiceProvider, layout.Provider) || !CircuitSku.Is(there.PeeringLocation, layout.PeeringLocation)))
        {
            yield return Refusal(layout, $"{there.Name} is a circuit of {there.ServiceProvider} in {there.PeeringLocation}, and stays one. For "
                + $"{layout.Provider} in {layout.PeeringLocation} take another name, and remove this one when it is not used any more "
                + $"(Remove-ExpressRouteCircuit '{there.Id}').");
        }
    }

    public static IEnumerable<Finding> BandwidthLowered(CircuitLayout layout) =>
        layout is { ChangesBandwidth: true, Existing: { BandwidthMbps: { } old } there } && layout.Settings.BandwidthInMbps < old
            ? [Refusal(layout, string.Create(CultureInfo.InvariantCulture,
                $"{there.Name} has {old} Mbps. Azure raises the bandwidth of a circuit in place and never lowers it: for {layout.Settings.BandwidthInMbps} Mbps "
                + $"make another circuit, move the connections over, and remove this one. Otherwise give -BandwidthInMbps {old}."))] : [];

    public static IEnumerable<Finding> TierLowered(CircuitLayout layout)
    {
        var there = layout.Existing;
        if (layout.ChangesTier && there is not null && CircuitSku.TierOf(there.Tier) is { } old
            && CircuitSku.Tiers.IndexOf(layout.Tier) < CircuitSku.Tiers.IndexOf(old))
        {
            yield return Refusal(layout, $"{there.Name} is {old}. "
                + (layout.Tier == CircuitSku.Local
                    ? "A circuit becomes Local only by being made so: make another one, move the connections over, and remove this one."
                    : "This command does not take Premium away: routes, links and regions beyond Standard would go with it. Where none is used, "
                        + $"do it by hand: az network express-route update --ids '{there.Id}' --sku-tier Standard. That writes the circuit as az reads it, without "
                        + "the MD5 keys of peerings, which Azure does not show: where a peering has one, that write has to send it along.")
                + $" Otherwise give -Sku {old}.");
        }
    }

    public static IEnumerable<Finding> FamilyLowered(CircuitLayout layout) => layout is { ChangesFamily: true, Existing: { } there, Family: CircuitSku.Metered }
        ? [Refusal(layout, $"{there.Name} is {CircuitSku.FamilyOf(there.Family) ?? there.Family}, and Azure makes no such circuit {CircuitSku.Metered} again. "
            + $"Leave -Family out, or give {CircuitSku.Unlimited}.")] : [];

    public static IEnumerable<Finding> LocationFixed(CircuitLayout layout) =>
        layout is { Existing: { } there, Settings.Location: { } wanted } && !Vpn.RegionZones.IsRegion(there.Location, wanted)
            ? [Refusal(layout, $"{there.Name} is kept in {there.Location}, and stays there: leave -Location out. It says nothing of where the circuit leads.")] : [];

    // A PUT replaces: what it does not send of a peering may be gone, and no GET tells the key that would have to be sent.
    public static IEnumerable<Finding> KeyHidden(CircuitLayout layout)
    {
        if (layout is { Changes: true, Existing: { } there, KeylessPeerings: { IsEmpty: false } peerings })
        {
            var names = string.Join(" and ", peerings.Select(p => p.Name));
            yield return Refusal(layout, $"{there.Name} has {(peerings.Length == 1 ? "the peering" : "the peerings")} {names}. Azure does not show whether "
                + "a peering has an MD5 key, and writing the circuit without it may take it away: BGP would go down on both links. "
                + (peerings.All(p => p.IsPrivate) ? "Give the key with -SharedKey, or say with -NoSharedKey that there is none."
                    : "This command can send the key of a private peering alone (-SharedKey); where no peering has one, say so with -NoSharedKey."),
                FailureKind.InvalidOperation);
        }
    }

    public static IEnumerable<Finding> KeyUnused(CircuitLayout layout) => layout.Settings.Key == PeeringKey.Given && layout is not { Changes: true, Existing.PrivatePeering: not null }
        ? [Tells(layout, "The key was not needed: nothing is written that would take away that of a private peering. "
            + "New-ExpressRoutePrivatePeering gives a peering its key.")] : [];

    public static IEnumerable<Finding> TagsStay(CircuitLayout layout) =>
        layout.Existing is { } there ? KeptTags.Of(layout.Topology, there.Id, there.Name, layout.Settings.Tags) : [];
}
