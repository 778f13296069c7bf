using System.Text.Json.Nodes;
using CsCheck;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Random sequences of writes, waits and conflicts: what must hold of peerings holds after each of them.
/// </summary>
public sealed class PeeringProperties
{
    private static readonly string[] Networks = ["a", "b", "c", "d"];

    private static readonly Gen<string> Any = Gen.Int[0, Networks.Length - 1].Select(i => Networks[i]);

    private static readonly Gen<Move> Moves = Gen.Frequency(
        (6, Gen.Select(Any, Any, Gen.Bool, (l, r, s) => new Move(s ? "sync" : "put", l, r, 0))),
        (3, Gen.Select(Any, Any, (l, r) => new Move("delete", l, r, 0))),
        (2, Gen.Select(Any, Gen.Int[0, 3], (n, size) => new Move("resize", n, n, size))),
        (1, Gen.Select(Any, n => new Move("subnet", n, n, 0))),
        (1, Gen.Select(Any, n => new Move("remove", n, n, 0))),
        (5, Gen.Select(Gen.Int[1, 30], seconds => new Move("wait", "", "", seconds))));

    [Fact]
    public async Task Invariants_hold_after_every_move() =>
        await Moves.Array[1, 40].SampleAsync(RunAsync, iter: 150);

    private static async Task RunAsync(Move[] moves)
    {
        using var bed = await TestBed.CreateAsync(new() { Throttling = Unlimited });
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"), ("c", "10.2.0.0/16"), ("d", "10.3.0.0/16"));
        foreach (var move in moves)
        {
            var reply = await move.SendAsync(bed);
            Assert.True(reply is null or { Status: 200 or 201 or 202 or 204 or 400 or 404 or 429 }, $"{move}: {reply}");
            await CheckAsync(bed, move);
        }

        // When all is quiet the levels say exactly how the spaces stand.
        bed.Settle();
        await CheckAsync(bed, new("end", "", "", 0));
    }

    private static async Task CheckAsync(TestBed bed, Move move)
    {
        var list = (await bed.ReadAsync($"{ArmClient.Net}/virtualNetworks"))["value"]!.AsArray();
        var halves = list.SelectMany(n => n!["properties"]!["virtualNetworkPeerings"]!.AsArray()
            .Select(h => (Local: n, Half: h!))).ToDictionary(
                h => ($"{h.Local!["id"]}", $"{h.Half["properties"]!["remoteVirtualNetwork"]!["id"]}"));
        foreach (var network in list)
        {
            Assert.All(Children(network!), c => Assert.Equal((string?)network!["etag"], (string?)c["etag"]));
        }

        foreach (var ((local, remote), (_, half)) in halves)
        {
            var properties = half["properties"]!;
            var other = halves.TryGetValue((remote, local), out var found) ? found.Half["properties"] : null;
            var state = (string?)properties["peeringState"];
            Assert.True((state == "Connected") == (other is not null), $"{move}: {local} to {remote} is {state}");
            if (other is not null)
            {
                Assert.Equal((string?)properties["resourceGuid"], (string?)other["resourceGuid"]);
                Assert.Equal(Space(properties, "remoteAddressSpace") == Current(remote),
                    !Level(properties).StartsWith("Local", StringComparison.Ordinal));
                Assert.Equal(Space(other, "remoteAddressSpace") == Current(local),
                    Level(properties) is "FullyInSync" or "LocalNotInSync");
            }

            if (Current(remote) is { } current)
            {
                Assert.Equal(current, Space(properties, "remoteVirtualNetworkAddressSpace"));
            }
        }

        string? Current(string id) => list.Where(n => (string?)n!["id"] == id)
            .Select(n => n!["properties"]!["addressSpace"]!["addressPrefixes"]!.ToJsonString()).FirstOrDefault();
    }

    private static IEnumerable<JsonNode> Children(JsonNode network) => network["properties"]!["subnets"]!.AsArray()
        .Concat(network["properties"]!["virtualNetworkPeerings"]!.AsArray()).Select(c => c!);

    private static string Space(JsonNode properties, string member) =>
        properties[member]!["addressPrefixes"]!.ToJsonString();

    private static string Level(JsonNode properties) => (string)properties["peeringSyncLevel"]!;

    private static Throttling Unlimited { get; } = new()
    {
        Reads = new(100000, 1000),
        Writes = new(100000, 1000),
        Deletes = new(100000, 1000),
    };

    private sealed record Move(string Kind, string Left, string Right, int Number)
    {
        public async Task<Reply?> SendAsync(TestBed bed)
        {
            switch (Kind)
            {
                case "put":
                    return await bed.Client.PutAsync(TestBed.Half(Left, Right), TestBed.HalfBody(Right));
                case "sync":
                    return await bed.Client.PutAsync(
                        TestBed.Half(Left, Right) + "?syncRemoteAddressSpace=true", TestBed.HalfBody(Right));
                case "delete":
                    return await bed.Client.DeleteAsync(TestBed.Half(Left, Right));
                case "resize":
                    var at = Array.IndexOf(Networks, Left);
                    var more = string.Concat(Enumerable.Range(1, Number).Select(i => $" 10.{(10 * i) + at}.0.0/16"));
                    return await bed.Client.PutAsync(
                        TestBed.Network(Left), TestBed.NetworkBody($"10.{at}.0.0/16{more}"));
                case "subnet":
                    return await bed.Client.PutAsync($"{TestBed.Network(Left)}/subnets/s",
                        $$$"""{"properties":{"addressPrefix":"10.{{{Array.IndexOf(Networks, Left)}}}.0.0/24"}}""");
                case "remove":
                    return await bed.Client.DeleteAsync(TestBed.Network(Left));
                default:
                    bed.Time.Advance(TimeSpan.FromSeconds(Number));
                    return null;
            }
        }
    }
}
