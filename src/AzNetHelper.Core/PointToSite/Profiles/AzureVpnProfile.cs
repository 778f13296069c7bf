namespace AzNetHelper.PointToSite.Profiles;

/// <summary>The profile of the Azure VPN Client, which is complete as the gateway writes it: byte for byte the same.</summary>
internal static class AzureVpnProfile
{
    private const string Folder = "AzureVPN/";

    public static bool IsIn(ClientPackage package) => package.Files.Keys.Any(IsProfile);

    public static ProfileDraft Write(ClientProfileRequest request) => new(
        [.. request.Package.Files.Where(f => IsProfile(f.Key)).Select(f => new ProfileFile(Path.GetFileName(f.Key), f.Value, HoldsKey: false))],
        [
            "Windows, macOS: install the Azure VPN Client, and import the file.",
            .. request.Client is null ? [] : (string[])["With a certificate: install the client's PFX first, and choose it in the profile."],
            "There is no Azure VPN Client for Linux any more (it ended on 2026-08-31): use OpenVPN or strongSwan with a certificate there.",
        ]);

    // azurevpnconfig.xml, or azurevpnconfig_cert.xml and its like where there are several kinds of sign-in (azure-network-rules 5.1).
    private static bool IsProfile(string path) => path.StartsWith(Folder, StringComparison.OrdinalIgnoreCase)
        && Path.GetFileName(path).StartsWith("azurevpnconfig", StringComparison.OrdinalIgnoreCase)
        && path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
}
