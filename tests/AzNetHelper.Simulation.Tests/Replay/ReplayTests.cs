using System.Collections.Immutable;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// Every recorded exchange about peerings, subnets, gateway transit, connections, sites, point-to-site clients, circuits and network managers, sent to the
/// simulation.
/// </summary>
public sealed partial class ReplayTests
{
    private const string Rg = ArmClient.Rg;
    private const string Net = ArmClient.Net;

    private static readonly string[] Files =
    [
        "peering-gateway-transit.jsonl",
        "peering-sync.jsonl",
        "subnets.jsonl",
        "local-network-gateway.jsonl",
        "connection-vnet2vnet.jsonl",
        "connection-sharedkey.jsonl",
        "connection-ipsec-policy.jsonl",
        "vnet-gateway-p2s.jsonl",
        "expressroute-circuit.jsonl",
        "expressroute-peering-auth.jsonl",
        "network-manager-connectivity.jsonl",
    ];

    [Fact]
    public async Task Recorded_exchanges_are_answered_as_recorded_but_for_the_listed_differences()
    {
        var open = DeliberateDifferences.All.ToHashSet();
        var found = new List<string>();
        var count = 0;
        foreach (var recording in Files.SelectMany(f => Traces.Read(f)).GroupBy(r => r.Recording))
        {
            using var replayer = new Replayer();
            await PrepareAsync(replayer, recording.Key);
            foreach (var row in recording)
            {
                count++;
                await OrderAsync(replayer, row);
                foreach (var difference in Deployment.Is(row) ? await Deployment.SendAsync(replayer, row)
                    : await replayer.SendAsync(Creation.Of(row)))
                {
                    var meant = DeliberateDifferences.All.FirstOrDefault(d =>
                        d.Place == row.Place && d.Difference == difference);
                    if (meant is null)
                    {
                        found.Add($"{row}: {difference}");
                    }
                    else
                    {
                        open.Remove(meant);
                    }
                }
            }
        }

        Assert.Equal(199, count);
        Assert.True(found.Count == 0, string.Join("\n", found));
        Assert.True(open.Count == 0, "No longer different: " + string.Join("; ", open));
    }

    [Fact]
    public void A_wrong_value_a_missing_member_and_a_stray_etag_are_noticed()
    {
        var comparison = new Comparison();
        var recorded = System.Text.Json.Nodes.JsonNode.Parse("""{"etag":"1","properties":{"a":1,"subnets":[{"etag":"1"}]}}""");
        var ours = System.Text.Json.Nodes.JsonNode.Parse("""{"etag":"x","properties":{"a":2,"b":1,"subnets":[{"etag":"y"}]}}""");

        Assert.Equal(3, comparison.Differences(recorded, ours).Count());
    }

    // What each recording found when it began.
    private static async Task PrepareAsync(Replayer replayer, string recording)
    {
        var location = Place(recording);
        Assert.Equal(201, (await replayer.Client.PutAsync(Rg, $$"""{"location":"{{location}}"}""", "2022-12-01")).Status);
        if (Connected(recording) is { } ends)
        {
            await ConnectAsync(replayer, location, ends);
        }

        foreach (var (path, body) in Before(recording))
        {
            Assert.Equal(201, (await replayer.Client.PutAsync($"{Net}/{path}", body, "2021-03-01")).Status);
            replayer.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static ImmutableArray<(string Path, string Body)> Before(string recording) =>
        recording.Contains("vnet_peering", StringComparison.Ordinal) ?
        [
            ("virtualNetworks/vnet1", """
                {"location":"westus","tags":{},"properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"dhcpOptions":{}}}
                """),
            ("virtualNetworks/vnet2", """
                {"location":"westus","tags":{},"properties":{"addressSpace":{"addressPrefixes":["11.0.0.0/16"]},"dhcpOptions":{},
                 "subnets":[{"name":"GatewaySubnet","properties":{"addressPrefix":"11.0.0.0/24"}}]}}
                """),
            ("publicIPAddresses/ip1", """{"location":"westus","properties":{}}"""),
        ]
        : recording.Contains("vpn_client_package", StringComparison.Ordinal) ?
        [
            ("virtualNetworks/vnet1", """
                {"location":"westus","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},
                 "subnets":[{"name":"GatewaySubnet","properties":{"addressPrefix":"10.0.0.0/24"}}]}}
                """),
            ("publicIPAddresses/pip1", """{"location":"westus","properties":{}}"""),
        ]
        : recording.Contains("NetworkManager", StringComparison.Ordinal) ?
        [
            ("virtualNetworks/vnet1", """
                {"location":"centraluseuap","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}
                """),
            ("virtualNetworks/hub", """
                {"location":"centraluseuap","properties":{"addressSpace":{"addressPrefixes":["10.1.0.0/16"]}}}
                """),
        ]
        : [];

    private static string Place(string recording) => recording switch
    {
        _ when recording.Contains("SyncCRUD", StringComparison.Ordinal) => "eastus2euap",
        _ when recording.Contains("delegation", StringComparison.Ordinal)
            || recording.Contains("SharedKey", StringComparison.Ordinal) => "westcentralus",
        _ when recording.Contains("NetworkManager", StringComparison.Ordinal) => "centraluseuap",
        _ => "westus",
    };
}
