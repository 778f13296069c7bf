using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>Rules about a circuit that is to go: the provider is done with it, and nobody uses it.</summary>
internal static class CircuitRemovalChecks
{
    public static IEnumerable<Finding> NotFound(CircuitRemoval removal) => removal.Circuit is not null ? []
        : [Of(removal, removal.Topology.GapOf(removal.Id) is { } gap ? $"The circuit {removal.Id} could not be read: {gap.Message}"
            : $"There is no circuit {removal.Id}, or you may not read it.", FailureKind.ObjectNotFound)];

    public static IEnumerable<Finding> NotDeprovisioned(CircuitRemoval removal)
    {
        if (removal.Circuit is { Port: null, ProviderState: { } state } circuit && !CircuitSku.Is(state, "NotProvisioned") && !CircuitSku.Is(state, "Deprovisioned"))
        {
            var provider = circuit.ServiceProvider ?? "the provider";
            yield return Of(removal, CircuitSku.Is(state, "Deprovisioning")
                ? $"{provider} is still taking {circuit.Name} out of service ({state}). Run the command again when it is NotProvisioned; it is billed until it is removed."
                : $"{circuit.Name} is {state} at {provider}. Ask {provider} to deprovision the circuit, by its service key (az network express-route show "
                    + $"--ids '{circuit.Id}' --query serviceKey -o tsv), and run the command again when it is NotProvisioned: a circuit that is removed before "
                    + "stays in the provider's books. It is billed until it is removed.");
        }
    }

    public static IEnumerable<Finding> HasConnections(CircuitRemoval removal) =>
        from connection in removal.Connections
        where removal.Circuit is not null
        select Of(removal, $"{removal.Id.Name} has the connection {connection.Name} ({connection.Id}). Remove it first: {End(connection.Id)}");

    public static IEnumerable<Finding> AuthorizationInUse(CircuitRemoval removal) =>
        from authorization in removal.Circuit?.Authorizations ?? []
        where authorization.IsInUse && removal.Connections.All(c => c.Id != authorization.Connection)
        select Of(removal, $"The authorization {authorization.Name} of {removal.Id.Name} is in use"
            + (authorization.Connection is { } connection ? $" by {connection}. Whoever owns that connection removes it first: {End(connection)}"
                : ". Whoever was given its key removes the connection first."));

    public static IEnumerable<Finding> HasGlobalReach(CircuitRemoval removal) =>
        from name in removal.GlobalReach
        select Of(removal, $"{removal.Id.Name} is joined with another circuit by Global Reach ({name}). End that first, at the circuit that has it: "
            + $"az network express-route peering connection delete --resource-group '{removal.Id.ResourceGroup}' --circuit-name '{removal.Id.Name}' "
            + $"--peering-name {PeeringKeys.Private} --name '{name}'");

    public static IEnumerable<Finding> ConnectionsUnread(CircuitRemoval removal) =>
        removal.Topology.Gaps.FirstOrDefault(g => g.Scope.Equals(ResourceTypes.Connection, StringComparison.OrdinalIgnoreCase)) is { } gap && removal.Circuit is not null
            ? [Tells(removal, $"Which connections use {removal.Id.Name} could not be asked ({gap.Message}). Azure refuses the removal if there are any.", NoticeSeverity.Warning)]
            : [];

    public static IEnumerable<Finding> GoesWithIt(CircuitRemoval removal)
    {
        string[] with = [.. (removal.Circuit?.Peerings ?? []).Select(p => $"the peering {p.Name}"),
            .. (removal.Circuit?.Authorizations ?? []).Where(a => !a.IsInUse).Select(a => $"the authorization {a.Name}")];
        return with.Length == 0 ? [] : [Tells(removal, $"With {removal.Id.Name} {(with.Length == 1 ? "goes" : "go")} {string.Join(", ", with)}.", NoticeSeverity.Information)];
    }

    private static string End(ResourceId connection) => $"Remove-VpnGatewayConnection -Connection '{connection}'";

    private static Finding Of(CircuitRemoval removal, string message, FailureKind kind = FailureKind.ResourceBusy) =>
        new(removal.Id, message, string.Empty) { Kind = kind };

    private static Finding Tells(CircuitRemoval removal, string message, NoticeSeverity severity) => new(removal.Id, message, string.Empty) { Tells = severity };
}
