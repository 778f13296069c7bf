using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.SiteEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>Every cause is produced in the simulation by configuration alone, and named from what a client can read.</summary>
public sealed class DiagnosisTests
{
    private static readonly ResourceId There = Documents.Id(1, ResourceTypes.Connection, "hub-far");
    private static readonly ResourceId Back = Documents.Id(2, ResourceTypes.Connection, "far-hub");

    public static TheoryData<string, ConnectionCause> Causes => new()
    {
        { "nothing", ConnectionCause.None },
        { "key", ConnectionCause.KeyMismatch },
        { "policy", ConnectionCause.PolicyMismatch },
        { "protocol", ConnectionCause.PolicyMismatch },
        { "mode", ConnectionCause.PolicyMismatch },
        { "alone", ConnectionCause.FarSideMissing },
        { "asn", ConnectionCause.AsnEqual },
        { "overlap", ConnectionCause.PrefixOverlap },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_pair_that_was_made_so_is_told_so(string fault, ConnectionCause cause)
    {
        await Bed.RunAsync(Estate(fault).ToTopology(), async bed =>
        {
            await PutAsync(bed, There, Half(Gateway, FarGateway, "k1", fault, first: true));
            if (fault != "alone")
            {
                await PutAsync(bed, Back, Half(FarGateway, Gateway, fault == "key" ? "k2" : "k1", fault, first: false));
            }

            var report = await WaitAsync(bed, There, 600);
            Assert.True(report.Cause == cause, $"{report}: {string.Join(' ', report.Evidence)}");

            // Equal numbers keep no tunnel down.
            Assert.Equal(cause is ConnectionCause.None or ConnectionCause.AsnEqual, report.IsConnected);
            Assert.Equal(cause is ConnectionCause.None, report.Advice.Length == 0);
        });
    }

    [Theory]
    [InlineData("there", ConnectionCause.None)]
    [InlineData("nobody", ConnectionCause.DeviceSilent)]
    [InlineData("silent", ConnectionCause.DeviceSilent)]
    [InlineData("wrong key", ConnectionCause.DeviceSilent)]
    [InlineData("fell silent", ConnectionCause.Unknown)]
    public async Task A_device_is_told_as_far_as_azure_can_see_it(string what, ConnectionCause cause)
    {
        var link = Documents.Id(1, ResourceTypes.Connection, "gw-hub-to-office");
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, Office());
            var key = await KeyAsync(bed, link);
            if (what != "nobody")
            {
                bed.Simulation.SetDevice(new("203.0.113.77", what == "wrong key" ? "other" : key) { IsSilent = what == "silent" });
            }

            if (what == "fell silent")
            {
                Assert.True((await WaitAsync(bed, link)).IsConnected);
                await Task.Delay(TimeSpan.FromMinutes(10), bed.Clock, Bed.Stop);
                bed.Simulation.SetDevice(new("203.0.113.77", key) { IsSilent = true });
                await Task.Delay(TimeSpan.FromMinutes(1), bed.Clock, Bed.Stop);
            }

            var report = await WaitAsync(bed, link, 300);
            Assert.True(report.Cause == cause, $"{report}: {report.IngressBytes} {string.Join(' ', report.Evidence)}");
        });
    }

    [Fact]
    public async Task Without_the_right_to_read_keys_the_cause_is_unknown_and_says_so()
    {
        await Bed.RunAsync(Estate("key").ToTopology(), async bed =>
        {
            await PutAsync(bed, There, Half(Gateway, FarGateway, "k1", "key", first: true));
            await PutAsync(bed, Back, Half(FarGateway, Gateway, "k2", "key", first: false));
            bed.Simulation.Faults.Add("GET", "*/sharedkey", new Fault.Answers(403, "AuthorizationFailed"));
            bed.Simulation.Faults.Add("GET", "*/sharedkey", new Fault.Answers(403, "AuthorizationFailed"), nth: 2);
            var report = await WaitAsync(bed, There);
            Assert.Equal((ConnectionCause.Unknown, null), (report.Cause, report.KeysEqual));
            Assert.Contains(report.Evidence, e => e.Contains("AuthorizationFailed", StringComparison.Ordinal));
        });
    }

    private static Documents Estate(string fault)
    {
        var estate = Make();
        if (fault == "asn")
        {
            estate[FarGateway]["properties"]!["bgpSettings"]!.AsObject()["asn"] = 65515;
        }
        else if (fault == "overlap")
        {
            estate[Far]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)"10.1.128.0/17");
        }

        return estate;
    }

    private static JsonObject Half(ResourceId from, ResourceId to, string key, string fault, bool first)
    {
        var properties = new JsonObject
        {
            ["connectionType"] = "Vnet2Vnet", ["sharedKey"] = key, ["enableBgp"] = fault == "asn",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = from.ToString() },
            ["virtualNetworkGateway2"] = new JsonObject { ["id"] = to.ToString() },
        };
        if (fault == "policy" && first)
        {
            properties["ipsecPolicies"] = new JsonArray(SiteToSiteTests.Strong.ToJson());
        }

        if (fault == "protocol" && first)
        {
            properties["connectionProtocol"] = "IKEv1";
        }

        if (fault == "mode")
        {
            properties["connectionMode"] = "ResponderOnly";
        }

        return new() { ["location"] = "westeurope", ["properties"] = properties };
    }

    private static async Task PutAsync(Bed bed, ResourceId id, JsonObject body) => await bed.Arm.WaitAsync(await bed.Arm.SendAsync(
        new(ArmVerb.Put, id.ToString(), ResourceTypes.ApiVersion(id)) { Body = JsonBody.WriteUtf8(body) }, Bed.Stop), Bed.Stop);
}
