using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The key of a circuit's authorization: whoever has it may link a gateway with the circuit. A GET tells it once the authorization is
/// made, absent before (recorded-behaviour 6.2).
/// </summary>
internal static class AuthorizationKey
{
    /// <summary>The action that it takes to read it.</summary>
    public const string Right = ResourceTypes.CircuitAuthorization + "/read";

    /// <summary>Reads the key.</summary>
    /// <exception cref="ArmException">There is no such authorization, or its key is not told: nothing may be sent without.</exception>
    public static async Task<SecureString> ReadAsync(IArm arm, ResourceId authorization, CancellationToken cancellation)
    {
        var found = await FoundResource.ReadAsync(arm, authorization, cancellation);
        return (string?)JsonBody.At(found.Body, "properties.authorizationKey") is { Length: > 0 } key ? ConnectionKey.Secure(key)
            : throw new ArmException(0, "SecretNotReadable", found.Body is null
                ? $"The authorization {authorization} is not there, so its key cannot be used. Run the command again: it makes one."
                : $"Azure does not tell the key of the authorization {authorization}. Have the circuit's owner read it, and give it with -AuthorizationKey.");
    }
}
