using System.Text.Json.Nodes;
using CsCheck;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Random writes, deletions, keys, resets and waits: once all is quiet a connection is Connected if, and only if, a predicate over the
/// documents and keys that any client can read says so. Gateway d is in a VNet that overlaps the one of a.
/// </summary>
public sealed class TunnelStatusProperties
{
    private static readonly string[] Gateways = ["a", "b", "d"];

    // The second is on the list of defaults, the third on none, the fourth is the third in other words and with other lifetimes.
    private static readonly string[] Policies =
    [
        "[]",
        PolicyOf("AES256", "SHA1", "DHGroup2", "AES128", "SHA1", "None", 27000),
        PolicyOf("AES256", "SHA384", "DHGroup14", "GCMAES256", "GCMAES256", "PFS2048", 3600),
        PolicyOf("aes256", "SHA384", "DHGroup2048", "GCMAES256", "GCMAES256", "PFS14", 7200),
        PolicyOf("AES256", "SHA256", "DHGroup24", "AES256", "SHA256", "PFS24", 3600),
    ];

    // Row and column as above: whether the two policies have a proposal in common.
    private static readonly string[] Meets = ["11000", "11000", "00110", "00110", "00001"];

    private static readonly Gen<string> Any = Gen.Int[0, Gateways.Length - 1].Select(i => Gateways[i]);

    private static readonly Gen<(string From, string To)> Pairs =
        Gen.Frequency((3, Gen.Const(("a", "b"))), (3, Gen.Const(("b", "a"))), (1, Gen.Select(Any, Any))).Where(p => p.Item1 != p.Item2);

    private static readonly Gen<Move> Moves = Gen.Frequency(
        (6, Gen.Select(Pairs, Gen.Int[0, 1], Gen.Int[0, Policies.Length - 1], Gen.Int[0, 2], Gen.Int[0, 3],
            (p, key, policy, mode, flags) => new Move("put", p.From, p.To, key, policy, mode == 2 ? flags : 0, flags == 3))),
        (1, Gen.Select(Pairs, p => new Move("delete", p.From, p.To))),
        (3, Gen.Select(Pairs, Gen.Int[0, 1], (p, key) => new Move("key", p.From, p.To, key))),
        (1, Gen.Select(Pairs, p => new Move("reset", p.From, p.To))),
        (1, Gen.Select(Pairs, p => new Move("make", p.From, p.To))),
        (4, Gen.Int[1, 90].Select(seconds => new Move("wait", "a", "b", seconds))));

    [Fact]
    public async Task Connected_is_what_the_documents_say() => await Moves.Array[1, 30].SampleAsync(RunAsync, iter: 120);

    private static async Task RunAsync(Move[] moves)
    {
        using var bed = await TestBed.CreateAsync(new() { EchoesSharedKey = false });
        await VpnBed.GatewayAsync(bed, "a", "10.1.0.0/16");
        await VpnBed.GatewayAsync(bed, "b", "10.2.0.0/16");
        await VpnBed.GatewayAsync(bed, "d", "10.1.0.0/16");
        foreach (var move in moves)
        {
            var reply = await move.SendAsync(bed);
            Assert.True(reply is null or { Status: 200 or 201 or 202 or 204 or 404 or 429 }, $"{move}: {reply}");
            await CheckAsync(bed, isQuiet: false, move);
        }

        bed.Time.Advance(TimeSpan.FromMinutes(10));
        await CheckAsync(bed, isQuiet: true, moves[^1]);
    }

    private static async Task CheckAsync(TestBed bed, bool isQuiet, Move move)
    {
        var all = new Dictionary<string, (JsonObject Properties, string Key)>();
        foreach (var listed in (await bed.ReadAsync($"{TestBed.Net}/connections"))["value"]!.AsArray())
        {
            Assert.Null(listed!["properties"]!["connectionStatus"]);
            var id = (string)listed["id"]!;
            all.Add((string)listed["name"]!, ((await bed.ReadAsync(id))["properties"]!.AsObject(),
                (string)(await bed.ReadAsync($"{id}/sharedkey"))["value"]!));
        }

        foreach (var (name, (properties, key)) in all)
        {
            var status = (string?)properties["connectionStatus"];
            if ((string)properties["provisioningState"]! is not "Succeeded")
            {
                Assert.Null(status);
                continue;
            }

            var back = string.Join('-', name.Split('-').Reverse());
            var fits = all.TryGetValue(back, out var other) && (string)other.Properties["provisioningState"]! is "Succeeded" or "Updating"
                && key == other.Key && key.Length > 0
                && name is "a-b" or "b-a" or "b-d" or "d-b"
                && Meets[Policy(properties)][Policy(other.Properties)] == '1'
                && (Mode(properties), Mode(other.Properties)) is not (("ResponderOnly", "ResponderOnly") or ("InitiatorOnly", "InitiatorOnly"))
                && (bool)properties["usePolicyBasedTrafficSelectors"]! == (bool)other.Properties["usePolicyBasedTrafficSelectors"]!;
            Assert.True(isQuiet ? status == (fits ? "Connected" : "NotConnected") : status != "Connected" || fits,
                $"after {move}: {name} is {status}, and {(fits ? "fits" : "does not fit")}");
            Assert.Equal(status is not "Unknown", properties.ContainsKey("tunnelConnectionStatus"));
        }
    }

    // By the one member in which all five differ.
    private static int Policy(JsonObject properties) => properties["ipsecPolicies"]!.AsArray() is [var policy]
        ? (string)policy!["dhGroup"]! switch { "DHGroup2" => 1, "DHGroup14" => 2, "DHGroup2048" => 3, _ => 4 } : 0;

    private static string Mode(JsonObject properties) => (string)properties["connectionMode"]!;

    private static string PolicyOf(string ike, string hash, string group, string ipsec, string integrity, string pfs, int seconds) => $$"""
        [{"saLifeTimeSeconds":{{seconds}},"saDataSizeKilobytes":102400000,"ipsecEncryption":"{{ipsec}}","ipsecIntegrity":"{{integrity}}",
          "ikeEncryption":"{{ike}}","ikeIntegrity":"{{hash}}","dhGroup":"{{group}}","pfsGroup":"{{pfs}}"}]
        """;

    private sealed record Move(string Kind, string From, string To, int Number = 0, int Policy = 0, int Mode = 0, bool Selectors = false)
    {
        private string Id => VpnBed.Connection($"{From}-{To}");

        public async Task<Reply?> SendAsync(TestBed bed)
        {
            switch (Kind)
            {
                case "put":
                    // Selectors go with a custom policy only.
                    var mode = new[] { "Default", "ResponderOnly", "InitiatorOnly", "Default" }[Mode];
                    return await bed.Client.PutAsync(Id, VpnBed.HalfBody(From, To, $"key{Number}", $$"""
                        {"ipsecPolicies":{{Policies[Policy]}},"connectionMode":"{{mode}}",
                         "usePolicyBasedTrafficSelectors":{{(Selectors && Policy > 0 ? "true" : "false")}} }
                        """));
                case "delete":
                    return await bed.Client.DeleteAsync(Id);
                case "key":
                    return await bed.Client.PutAsync($"{Id}/sharedkey", $$"""{"value":"key{{Number}}"}""");
                case "make":
                    return await PostAsync(bed, "sharedkey/reset", """{"keyLength":16}""");
                case "reset":
                    return await PostAsync(bed, "resetconnection");
                default:
                    bed.Time.Advance(TimeSpan.FromSeconds(Number));
                    return null;
            }
        }

        private Task<Reply> PostAsync(TestBed bed, string action, string? body = null) =>
            bed.Client.SendAsync("POST", $"{Id}/{action}?api-version={ArmClient.Version}", body);
    }
}
