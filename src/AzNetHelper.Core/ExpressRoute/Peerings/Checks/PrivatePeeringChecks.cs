using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>Rules about a private peering: its circuit, its VLAN, its ASN, its key.</summary>
internal static class PrivatePeeringChecks
{
    public static IEnumerable<Finding> NoCircuit(PrivatePeeringLayout layout) => layout.Circuit is not null ? []
        : [Of(layout, layout.Topology.GapOf(layout.Request.Circuit) is { } gap ? $"The circuit {layout.Request.Circuit} could not be read: {gap.Message}"
            : $"There is no circuit {layout.Request.Circuit}. New-ExpressRouteCircuit makes one.", FailureKind.ObjectNotFound)];

    public static IEnumerable<Finding> CircuitState(PrivatePeeringLayout layout) => layout.Circuit switch
    {
        { ProvisioningState: ProvisioningState.Deleting or ProvisioningState.Unknown or ProvisioningState.Failed } there =>
            [Of(layout, $"The circuit {there.Name} is in state {there.ProvisioningState}. "
                + (there.ProvisioningState == ProvisioningState.Failed ? "Run its New-ExpressRouteCircuit again first." : "Wait until that has ended."),
                FailureKind.ResourceBusy)],
        { CircuitState: { } state } there when !CircuitSku.Is(state, "Enabled") && there.ProvisioningState == ProvisioningState.Succeeded =>
            [Of(layout, $"The circuit {there.Name} is {state} at Microsoft's side, and takes no peering. Wait until it is Enabled; ask Microsoft's support "
                + "if it stays so.", FailureKind.ResourceBusy)],
        { ProviderState: { } state } there when CircuitSku.Is(state, "Deprovisioning") || CircuitSku.Is(state, "Deprovisioned") =>
            [Of(layout, $"{there.ServiceProvider} is taking the circuit {there.Name} out of service ({state}).", FailureKind.ResourceBusy)],
        _ => [],
    };

    // A provider of layer 3 makes the peering and its BGP: what stands there is not ours to change.
    public static IEnumerable<Finding> OfProvider(PrivatePeeringLayout layout) =>
        layout is { Changes: true, Existing.LastModifiedBy: { } by } && !CircuitSku.Is(by, "Customer")
            ? [Of(layout, $"The private peering of {layout.Circuit!.Name} was last written by {by}, not by a customer: a provider that manages layer 3 makes it and "
                + "its BGP sessions. Ask the provider for the change.", FailureKind.InvalidOperation)] : [];

    public static IEnumerable<Finding> Asn(PrivatePeeringLayout layout) =>
        CircuitAsn.Problem(layout.Request.PeerAsn) is { } problem ? [Of(layout, problem)] : [];

    public static IEnumerable<Finding> VlanRange(PrivatePeeringLayout layout) => layout.Request.VlanId is >= 1 and <= 4094 ? []
        : [Of(layout, string.Create(CultureInfo.InvariantCulture, $"{layout.Request.VlanId} is no VLAN: 1 to 4094 (802.1Q)."))];

    public static IEnumerable<Finding> VlanTaken(PrivatePeeringLayout layout) =>
        from peering in layout.Circuit?.Peerings ?? []
        where !peering.IsPrivate && peering.VlanId == layout.Request.VlanId
        select Of(layout, string.Create(CultureInfo.InvariantCulture, $"VLAN {layout.Request.VlanId} of {layout.Circuit!.Name} belongs to its peering {peering.Name}. ")
            + "Every peering of a circuit has its own, the same on both links.");

    public static IEnumerable<Finding> KeyUnfit(PrivatePeeringLayout layout) =>
        layout.Request is { Key: PeeringKey.Given, KeyProblem: { } problem } ? [Of(layout, problem)] : [];

    public static IEnumerable<Finding> KeyHidden(PrivatePeeringLayout layout) => layout.LosesKey
        ? [Of(layout, $"{layout.Circuit!.Name} has a private peering, and Azure does not show whether that has an MD5 key: writing the peering without it may take it "
            + "away, and BGP down on both links. Give the key with -SharedKey, or say with -NoSharedKey that there is to be none.", FailureKind.InvalidOperation)] : [];

    public static IEnumerable<Finding> KeyKept(PrivatePeeringLayout layout) =>
        layout is { Existing: not null, Changes: false, Request: { Key: not PeeringKey.Unsaid, ReplacesKey: false } }
            ? [Tells(layout, $"The private peering of {layout.Circuit!.Name} is there as wanted and is not written. Whether its MD5 key is as you say cannot be told, "
                + "since Azure does not show it; -ReplaceSharedKey writes it.", NoticeSeverity.Warning)] : [];

    public static IEnumerable<Finding> KeyDoubt(PrivatePeeringLayout layout) =>
        layout.Request is { Key: PeeringKey.Given, KeyProblem: null, KeyDoubt: { } doubt } ? [Tells(layout, doubt, NoticeSeverity.Warning)] : [];

    public static IEnumerable<Finding> IsOff(PrivatePeeringLayout layout) => layout.Existing is { IsEnabled: false }
        ? [Tells(layout, $"The private peering of {layout.Circuit!.Name} is Disabled, and this switches it on: BGP opens on both links, and routes that it "
            + "announces count again.", NoticeSeverity.Warning)] : [];

    public static IEnumerable<Finding> NotProvisioned(PrivatePeeringLayout layout) =>
        layout.Circuit is { Port: null, ProviderState: { } state } there && (CircuitSku.Is(state, "NotProvisioned") || CircuitSku.Is(state, "Provisioning"))
            ? [Tells(layout, $"{there.Name} is {state} at {there.ServiceProvider}. Azure takes the peering all the same; BGP comes up when the circuit is Provisioned.",
                NoticeSeverity.Information)] : [];

    public static IEnumerable<Finding> UsedBy(PrivatePeeringLayout layout)
    {
        string[] users = [.. layout.Connections.Select(c => c.Name)];
        return layout.Changes && users.Length > 0 ? [Tells(layout, $"{string.Join(", ", users)} {(users.Length == 1 ? "uses" : "use")} the peering that is written.",
            NoticeSeverity.Warning)] : [];
    }

    internal static Finding Of(PrivatePeeringLayout layout, string message, FailureKind kind = FailureKind.InvalidArgument) =>
        new(layout.Id, message, string.Empty) { Kind = kind };

    internal static Finding Tells(PrivatePeeringLayout layout, string message, NoticeSeverity severity) => new(layout.Id, message, string.Empty) { Tells = severity };
}
