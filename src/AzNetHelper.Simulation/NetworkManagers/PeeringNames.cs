using System.Security.Cryptography;
using System.Text;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The names of the halves that Azure's own services make, by which they are told from users'.</summary>
internal static class PeeringNames
{
    private const string Managed = "ANM_";
    private const string OfVirtualWan = "RemoteVnetToHubPeering_";

    public static bool IsManaged(ResourceId half) => Begins(half, Managed);

    public static bool IsUsers(ResourceId half) => !Begins(half, Managed) && !Begins(half, OfVirtualWan);

    /// <summary>One name for both halves, the same whenever the pair is made.</summary>
    public static string Of(SpokeLink link)
    {
        var pair = Encoding.UTF8.GetBytes($"{link.Hub}|{link.Spoke}".ToUpperInvariant());
        return Managed + Convert.ToHexString(SHA256.HashData(pair).AsSpan(0, 8));
    }

    private static bool Begins(ResourceId half, string with) => half.Name.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
