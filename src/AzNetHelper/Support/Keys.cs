using System.Management.Automation;
using System.Security;
using AzNetHelper.Vpn;

namespace AzNetHelper.Support;

/// <summary>Shared keys that people give.</summary>
internal static class Keys
{
    /// <summary>Ends the command before it asks Azure anything, when a key is given that Azure would not take.</summary>
    public static void RequireSharedKey(this PSCmdlet cmdlet, SecureString? key)
    {
        if (key is not null && ConnectionKey.Problem(key) is { } problem)
        {
            throw cmdlet.RefuseArgument("SharedKeyInvalid", $"{problem} Nothing was written.", nameof(SharedKey));
        }
    }
}
