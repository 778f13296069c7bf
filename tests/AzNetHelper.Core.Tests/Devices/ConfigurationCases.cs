using AzNetHelper.Vpn;

namespace AzNetHelper.Tests.Devices;

/// <summary>Connections that each look different on a device.</summary>
internal static class ConfigurationCases
{
    public static IpsecPolicy Strong { get; } = new()
    {
        IkeEncryption = "AES256", IkeIntegrity = "SHA384", DhGroup = "ECP384", IpsecEncryption = "GCMAES256", IpsecIntegrity = "GCMAES256",
        PfsGroup = "ECP384", SALifeTimeSeconds = 14400,
    };

    public static Dictionary<string, DeviceEstate> All { get; } = new(StringComparer.Ordinal)
    {
        ["plain"] = new(),
        ["bgp"] = new() { ActiveActive = true, Bgp = true },
        ["apipa"] = new() { ActiveActive = true, Bgp = true, LinkLocal = ["169.254.21.2", "169.254.21.6"], Policy = Strong },
        ["strong"] = new() { Policy = Strong, Mode = "InitiatorOnly", Dpd = 60, Fqdn = "vpn.example.com" },
        ["pairs"] = new()
        {
            PolicyBasedSelectors = true, ActiveActive = true, SitePrefixes = ["10.50.0.0/16", "10.60.0.0/24"], Policy = Strong with { PfsGroup = "None" },
        },
    };
}
