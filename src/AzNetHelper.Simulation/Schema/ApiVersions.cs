using System.Collections.Frozen;

namespace AzNetHelper.Simulation;

/// <summary>The api-versions that are answered to, and what hangs on them.</summary>
internal static class ApiVersions
{
    private static readonly FrozenDictionary<string, string[]> Known = Resources.Lines("ApiVersions.txt")
        .Select(l => l.Split(' ')).ToFrozenDictionary(w => w[0], w => w[1..], StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string provider, string version) =>
        Known.TryGetValue(provider, out var versions) && versions.Contains(version, StringComparer.OrdinalIgnoreCase);

    /// <summary>Newest first, as error messages list them.</summary>
    public static string List(string provider) =>
        Known.TryGetValue(provider, out var versions) ? string.Join(", ", Enumerable.Reverse(versions)) : string.Empty;

    /// <summary>Where the versions of a type stand: at the type itself, or at its provider.</summary>
    public static string KeyOf(string provider, string shortType) =>
        $"{provider}/{shortType.Split('/')[0]}" is var own && Known.ContainsKey(own) ? own : provider;

    public static bool From(string version, string first) => string.CompareOrdinal(version, first) >= 0;

    // Recorded with 2021-02-01 and 2024-05-01: peering writes say Azure-AsyncNotification only with the newer one.
    public static bool NotifiesPeerings(string version) => From(version, "2024-01-01");

    // Recorded: a VNet's update is silent with 2019-08-01 and 2021-02-01 and not with 2022-07-01.
    public static bool NotifiesNetworkUpdates(string version) => From(version, "2022-01-01");

    // Recorded: Enabled with 2019-08-01 to 2021-03-01, Disabled with 2022-01-01.
    public static string DefaultEndpointPolicies(string version) =>
        From(version, "2022-01-01") ? "Disabled" : "Enabled";

    // Since this version a PUT of a VNet without subnets keeps them (nuonco/nuon#1666, bicep-types-az#1687).
    public static bool KeepsOmittedSubnets(string version) => From(version, "2023-09-01");

    // Recorded with 2022-01-01: the endpoint to Storage is shown with "*". Today's answers name the region and its pair
    // (learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview); since when was not seen.
    public static bool NamesEndpointRegions(string version) => From(version, "2022-05-01");

    // azure-cli#12473, Enterprise-Scale#1967: the address space of a peered VNet.
    public static bool ResizesPeeredNetworks(string version) => From(version, "2021-01-01");

    // Recorded: echoed up to 2019-08-01, gone with 2021-02-01.
    public static bool EchoesVmProtection(string version) => !From(version, "2020-01-01");

    // Recorded with 2019-02-01 to 2021-08-01; newer versions are said to hide it (recorded-behaviour 5.3: not seen).
    public static bool EchoesSharedKey(string version) => !From(version, "2021-08-02");

    public static bool KnowsIpam(string version) => From(version, "2024-05-01");
}
