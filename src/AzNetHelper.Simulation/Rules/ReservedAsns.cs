namespace AzNetHelper.Simulation;

/// <summary>Autonomous system numbers that neither a gateway nor a site may have (azure-network-rules 4.5).</summary>
internal static class ReservedAsns
{
    private static readonly (long First, long Last, string By)[] All =
    [
        (8074, 8075, "Azure"), (12076, 12076, "Azure"), (65515, 65515, "Azure"), (65517, 65520, "Azure"),
        (23456, 23456, "IANA"), (64496, 64511, "IANA"), (65535, 65551, "IANA"), (4294967295, 4294967295, "IANA"),
    ];

    private const long Largest = 4294967295;

    /// <summary>Who has reserved it; null for one that may be used. A gateway's own default, 65515, is looked after elsewhere.</summary>
    public static string? Reason(long asn) => asn is < 1 or > Largest ? "nobody: it is no number of an autonomous system"
        : Array.Find(All, r => asn >= r.First && asn <= r.Last).By;
}
