using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about the gateway and the circuit that are connected.</summary>
internal static class EndChecks
{
    public static IEnumerable<Finding> NoGateway(CircuitConnectionLayout layout)
    {
        var id = layout.Request.Gateway;
        return layout.Gateway is not null ? [] : [new(id, layout.Topology.GapOf(id) is { } gap ? $"The gateway {id} was not read: {gap.Message}"
            : $"There is no gateway {id}, or you may not read it.", string.Empty) { Kind = FailureKind.ObjectNotFound }];
    }

    public static IEnumerable<Finding> Kind(CircuitConnectionLayout layout) => layout.Gateway is { Kind: not GatewayKind.ExpressRoute } gateway
        ? [new(gateway.Id, $"{gateway.Name} is no ExpressRoute gateway, and only these are connected with circuits. Make one beside it: New-ExpressRouteGateway -VNet "
            + $"'{gateway.VirtualNetwork?.ToString() ?? "<VNet>"}'.", string.Empty) { Kind = FailureKind.InvalidArgument }]
        : [];

    // While a gateway is written its connections cannot be; one that failed has to be written again first (arm-protocol 2.3 and 5.3).
    public static IEnumerable<Finding> GatewayState(CircuitConnectionLayout layout) =>
        layout.Gateway is { Kind: GatewayKind.ExpressRoute, ProvisioningState: not ProvisioningState.Succeeded and var state } gateway && layout.IsMade
            ? [new(gateway.Id, $"{gateway.Name} is in state {state}. " + (state is ProvisioningState.Failed or ProvisioningState.Canceled
                    ? $"Write it again first: New-ExpressRouteGateway '{gateway.VirtualNetwork}' '{gateway.Name}' -Sku {gateway.Sku}"
                    : "Wait until it is built, then run the command again."), string.Empty) { Kind = FailureKind.ResourceBusy }]
            : [];

    public static IEnumerable<Finding> NoCircuit(CircuitConnectionLayout layout) =>
        layout.Circuit is null && layout.Topology.GapOf(layout.Request.Circuit) is null && layout.Existing is null
            ? [new(layout.Request.Circuit, $"There is no circuit {layout.Request.Circuit}.", string.Empty) { Kind = FailureKind.ObjectNotFound }]
            : [];

    public static IEnumerable<Finding> CircuitUnread(CircuitConnectionLayout layout) =>
        layout is { Circuit: null, IsMade: true } && layout.Topology.GapOf(layout.Request.Circuit) is { } gap
            ? [new(layout.Request.Circuit, $"The circuit {layout.Request.Circuit.Name} may not be read ({gap.Message}). Its state, its reach, how many links it takes and what it "
                + "announces, a default route among it, are not known: Azure says what it does not take, and its owner what it announces.", string.Empty)
                { Tells = NoticeSeverity.Warning }]
            : [];

    public static IEnumerable<Finding> CircuitState(CircuitConnectionLayout layout)
    {
        if (layout is not { Circuit: { } circuit, IsMade: true })
        {
            return [];
        }

        var why = circuit.ProvisioningState == ProvisioningState.Deleting ? "is being deleted"
            : circuit.CircuitState is { } state && !Is(state, "Enabled") ? $"is {state} at Microsoft's side"
            : null;
        return why is null ? [] : [new(circuit.Id, $"The circuit {circuit.Name} {why}: it takes no gateway.", string.Empty)];
    }

    public static IEnumerable<Finding> Provider(CircuitConnectionLayout layout) =>
        layout is { Circuit: { ProviderState: { } state } circuit, IsMade: true } && !Is(state, "Provisioned")
            ? [new(circuit.Id, $"The provider's side of circuit {circuit.Name} is {state}" + (CircuitProvisioning.IsGoing(state)
                ? $": {circuit.ServiceProvider ?? "the provider"} is taking it out of service, so waiting does not help. Ask there who ordered that, or link another circuit."
                : (circuit.ServiceProvider is { } provider ? $": {provider} has to provision it, by its service key. " : ". ")
                    + "Wait for that, then run the command again (New-ExpressRouteCircuit with -Wait waits)."), string.Empty) { Kind = FailureKind.ResourceBusy }]
            : [];

    public static IEnumerable<Finding> Peering(CircuitConnectionLayout layout)
    {
        if (layout is not { Circuit: { Peerings: { } peerings } circuit, IsMade: true })
        {
            return [];
        }

        var peering = peerings.FirstOrDefault(p => p.IsPrivate);
        var (why, does) = peering is null ? ("has no private peering, which carries VNets", "makes it")
            : !peering.IsEnabled ? ("has its private peering switched off", $"switches it on, {PeeringKeys.Said}")
            : peering.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled
                ? ($"has its private peering in state {peering.ProvisioningState}", $"writes it again, {PeeringKeys.Said}")
            : default;
        return why is null ? [] : [new(circuit.Id, $"The circuit {circuit.Name} {why}: New-ExpressRoutePrivatePeering -Circuit '{circuit.Id}' {does}.", string.Empty)];
    }

    public static IEnumerable<Finding> Cloud(CircuitConnectionLayout layout) =>
        layout is { Circuit: { } circuit, Gateway: { } gateway } && NetworkChecks.CloudOf(circuit.Location) is { } there
            && NetworkChecks.CloudOf(gateway.Location) is { } here && here != there
            ? [new(circuit.Id, $"The circuit {circuit.Name} is in {there} and {gateway.Name} in {here}: no circuit joins two clouds.", string.Empty)]
            : [];

    private static bool Is(string state, string wanted) => state.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
