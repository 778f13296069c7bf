using System.Text.Json.Nodes;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Interop;

/// <summary>
/// What Export-VpnDeviceConfiguration writes, loaded by a real strongSwan (and FRR), against another strongSwan that plays the Azure
/// gateway with its documented proposals: tunnels from either end, renewal, traffic, routes, BGP, and a wrong key and a wrong policy,
/// which are refused. In namespaces of their own; nothing of it outlives the test.
/// </summary>
public abstract class SiteTests : IDisposable
{
    private readonly SiteBed _bed = new();

    public void Dispose()
    {
        _bed.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task BringUpAsync(SiteEstate estate, string devices, params string[] says) =>
        _bed.BringUpAsync(estate, devices, GatewayProposals.Default, says);

    private protected Task BringUpAsync(JsonObject policy, string ike, string esp) =>
        _bed.BringUpAsync(new() { Policy = policy }, "StrongSwan", new(ike, esp, esp));
}

/// <summary>Azure's defaults, and BGP: the classes run side by side.</summary>
public sealed class DefaultSiteTests : SiteTests
{
    [Fact]
    public Task Azures_defaults() => BringUpAsync(new SiteEstate(), "StrongSwan");

    [Fact]
    public Task Both_tunnels_and_BGP_over_them() => BringUpAsync(new SiteEstate { ActiveActive = true, Bgp = true }, "StrongSwan, Frr",
        "the device opens 2 associations", "FRR loads it", "Azure learns 10.50.0.0/16 and nothing else", "the device learns 10.2.0.0/16");
}

/// <summary>Other shapes of a connection.</summary>
public sealed class ShapedSiteTests : SiteTests
{
    [Fact]
    public Task Pairs_of_prefixes() => BringUpAsync(new SiteEstate { Pairs = true }, "StrongSwanPolicyBased", "the device opens 2 associations");

    [Fact]
    public Task The_first_version_of_IKE() => BringUpAsync(new SiteEstate { Protocol = "IKEv1" }, "StrongSwan");

    // The interfaces of FreeBSD have the policies, so nothing passes here.
    [Fact]
    public Task OPNsense_has_strongSwan_too() => BringUpAsync(new SiteEstate { ActiveActive = true }, "OPNsense", "the device opens 2 associations");
}

/// <summary>Policies of the connection.</summary>
public sealed class PolicySiteTests : SiteTests
{
    [Theory]
    [InlineData("GCMAES256", "SHA384", "ECP384", "GCMAES256", "GCMAES256", "ECP384", "aes256gcm16-prfsha384-ecp384", "aes256gcm16-ecp384")]
    [InlineData("AES256", "SHA384", "DHGroup14", "AES256", "SHA256", "PFS2048", "aes256-sha384-modp2048", "aes256-sha256-modp2048")]
    [InlineData("AES128", "SHA256", "ECP256", "GCMAES128", "GCMAES128", "None", "aes128-sha256-ecp256", "aes128gcm16")]
    [InlineData("AES192", "SHA1", "DHGroup24", "AES192", "SHA1", "PFS24", "aes192-sha1-modp2048s256", "aes192-sha1-modp2048s256")]
    public Task A_policy_of_the_connection(
        string ikeEncryption, string ikeIntegrity, string group, string encryption, string integrity, string pfs, string ike, string esp) =>
        BringUpAsync(new JsonObject
        {
            ["ikeEncryption"] = ikeEncryption, ["ikeIntegrity"] = ikeIntegrity, ["dhGroup"] = group, ["ipsecEncryption"] = encryption,
            ["ipsecIntegrity"] = integrity, ["pfsGroup"] = pfs, ["saLifeTimeSeconds"] = 27000, ["saDataSizeKilobytes"] = 102400000,
        }, ike, esp);
}
