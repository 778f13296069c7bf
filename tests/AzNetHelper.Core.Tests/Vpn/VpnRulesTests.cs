using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Vpn;

/// <summary>Keys, policies, numbers of autonomous systems: what Azure takes (azure-network-rules 4.4 and 4.5).</summary>
public sealed class VpnRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Abc123!\"#$%&'()*+,./:;<=>?@[\\]^_`{|}")]
    public void Keys_of_printable_ascii_are_taken(string key) => Assert.Null(SharedKey.Problem(key));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("two words", "Character 4 of the shared key is a blank")]
    [InlineData("with-hyphen", "Character 5 of the shared key is a hyphen")]
    [InlineData("tilde~", "a tilde")]
    [InlineData("tab\t", "a control character")]
    [InlineData("schlüssel", "no ASCII character")]
    public void Other_keys_are_refused_without_being_repeated(string key, string says)
    {
        var problem = SharedKey.Problem(key);
        Assert.Contains(says, problem, StringComparison.Ordinal);
        Assert.True(key.Length == 0 || !problem!.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void The_longest_key_has_128_characters()
    {
        Assert.Null(SharedKey.Problem(new string('k', 128)));
        Assert.Contains("129", SharedKey.Problem(new string('k', 129)), StringComparison.Ordinal);
    }

    [Fact]
    public void Made_keys_are_taken_and_all_different()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => SharedKey.Generate()).ToArray();
        Assert.All(keys, k => Assert.Null(SharedKey.Problem(k)));
        Assert.All(keys, k => Assert.Equal(SharedKey.MadeCharacters, k.Length));
        Assert.Equal(1000, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(65515)]
    [InlineData(64512)]
    [InlineData(65534)]
    [InlineData(4200000000)]
    public void Gateways_may_have(long number) => Assert.Null(AutonomousSystem.GatewayProblem(number));

    [Theory]
    [InlineData(0)]
    [InlineData(8074)]
    [InlineData(12076)]
    [InlineData(23456)]
    [InlineData(64496)]
    [InlineData(65517)]
    [InlineData(65535)]
    [InlineData(65551)]
    [InlineData(4294967296)]
    public void Gateways_may_not_have(long number) => Assert.NotNull(AutonomousSystem.GatewayProblem(number));

    [Fact]
    public void Devices_may_not_have_azures_own() => Assert.NotNull(AutonomousSystem.DeviceProblem(65515));

    [Fact]
    public void A_policy_is_read_back_as_it_was_written_whatever_the_case()
    {
        var policy = new IpsecPolicy
        {
            IkeEncryption = "aes256", IkeIntegrity = "sha384", DhGroup = "ecp384", IpsecEncryption = "gcmaes256",
            IpsecIntegrity = "GcmAes256", PfsGroup = "Ecp384", SALifeTimeSeconds = 3600,
        };
        Assert.Empty(policy.Problems());
        var read = Read(new JsonObject { ["ipsecPolicies"] = new JsonArray(policy.ToJson()) }).IpsecPolicy;
        Assert.Equal(policy.Canonical(), read);
        Assert.Equal("AES256", read!.IkeEncryption);
    }

    [Fact]
    public void Every_missing_or_unfit_field_of_a_policy_is_told()
    {
        Assert.Equal(6, new IpsecPolicy().Problems().Length);
        var policy = new IpsecPolicy
        {
            IkeEncryption = "AES256", IkeIntegrity = "SHA512", DhGroup = "ECP384", IpsecEncryption = "GCMAES256",
            IpsecIntegrity = "SHA256", PfsGroup = "None", SALifeTimeSeconds = 299, SADataSizeKilobytes = 1023,
        };
        Assert.Collection(policy.Problems(),
            p => Assert.Contains("SHA512", p, StringComparison.Ordinal),
            p => Assert.Contains("300", p, StringComparison.Ordinal),
            p => Assert.Contains("1024", p, StringComparison.Ordinal),
            p => Assert.Contains("with GCM both must be the same", p, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_without_policies_has_none() => Assert.Null(Read(new JsonObject { ["ipsecPolicies"] = new JsonArray() }).IpsecPolicy);

    [Fact]
    public void Retired_skus_carry_the_tunnels_of_their_successors()
    {
        Assert.Equal(30, VpnSku.TunnelsOf("VpnGw1"));
        Assert.Equal(100, VpnSku.TunnelsOf("vpngw5az"));
        Assert.Equal(10, VpnSku.TunnelsOf("Basic"));
        Assert.Null(VpnSku.TunnelsOf("VpnGw9"));
        Assert.Equal(2, VpnSku.Find("VpnGw3AZ")!.Generation);
        Assert.Equal(1250, VpnSku.Find("VpnGw3AZ", 1)!.Megabits);
    }

    private static GatewayConnection Read(JsonObject properties)
    {
        var id = ResourceId.Parse("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/connections/c");
        properties["connectionType"] = "IPsec";
        var json = new JsonObject { ["id"] = id.ToString(), ["properties"] = properties }.ToJsonString();
        return Assert.Single(new Topology([new ResourceDocument(id, Encoding.UTF8.GetBytes(json))]).Connections);
    }
}
