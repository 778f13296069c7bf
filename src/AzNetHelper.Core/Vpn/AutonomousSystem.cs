namespace AzNetHelper.Vpn;

/// <summary>
/// The autonomous system numbers that a VPN gateway, or a device that speaks BGP with it, may have (vpn-gateway-vpn-faq,
/// vpn-gateway-bgp-overview; azure-network-rules 4.5).
/// </summary>
public static class AutonomousSystem
{
    /// <summary>What every gateway has that was given none.</summary>
    public const long Default = 65515;

    /// <summary>The greatest number of four bytes.</summary>
    public const long Most = uint.MaxValue;

    /// <summary>The private numbers that nobody reserves, for messages.</summary>
    internal const string FreeToUse = "64512 to 65514 and 65521 to 65534";

    // Who reserves which numbers. 65515 is Azure's own and every gateway's default: a gateway may have it, a device not.
    private static readonly (long First, long Last, string By)[] Reserved =
    [
        (8074, 8075, "Azure"), (12076, 12076, "Azure"), (65517, 65520, "Azure"),
        (23456, 23456, "IANA"), (64496, 64511, "IANA"), (65535, 65551, "IANA"),
    ];

    /// <summary>Why a gateway may not have a number; null when it may.</summary>
    public static string? GatewayProblem(long number) =>
        number is < 1 or > Most ? $"{number} is no ASN: 1 to {Most}."
        : Array.Find(Reserved, r => number >= r.First && number <= r.Last) is { By: { } by }
            ? $"The ASN {number} is reserved by {by}. Private ones that are free to use: {FreeToUse}."
        : null;

    /// <summary>Why a device may not have a number; null when it may.</summary>
    public static string? DeviceProblem(long number) => number == Default
        ? $"The ASN {number} is Azure's own. Private ones that are free to use: {FreeToUse}."
        : GatewayProblem(number);

    /// <summary>A private number that is free to use and not taken; null when every one is.</summary>
    public static long? Free(IEnumerable<long> taken)
    {
        var used = taken.ToHashSet();
        return Enumerable.Range(64512, 65515 - 64512).Concat(Enumerable.Range(65521, 65535 - 65521)).Select(n => (long?)n)
            .FirstOrDefault(n => !used.Contains(n!.Value));
    }
}
