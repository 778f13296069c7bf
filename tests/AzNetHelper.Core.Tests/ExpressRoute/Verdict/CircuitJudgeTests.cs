using AzNetHelper.ExpressRoute;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>Circuits made by hand, read and judged: each defect is named, and nothing else.</summary>
public sealed class CircuitJudgeTests
{
    public static TheoryData<string> Names => [.. CircuitDefects.All.Select(d => d.Name)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_healthy_circuit_has_no_finding(bool twice)
    {
        var verdict = CircuitJudge.Judge(await new HealthyCircuit().ReadAsync(twice));
        Assert.Empty(verdict.Findings);
        Assert.Empty(verdict.Unknowns);
        Assert.True(verdict.IsHealthy);
        Assert.Equal(["AzurePrivatePeering Primary: Up", "AzurePrivatePeering Secondary: Up"], verdict.Links.Select(l => l.ToString()));
        Assert.All(verdict.Links, l => Assert.Equal(("established 3d04h", "complete", 2, twice ? true : (bool?)null),
            (l.Bgp, l.Arp, l.PrefixesReceived, l.IsMoving)));
        Assert.Equal("192.168.15.21 192.168.15.22", $"{verdict.Links[1].CustomerAddress} {verdict.Links[1].MicrosoftAddress}");
        Assert.Equal(["172.20.0.0/16", "172.21.0.0/16"], verdict.FromOnPremises.Select(p => p.ToString()));
        Assert.Equal(["10.0.0.0/16", "10.1.0.0/16"], verdict.ToOnPremises.Select(p => p.ToString()));
        Assert.Equal("con-hub: Connected", Assert.Single(verdict.Connections).ToString());
    }

    [Fact]
    public async Task So_is_one_with_both_peerings_and_IPv6()
    {
        var circuit = new HealthyCircuit();
        circuit.AddMicrosoftPeering();
        circuit.AddIPv6();
        var verdict = CircuitJudge.Judge(await circuit.ReadAsync());
        Assert.Empty(verdict.Findings);
        Assert.Empty(verdict.Unknowns);
        Assert.Equal((CircuitHealth.Healthy, 4), (verdict.Health, verdict.Links.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_defect_is_named_and_nothing_else(string name)
    {
        var defect = CircuitDefects.All.Single(d => d.Name == name);
        var circuit = new HealthyCircuit();
        defect.Break(circuit);
        var verdict = CircuitJudge.Judge(await circuit.ReadAsync(defect.ReadsTwice));
        CircuitFinding[] told = [.. verdict.Findings, .. verdict.Unknowns];
        Assert.Equal(defect.Expected.Distinct().Order(), told.Select(f => f.Id).Distinct().Order());
        Assert.False(verdict.IsHealthy);
        Assert.All(told, f => Assert.Matches(@"^\S.+\.$", f.Reason));
        Assert.All(told, f => Assert.DoesNotContain("{circuit}", f.Action, StringComparison.Ordinal));
        Assert.All(told, f => Assert.True(defect.Owner is null || f.Owner == defect.Owner, $"{f.Id} is {f.Owner}'s"));
        Assert.True(defect.Advice is null || told.Any(f => f.Action.Contains(defect.Advice, StringComparison.Ordinal)), told[0].Action);
        Assert.Equal(verdict.Findings.IsEmpty, verdict.Health == CircuitHealth.Unknown);
        Assert.Equal(verdict.Unknowns.Length, told.Count(f => f.Severity == CircuitSeverity.Unknown));
    }

    [Fact]
    public void Every_id_has_a_defect_and_a_row_in_its_place()
    {
        Assert.Equal(Enum.GetValues<CircuitFindingId>(), CircuitFindingKind.All.Select(k => k.Id));
        Assert.Equal(Enum.GetValues<CircuitFindingId>().Order(), CircuitDefects.All.SelectMany(d => d.Expected).Distinct().Order());
        Assert.True(CircuitDefects.All.Count >= 60);
        Assert.Equal(CircuitDefects.All.Count, CircuitDefects.All.Select(d => d.Name).Distinct().Count());
        Assert.All(CircuitFindingKind.All, k => Assert.Equal(k.Link?.ToString(),
            k.Id.ToString() is var id && id.EndsWith("Primary", StringComparison.Ordinal) ? "Primary" : id.EndsWith("Secondary", StringComparison.Ordinal) ? "Secondary" : null));
    }

    [Theory]
    [InlineData("not provisioned", CircuitHealth.Down)]
    [InlineData("no peering at all", CircuitHealth.Down)]
    [InlineData("peering switched off", CircuitHealth.Down)]
    [InlineData("Primary session idle", CircuitHealth.Degraded)]
    [InlineData("Primary ARP hidden, session up", CircuitHealth.Unknown)]
    [InlineData("no state told", CircuitHealth.Unknown)]
    [InlineData("the default route", CircuitHealth.Degraded)]
    public async Task Health_follows(string name, CircuitHealth health)
    {
        var circuit = new HealthyCircuit();
        CircuitDefects.All.Single(d => d.Name == name).Break(circuit);
        Assert.Equal(health, CircuitJudge.Judge(await circuit.ReadAsync()).Health);
    }

    [Theory]
    [InlineData(true, CircuitHealth.Degraded)]
    [InlineData(false, CircuitHealth.Down)]
    public async Task A_peering_that_is_on_decides_where_the_private_one_is_off(bool isOn, CircuitHealth health)
    {
        var circuit = new HealthyCircuit();
        circuit.AddMicrosoftPeering()["state"] = isOn ? "Enabled" : "Disabled";
        circuit.PeeringProperties["state"] = "Disabled";
        var verdict = CircuitJudge.Judge(await circuit.ReadAsync());
        Assert.Equal(health, verdict.Health);
        Assert.Contains(verdict.Findings, f => f.Id == CircuitFindingId.PeeringDisabled);
    }

    [Fact]
    public async Task A_private_peering_that_is_on_decides_whatever_else_is()
    {
        var circuit = new HealthyCircuit();
        circuit.AddMicrosoftPeering();
        CircuitDefects.Down(circuit, CircuitLink.Primary);
        CircuitDefects.Down(circuit, CircuitLink.Secondary);
        Assert.Equal(CircuitHealth.Down, CircuitJudge.Judge(await circuit.ReadAsync()).Health);
    }

    [Fact]
    public async Task Two_circuits_of_one_gateway_may_both_be_healthy()
    {
        // One ASN at both: the same prefixes from all four routers tell that they came over each of the circuits.
        foreach (var asn in new[] { 65020, 65010 })
        {
            var circuit = new HealthyCircuit();
            GatewayDefects.Second(circuit, asn);
            foreach (var network in new[] { "172.20.0.0/16", "172.21.0.0/16" })
            {
                foreach (var peer in new[] { "10.0.0.5", "10.0.0.6", "10.0.0.7" })
                {
                    var row = HealthyCircuit.Learned(network);
                    row["sourcePeer"] = peer;
                    row["asPath"] = peer == "10.0.0.5" ? "12076-65010" : $"12076-{asn}";
                    circuit.RowsOf($"{HealthyCircuit.Gateway}/getLearnedRoutes").Add((System.Text.Json.Nodes.JsonNode)row);
                }
            }

            var verdict = CircuitJudge.Judge(await circuit.ReadAsync());
            Assert.Empty(verdict.Findings.Concat(verdict.Unknowns));

            // A session of the other circuit is not this one's.
            circuit.Answers[$"{HealthyCircuit.Gateway}/getBgpPeerStatus"]["value"]![2]!["state"] = "Idle";
            var other = CircuitJudge.Judge(await circuit.ReadAsync());
            CircuitFindingId[] expected = asn == 65020 ? [] : [CircuitFindingId.GatewayRoutesUnknown];
            Assert.Equal(expected, other.Findings.Concat(other.Unknowns).Select(f => f.Id).Distinct());
        }
    }

    [Fact]
    public async Task A_lost_connection_to_Azure_ends_the_reading()
    {
        var circuit = new HealthyCircuit();
        circuit.Errors[HealthyCircuit.Gateway] = new(0, "NoAnswer", "Nobody answered.");
        await Assert.ThrowsAsync<AzNetHelper.Arm.ArmException>(() => circuit.ReadAsync());
    }

    [Fact]
    public async Task Both_links_idle_is_down()
    {
        var circuit = new HealthyCircuit();
        foreach (var name in new[] { "Primary session idle", "Secondary session idle" })
        {
            CircuitDefects.All.Single(d => d.Name == name).Break(circuit);
        }

        var verdict = CircuitJudge.Judge(await circuit.ReadAsync());
        Assert.Equal(CircuitHealth.Down, verdict.Health);
        Assert.Equal([CircuitFindingId.BgpDownPrimary, CircuitFindingId.BgpDownSecondary], verdict.Findings.Select(f => f.Id));
        Assert.Contains("Idle", verdict.Findings[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_out_does_not_count()
    {
        var circuit = new HealthyCircuit();
        CircuitDefects.All.Single(d => d.Name == "Primary ARP hidden, session up").Break(circuit);
        var evidence = await circuit.ReadAsync();
        Assert.Equal(CircuitHealth.Healthy, CircuitJudge.Judge(evidence, [CircuitFindingId.ArpHiddenPrimary]).Health);
        Assert.Equal(CircuitHealth.Unknown, CircuitJudge.Judge(evidence, [CircuitFindingId.ArpHiddenSecondary]).Health);
    }

    [Fact]
    public void Where_nothing_was_asked_nothing_is_healthy()
    {
        var evidence = new CircuitEvidence(new(HealthyCircuit.CircuitId, "westeurope") { CircuitState = "Enabled", ProviderState = "Provisioned" });
        Assert.Equal(CircuitHealth.Unknown, CircuitJudge.Judge(evidence).Health);
        Assert.Contains("not asked for", CircuitJudge.Judge(evidence).Unknowns.Single(u => u.Id == CircuitFindingId.GatewaysUnknown).Reason, StringComparison.Ordinal);
    }
}
