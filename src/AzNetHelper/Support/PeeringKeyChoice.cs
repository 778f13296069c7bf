using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;

namespace AzNetHelper.Support;

/// <summary>What -SharedKey and -NoSharedKey say of the MD5 key of a peering.</summary>
internal static class PeeringKeyChoice
{
    public static PeeringKey Of(SecureString? key, SwitchParameter none) => key is not null ? PeeringKey.Given : none ? PeeringKey.None : PeeringKey.Unsaid;

    /// <summary>The key for the slot of the private peering in a plan.</summary>
    public static IReadOnlyDictionary<string, SecureString> Secrets(Plan plan, SecureString? key) => key is null
        ? ImmutableDictionary<string, SecureString>.Empty
        : Planning.Secrets.ForPeering(plan, key);

    public static void RefuseTwoKeys(this PSCmdlet command, SecureString? key, SwitchParameter none)
    {
        if (key is not null && none)
        {
            throw command.RefuseArgument("SharedKeyAndNone", "Give either -SharedKey or -NoSharedKey.", "NoSharedKey");
        }
    }
}
