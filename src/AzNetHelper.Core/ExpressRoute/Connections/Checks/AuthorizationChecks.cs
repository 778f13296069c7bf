using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about authorizations (azure-network-rules 6, "Authorizations").</summary>
internal static class AuthorizationChecks
{
    public static IEnumerable<Finding> Needed(CircuitConnectionLayout layout) => layout.Authorization.Kind == AuthorizationKind.Missing
        ? [new(layout.Request.Circuit, $"The circuit {layout.Request.Circuit.Name} is in the subscription {layout.Request.Circuit.SubscriptionId}, and what lets {layout.Request.Gateway.Name} "
            + "in is an authorization of its owner. Give its key (-AuthorizationKey), or a session that may make one (-Session2).", string.Empty)
            { Kind = FailureKind.InvalidArgument }]
        : [];

    public static IEnumerable<Finding> Unused(CircuitConnectionLayout layout) => !layout.Request.HasKey ? []
        : !layout.IsElsewhere
            ? [new(layout.Id, $"{layout.Request.Gateway.Name} and the circuit {layout.Request.Circuit.Name} are in one subscription, where no authorization is needed: leave -AuthorizationKey out.",
                string.Empty) { Kind = FailureKind.InvalidArgument }]
        : layout is { IsMade: false, Differs: false }
            ? [new(layout.Id, $"The connection '{layout.Id.Name}' is there and nothing of it is to change, so the key is not used: leave -AuthorizationKey out.", string.Empty)
                { Kind = FailureKind.InvalidArgument }]
        : [];

    public static IEnumerable<Finding> Made(CircuitConnectionLayout layout) => layout.Authorization.Kind is AuthorizationKind.Made or AuthorizationKind.Reused
        ? [new(layout.Authorization.Id!, $"The owner of circuit {layout.Request.Circuit.Name} (subscription {layout.Request.Circuit.SubscriptionId}) lets {layout.Request.Gateway.Name} in by the "
            + $"authorization '{layout.Authorization.Id!.Name}': the owner pays for what goes over the circuit, and its bandwidth is shared.", string.Empty)
            { Tells = NoticeSeverity.Information }]
        : [];
}
