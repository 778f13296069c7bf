using System.Globalization;
using CsCheck;
using static AzNetHelper.Simulation.Tests.CircuitBed;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Random writes of a peering, routers that come, change and go, and a provider that does this and that: in the end a link's session is
/// up if, and only if, what was written last at all three sides agrees, and every table and the connection of a gateway say so.
/// </summary>
public sealed class CircuitLinkProperties
{
    private static readonly string?[] Keys = [null, "one", "two"];

    // Mostly the numbers that agree, so that sessions do come up.
    private static readonly Gen<int> Mostly = Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 2]));

    private static readonly Gen<Move> Moves = Gen.Frequency(
        (3, Gen.Select(Mostly, Mostly, Mostly, Mostly, (vlan, asn, key, off) => (Move)new Write(100 + vlan, 65010 + asn, Keys[key], off != 1))),
        (5, Gen.Select(Gen.Int[0, 2], Mostly, Mostly, Mostly, Mostly, (link, vlan, asn, key, odd) => (Move)new Stand((CircuitLink)link,
            odd == 2 ? null : new CustomerRouter(65010 + asn, 100 + vlan)
            {
                SharedKey = Keys[key],
                IsUp = odd != 1,
                SpeaksBgp = vlan + asn + key != 4,
                Announces = ["172.20.0.0/16"],
            }))),
        (1, Mostly.Select(state => (Move)new Provide(state == 0 ? "Provisioned" : state == 1 ? "NotProvisioned" : "Deprovisioning"))));

    [Fact]
    public async Task A_session_is_up_if_and_only_if_all_sides_agree() => await Moves.Array[1, 12].SampleAsync(RunAsync, iter: 60);

    private static async Task RunAsync(Move[] moves)
    {
        using var bed = await CreateAsync();
        await GatewayAsync(bed, "a");
        await ConnectAsync(bed, "a");
        var (peering, state) = (new Write(100, 65010, null, IsOn: true), "Provisioned");
        var routers = new Dictionary<string, CustomerRouter?>(StringComparer.Ordinal) { ["primary"] = null, ["secondary"] = null };
        foreach (var move in moves)
        {
            switch (move)
            {
                case Write write:
                    peering = write;
                    Assert.Equal(200, (await bed.PutAsync(PeeringOf(), write.Body)).Status);
                    break;
                case Stand stand:
                    bed.Simulation.SetCircuitRouter(Id(), stand.Link, stand.Router);
                    foreach (var link in routers.Keys.Where(l => stand.Link == CircuitLink.Both || l.Equals($"{stand.Link}", StringComparison.OrdinalIgnoreCase)))
                    {
                        routers[link] = stand.Router;
                    }

                    break;
                case Provide provide:
                    state = provide.State;
                    bed.Simulation.SetCircuitProvider(Id(), new(new ProviderStep(TimeSpan.Zero, state)));
                    break;
            }
        }

        bed.Time.Advance(TimeSpan.FromMinutes(10));
        var isThere = state == "Provisioned" && peering.IsOn;
        Assert.Equal(isThere ? "Connected" : "NotConnected", await VpnBed.StatusAsync(bed, "a-er1"));
        foreach (var (link, router) in routers)
        {
            var answers = router is { IsUp: true } && router.VlanId == peering.Vlan;
            var isUp = isThere && answers && router!.SpeaksBgp && router.Asn == peering.Asn && router.SharedKey == peering.Key;
            var why = $"{link}: {string.Join(", ", (IEnumerable<Move>)moves)}";
            var sessions = (await TableAsync(bed, "routeTablesSummary", link)).Where(r => ((string)r["neighbor"]!).StartsWith("192.", StringComparison.Ordinal)).ToArray();
            Assert.True(sessions.Length == (isThere ? 1 : 0), why);
            Assert.True(isUp == sessions.Any(s => int.TryParse((string?)s["statePfxRcd"], NumberStyles.None, CultureInfo.InvariantCulture, out _)), why);
            Assert.True(isUp == (await TableAsync(bed, "routeTables", link)).Any(r => (string?)r["network"] == "172.20.0.0/16"), why);
            Assert.True((isThere && answers) == (await TableAsync(bed, "arpTables", link))
                .Any(r => (string?)r["interface"] == "On-Prem" && (string?)r["macAddress"] != "Incomplete"), why);
        }
    }

    private abstract record Move;

    private sealed record Write(int Vlan, long Asn, string? Key, bool IsOn) : Move
    {
        public string Body => PeeringBody($$"""
            {"vlanId":{{Vlan}},"peerASN":{{Asn}},"state":"{{(IsOn ? "Enabled" : "Disabled")}}","sharedKey":{{(Key is null ? "null" : $"\"{Key}\"")}}}
            """);
    }

    private sealed record Stand(CircuitLink Link, CustomerRouter? Router) : Move;

    private sealed record Provide(string State) : Move;
}
