using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reading;
using AzNetHelper.Vpn;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.Vpn.TwoGateways;

namespace AzNetHelper.Tests.Vpn;

/// <summary>
/// Pairs and sites with any number of faults at once, as documents, keys and refusals: the cause is the one that a list of plain
/// questions about the choices gives, which knows nothing of the reader or the diagnosis.
/// </summary>
public sealed class ConnectionDiagnosisProperties(ITestOutputHelper output)
{
    private static readonly string[] Statuses = ["Connected", "Connecting", "NotConnected", "Unknown"];

    // Phase 1 and 2 of four policies; the second and third say the same with the other name of a group.
    private static readonly string[][] Policies =
    [
        ["AES256", "SHA384", "ECP384", "GCMAES256", "GCMAES256", "ECP384"],
        ["AES256", "SHA256", "DHGroup14", "AES256", "SHA256", "PFS2048"],
        ["aes256", "sha256", "DHGroup2048", "AES256", "SHA256", "PFS14"],
        ["AES128", "SHA1", "DHGroup2", "AES128", "SHA1", "None"],
    ];

    // Of a site whose gateway is in 10.1.0.0/16: apart, forced tunnelling, wider, the same and inside.
    private static readonly string[] Prefixes = ["192.168.0.0/16", "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.7.0/24"];

    [Fact]
    public void The_cause_is_what_plain_questions_give()
    {
        var seen = new Dictionary<ConnectionCause, int>();
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var isSite = random.Next(4) == 0;
            var (estate, arm, expected) = isSite ? Site(random) : Pair(random);
            var report = Assert.Single(ConnectionReader.ReadAsync(arm, [isSite ? ToSite : AtoB], StepWriter.Nowhere, default)
                .GetAwaiter().GetResult());
            Assert.True(report.Cause == expected, $"{report.Cause} instead of {expected}: {string.Join(' ', report.Evidence)}");
            Assert.True(report.Cause == ConnectionCause.None || report.Advice.Length > 0);
            Assert.True(report.Cause == ConnectionCause.None || report.Evidence.Length > 0);
            lock (seen)
            {
                seen[report.Cause] = seen.GetValueOrDefault(report.Cause) + 1;
            }
        }, iter: 3000);
        output.WriteLine(string.Join(", ", seen.Select(s => $"{s.Key} {s.Value}")));
        Assert.Equal(Enum.GetValues<ConnectionCause>().Order(), seen.Keys.Order());
    }

    private static (TwoGateways, ConnectionArm, ConnectionCause) Pair(Random random)
    {
        var estate = new TwoGateways();
        var arm = new ConnectionArm(estate);
        bool Often() => random.Next(4) > 0;
        bool Seldom() => random.Next(6) == 0;
        string Status() => random.Next(3) == 0 ? "Connected" : Statuses[random.Next(4)];
        var (here, there) = (Status(), Status());
        estate.Set(AtoB, "connectionStatus", here).Set(BtoA, "connectionStatus", there);

        var isBack = !Seldom();
        var isListed = Often();
        var hasGateway = isBack || Often();
        if (!isBack)
        {
            estate.Documents.Remove(BtoA);
            if (!hasGateway)
            {
                estate.Documents.Remove(GatewayB);
            }
        }

        if (!isListed)
        {
            arm.Errors[$"{GatewayB}/connections"] = ScriptedArm.Error(403, "AuthorizationFailed");
        }

        var back = isBack && isListed;
        var keysDiffer = Seldom();
        estate.Keys[BtoA] = keysDiffer ? "other" : estate.Keys[AtoB];
        var keysRead = Often();
        if (!keysRead)
        {
            arm.Errors[$"{AtoB}/sharedkey"] = ScriptedArm.Error(403, "AuthorizationFailed");
        }

        var (one, other) = (random.Next(-3, 4), random.Next(-3, 4));
        SetPolicy(estate, AtoB, one);
        if (isBack)
        {
            SetPolicy(estate, BtoA, other);
        }

        // The fourth is what a gateway offers without a policy; the second and the third are one.
        var policiesFit = (one, other) switch
        {
            ( < 0, < 0) => true,
            ( < 0, _) => other == 3,
            (_, < 0) => one == 3,
            _ => one == other || (one is 1 or 2 && other is 1 or 2),
        };
        var oldIke = Seldom();
        estate.Set(AtoB, "connectionProtocol", oldIke ? "IKEv1" : "IKEv2");
        var (bgpHere, bgpThere) = (random.Next(2) == 0, random.Next(2) == 0);
        estate.Set(AtoB, "enableBgp", bgpHere);
        if (isBack)
        {
            estate.Set(BtoA, "enableBgp", bgpThere);
        }

        var sameAsn = Seldom();
        var overlaps = Seldom();
        if (hasGateway)
        {
            estate.Of(GatewayB)["bgpSettings"]!["asn"] = sameAsn ? 65515 : 65010;
        }

        estate.Of(NetB)["addressSpace"]!["addressPrefixes"] = new JsonArray(overlaps ? "10.1.0.0/24" : "10.2.0.0/16");

        var isUp = here == "Connected" && (!back || there == "Connected");
        var cause = !hasGateway || (!isBack && isListed) ? ConnectionCause.FarSideMissing
            : back && keysRead && keysDiffer ? ConnectionCause.KeyMismatch
            : back && !isUp && (!policiesFit || oldIke) ? ConnectionCause.PolicyMismatch
            : back && bgpHere && bgpThere && sameAsn ? ConnectionCause.AsnEqual
            : overlaps && !isUp ? ConnectionCause.PrefixOverlap
            : isUp ? ConnectionCause.None : ConnectionCause.Unknown;
        return (estate, arm, cause);
    }

    private static (TwoGateways, ConnectionArm, ConnectionCause) Site(Random random)
    {
        var status = Statuses[random.Next(4)];
        var (bytes, bgp, sameAsn) = (random.Next(2), random.Next(2) == 0, random.Next(3) == 0);
        var (prefix, isRead) = (Prefixes[random.Next(Prefixes.Length)], random.Next(4) > 0);
        var estate = new TwoGateways().Set(ToSite, "connectionStatus", status)
            .Set(ToSite, "ingressBytesTransferred", bytes).Set(ToSite, "enableBgp", bgp)
            .Set(SiteId, "bgpSettings", new JsonObject { ["asn"] = sameAsn ? 65515 : 65099, ["bgpPeeringAddress"] = "192.168.0.1" })
            .Set(SiteId, "localNetworkAddressSpace", new JsonObject
            {
                ["addressPrefixes"] = new JsonArray(prefix),
            });
        var arm = new ConnectionArm(estate);
        if (!isRead)
        {
            arm.Errors[SiteId.ToString()] = ScriptedArm.Error(403, "AuthorizationFailed");
        }

        return (estate, arm, isRead && bgp && sameAsn ? ConnectionCause.AsnEqual
            : isRead && status != "Connected" && prefix.StartsWith("10.1.", StringComparison.Ordinal) ? ConnectionCause.PrefixOverlap
            : status == "NotConnected" && bytes == 0 ? ConnectionCause.DeviceSilent
            : status == "Connected" ? ConnectionCause.None : ConnectionCause.Unknown);
    }

    private static void SetPolicy(TwoGateways estate, ResourceId connection, int which)
    {
        string[] members = ["ikeEncryption", "ikeIntegrity", "dhGroup", "ipsecEncryption", "ipsecIntegrity", "pfsGroup"];
        if (which >= 0)
        {
            estate.Set(connection, "ipsecPolicies", new JsonArray(new JsonObject(
                members.Zip(Policies[which]).Select(m => KeyValuePair.Create(m.First, (JsonNode?)m.Second)))));
        }
    }
}
