using AzNetHelper.Arm;
using AzNetHelper.PointToSite;

namespace AzNetHelper.Vpn;

/// <summary>
/// How many clients are connected to a gateway by point-to-site, as it answers itself: its document need not tell their number
/// (recorded-behaviour 4).
/// </summary>
internal static class ClientCount
{
    /// <summary>The action that it takes to ask.</summary>
    public const string Right = SessionReader.Right;

    /// <summary>How many there are, or why that is not known.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<(long? Clients, string? Why)> AskAsync(IArm arm, ResourceId gateway, CancellationToken stop)
    {
        var (sessions, why) = await SessionReader.AskAsync(arm, gateway, stop).ConfigureAwait(false);
        return (sessions?.Length, why);
    }
}
