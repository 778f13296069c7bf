using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The autonomous system numbers of peerings (expressroute-routing, "Autonomous system numbers"; azure-network-rules 6): Microsoft's is
/// 12076; the customer's has two or four bytes and may, on private peering, be a private one.
/// </summary>
public static class CircuitAsn
{
    /// <summary>Microsoft's, on every circuit.</summary>
    public const long Microsoft = 12076;

    /// <summary>The first and the last number that ExpressRoute reserves.</summary>
    public const long FirstReserved = 65515;

    /// <inheritdoc cref="FirstReserved"/>
    public const long LastReserved = 65520;

    /// <summary>RFC 6996: private numbers of four bytes.</summary>
    private const long FirstPrivateOfFour = 4_200_000_000;

    private const long LastPrivateOfFour = 4_294_967_294;

    private static string Free => $"Private ones that are free to use: {AutonomousSystem.FreeToUse}, and {FirstPrivateOfFour} to {LastPrivateOfFour}.";

    /// <summary>Why a router of the customer may not have a number; null when it may.</summary>
    public static string? Problem(long number) => number switch
    {
        Microsoft => $"The ASN {Microsoft} is Microsoft's side of every circuit: yours must be another. {Free}",
        >= FirstReserved and <= LastReserved =>
            $"The ASN {number} is reserved by Azure ({FirstReserved} to {LastReserved}): ExpressRoute accepts none of these. {Free}",
        AutonomousSystem.Most => $"The ASN {number} is reserved by IANA (RFC 7300). {Free}",
        < 1 or > AutonomousSystem.Most => $"{number} is no ASN: 1 to {LastPrivateOfFour}.",
        _ => AutonomousSystem.DeviceProblem(number),
    };
}
