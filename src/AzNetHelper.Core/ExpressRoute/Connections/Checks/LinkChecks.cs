using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about the connection itself.</summary>
internal static class LinkChecks
{
    public static IEnumerable<Finding> Name(CircuitConnectionLayout layout) =>
        layout.Existing is null && (layout.Request.Name ?? layout.Id.Name) is var name && !NetworkName.IsValid(name)
            ? [new(layout.Id, $"'{name}' is no name for this: up to {NetworkName.MaxLength} letters, digits, '_', '.' and '-', a letter or digit first, a letter, digit or '_' last.",
                string.Empty) { Kind = FailureKind.InvalidArgument }]
            : [];

    public static IEnumerable<Finding> NameTaken(CircuitConnectionLayout layout) =>
        layout.Existing is null && layout.Topology.Connections.FirstOrDefault(c => c.Id == layout.Id) is { } other
            ? [new(other.Id, $"There is a connection '{other.Name}' already, of {other.Gateway?.Name} with {(other.Circuit ?? other.OtherGateway ?? other.LocalNetworkGateway)?.Name}. "
                + "Choose another -Name.", string.Empty) { Kind = FailureKind.ResourceExists }]
            : [];

    public static IEnumerable<Finding> Already(CircuitConnectionLayout layout) =>
        layout is { Existing: { } there, Request.Name: { } name } && !name.Equals(there.Name, StringComparison.OrdinalIgnoreCase)
            ? [new(there.Id, $"{layout.Request.Gateway.Name} is linked with circuit {layout.Request.Circuit.Name} by the connection '{there.Name}' already. Leave -Name out to keep it, "
                + $"or remove it first: Remove-VpnGatewayConnection -Connection '{there.Id}'", string.Empty) { Kind = FailureKind.ResourceExists }]
            : [];

    public static IEnumerable<Finding> State(CircuitConnectionLayout layout) => layout.Existing is { ProvisioningState: ProvisioningState.Deleting } there
        ? [new(there.Id, $"The connection '{there.Name}' is being deleted. Wait until it is gone, then run the command again.", string.Empty) { Kind = FailureKind.ResourceBusy }]
        : [];

    public static IEnumerable<Finding> Weight(CircuitConnectionLayout layout) =>
        layout.Request.RoutingWeight is { } weight and (< 0 or > ExpressRouteConnectionRequest.MostRoutingWeight)
            ? [new(layout.Id, string.Create(CultureInfo.InvariantCulture, $"{weight} is no routing weight: 0 to {ExpressRouteConnectionRequest.MostRoutingWeight}."), string.Empty)
                { Kind = FailureKind.InvalidArgument }]
            : [];

    public static IEnumerable<Finding> TagsStay(CircuitConnectionLayout layout) =>
        layout.Existing is { } there ? KeptTags.Of(layout.Topology, there.Id, $"The connection '{there.Name}'", layout.Request.Tags) : [];
}
