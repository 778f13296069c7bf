using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>How the owner of a circuit lets a gateway of another subscription in.</summary>
internal enum AuthorizationKind
{
    /// <summary>Both are in one subscription, or the connection is there and needs none.</summary>
    None,

    /// <summary>The key was given.</summary>
    Given,

    /// <summary>One that is there and that nobody uses.</summary>
    Reused,

    /// <summary>One that is made.</summary>
    Made,

    /// <summary>The circuit may not be read, and no key was given.</summary>
    Missing,
}

/// <summary>The authorization that a connection is made with (expressroute-howto-linkvnet-portal-resource-manager, "circuit owner").</summary>
/// <param name="Kind">How it comes about.</param>
/// <param name="Id">The authorization; null where there is none, or its key was given.</param>
internal sealed record CircuitAuthorizationPlan(AuthorizationKind Kind, ResourceId? Id = null)
{
    private const int MostNames = 100;

    /// <summary>What stands for its key in the body of the connection; null for none.</summary>
    public string? Slot(ResourceId connection) => Kind switch
    {
        AuthorizationKind.Given => SecretSlots.OfAuthorizationKey(connection),
        AuthorizationKind.Reused or AuthorizationKind.Made => SecretSlots.OfAuthorizationKey(Id!),
        _ => null,
    };

    /// <summary>The authorization for a connection that is made, or that is written again after it failed.</summary>
    public static CircuitAuthorizationPlan For(ExpressRouteConnectionRequest request, ExpressRouteCircuit? circuit, ResourceId connection)
    {
        if (request.HasKey)
        {
            return new(AuthorizationKind.Given);
        }

        if (string.Equals(request.Circuit.SubscriptionId, request.Gateway.SubscriptionId, StringComparison.OrdinalIgnoreCase))
        {
            return new(AuthorizationKind.None);
        }

        if (circuit is null)
        {
            return new(AuthorizationKind.Missing);
        }

        var there = circuit.Authorizations ?? [];
        foreach (var name in Names(request.Gateway))
        {
            var id = request.Circuit.Child("authorizations", name);
            if (there.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } authorization)
            {
                return new(AuthorizationKind.Made, id);
            }

            // One that an interrupted run has left half made is waited for, or written again, as one that is made.
            if (IsFree(authorization, connection))
            {
                return new(authorization.ProvisioningState == ProvisioningState.Succeeded ? AuthorizationKind.Reused : AuthorizationKind.Made, id);
            }
        }

        return new(AuthorizationKind.Missing);
    }

    // One that a connection of that name has is this connection's own: it is used again by it alone.
    private static bool IsFree(CircuitAuthorization authorization, ResourceId connection) =>
        authorization.ProvisioningState is not (ProvisioningState.Deleting or ProvisioningState.Unknown) && (!authorization.IsInUse || authorization.Connection == connection);

    // One authorization lets one connection in, so a gateway's second connection has one of its own.
    private static IEnumerable<string> Names(ResourceId gateway)
    {
        var owner = gateway.SubscriptionId.Length > 8 ? gateway.SubscriptionId[..8] : gateway.SubscriptionId;
        var name = gateway.Name.Length > 60 ? gateway.Name[..60] : gateway.Name;
        return Enumerable.Range(1, MostNames).Select(at => at == 1 ? $"{name}-{owner}"
            : string.Create(CultureInfo.InvariantCulture, $"{name}-{owner}-{at}"));
    }
}
