using System.Collections.Frozen;

namespace AzNetHelper.Services;

/// <summary>
/// Which region is paired with which (learn.microsoft.com/azure/reliability/regions-paired). Regions without a pair, and regions that came
/// later, are not in the table: what an endpoint that is there says of its own regions goes before it.
/// </summary>
internal static class RegionPairs
{
    private static readonly FrozenDictionary<string, string> Pairs = Both(
        ("eastus", "westus"), ("eastus2", "centralus"), ("northcentralus", "southcentralus"), ("westus2", "westcentralus"),
        ("canadacentral", "canadaeast"), ("northeurope", "westeurope"), ("uksouth", "ukwest"), ("francecentral", "francesouth"),
        ("germanywestcentral", "germanynorth"), ("switzerlandnorth", "switzerlandwest"), ("norwayeast", "norwaywest"),
        ("swedencentral", "swedensouth"), ("eastasia", "southeastasia"), ("japaneast", "japanwest"), ("koreacentral", "koreasouth"),
        ("australiaeast", "australiasoutheast"), ("australiacentral", "australiacentral2"), ("centralindia", "southindia"),
        ("southafricanorth", "southafricawest"), ("uaenorth", "uaecentral"),
        ("usgovvirginia", "usgovtexas"), ("usdodeast", "usdodcentral"),
        ("chinanorth", "chinaeast"), ("chinanorth2", "chinaeast2"), ("chinanorth3", "chinaeast3"));

    // Pairs that point one way only.
    private static readonly FrozenDictionary<string, string> OneWay = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["westus3"] = "eastus",
        ["brazilsouth"] = "southcentralus",
        ["brazilsoutheast"] = "brazilsouth",
        ["westindia"] = "southindia",
        ["usgovarizona"] = "usgovtexas",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The region that one is paired with; null where it is not known.</summary>
    public static string? Of(string region) => Pairs.GetValueOrDefault(region) ?? OneWay.GetValueOrDefault(region);

    /// <summary>A region's name as ids have it: "West Europe" is westeurope.</summary>
    public static string Name(string region) => region.Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private static FrozenDictionary<string, string> Both(params (string One, string Other)[] pairs) =>
        pairs.SelectMany(p => new[] { KeyValuePair.Create(p.One, p.Other), KeyValuePair.Create(p.Other, p.One) })
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
