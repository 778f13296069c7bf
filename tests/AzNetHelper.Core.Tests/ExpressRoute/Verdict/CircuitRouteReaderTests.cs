using System.Text.Json.Nodes;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Networks;
using AzNetHelper.Tests.Reading;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>What on-premises announces becomes a part of a topology; what a link does not tell is a gap, and never "nothing".</summary>
public sealed class CircuitRouteReaderTests
{
    private const string Primary = $"{HealthyCircuit.PrivatePeering}/routeTables/primary";
    private const string Secondary = $"{HealthyCircuit.PrivatePeering}/routeTables/secondary";

    private readonly HealthyCircuit _azure = new();
    private readonly StepLog _log = new();

    [Fact]
    public async Task Both_links_together_are_what_lies_behind_and_nothing_else_is_asked()
    {
        _azure.Announce(CircuitLink.Secondary, "172.30.0.0/16");
        _azure.AddIPv6();
        foreach (var table in (string[])["arpTables/primary", "arpTables/secondary", "routeTablesSummary/primary", "routeTablesSummary/secondary", "stats"])
        {
            _azure.Deny($"{HealthyCircuit.PrivatePeering}/{table}");
        }

        // Of another circuit (Global Reach), as Microsoft's router has it.
        _azure.RowsOf(Primary).Add(HealthyCircuit.Route("172.31.0.0/16", "10.9.9.9", "65020"));
        var topology = await ReadAsync();
        Assert.Equal(["172.20.0.0/16", "172.21.0.0/16", "172.30.0.0/16", "fd00:172::/32"],
            topology.ExpressRoutePrefixes[HealthyCircuit.CircuitId].Select(p => p.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(topology.Gaps);
        Assert.Empty(_log.Warnings());
    }

    [Theory]
    [InlineData("", "172.20.0.0/16 172.21.0.0/16", "")]
    [InlineData("deny primary", "172.20.0.0/16 172.21.0.0/16", "primary")]
    [InlineData("deny secondary", "172.20.0.0/16 172.21.0.0/16", "secondary")]
    [InlineData("deny primary, deny secondary", null, "primary secondary")]
    [InlineData("empty primary", "172.20.0.0/16 172.21.0.0/16", "")]
    [InlineData("deny primary, empty secondary", null, "primary")]
    [InlineData("empty primary, empty secondary", "", "")]
    [InlineData("broken primary, empty secondary", null, "primary")]
    public async Task A_link_that_does_not_tell_is_a_gap(string faults, string? known, string gaps)
    {
        foreach (var fault in faults.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(' ')))
        {
            var table = fault[1] == "primary" ? Primary : Secondary;
            switch (fault[0])
            {
                case "deny":
                    _azure.Deny(table);
                    break;
                case "empty":
                    _azure.RowsOf(table).Clear();
                    break;
                default:
                    _azure.Answers[table] = new JsonObject { ["value"] = null };
                    break;
            }
        }

        var topology = await ReadAsync();
        Assert.Equal(known, topology.ExpressRoutePrefixes.TryGetValue(HealthyCircuit.CircuitId, out var prefixes) ? string.Join(' ', prefixes) : null);
        Assert.Equal(gaps.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => (HealthyCircuit.Id($"{HealthyCircuit.PrivatePeering}/routeTables/{l}"), "CircuitRoutesNotRead")),
            topology.Gaps.Select(g => (g.Scope, g.Code)));
        Assert.Equal(topology.Gaps.Length, _log.Warnings().Count(w => w.Id == "NotRead"));

        // The circuit itself was read.
        Assert.Null(topology.GapOf(HealthyCircuit.CircuitId));
    }

    [Theory]
    [InlineData("not provisioned")]
    [InlineData("off")]
    [InlineData("no peering")]
    public async Task What_carries_nothing_is_not_asked(string state)
    {
        _azure.Deny(Primary);
        _azure.Deny(Secondary);
        switch (state)
        {
            case "not provisioned":
                _azure.CircuitProperties["serviceProviderProvisioningState"] = "NotProvisioned";
                break;
            case "off":
                _azure.PeeringProperties["state"] = "Disabled";
                break;
            default:
                _azure.Peerings.Clear();
                break;
        }

        var topology = await ReadAsync();
        Assert.Empty(topology.ExpressRoutePrefixes);
        Assert.Empty(topology.Gaps);
    }

    [Fact]
    public async Task Peerings_that_were_not_told_are_a_gap()
    {
        _azure.CircuitProperties.Remove("peerings");
        var topology = await ReadAsync();
        Assert.Empty(topology.ExpressRoutePrefixes);
        Assert.Equal([HealthyCircuit.Id($"{HealthyCircuit.Circuit}/peerings")], topology.Gaps.Select(g => g.Scope));
    }

    private async Task<Topology> ReadAsync()
    {
        var document = new ResourceDocument(HealthyCircuit.CircuitId, Sample.Bytes(_azure.Answers[HealthyCircuit.Circuit]));
        var harvest = new Harvest(_azure, _log.Writer, throttleLimit: 4);
        await new CircuitRouteReader(_azure, harvest, TimeSpan.FromMinutes(3))
            .ReadAsync([Assert.IsType<ExpressRouteCircuit>(ArmDocuments.Read(document))], TestContext.Current.CancellationToken);
        return harvest.ToTopology(DateTimeOffset.UnixEpoch);
    }
}
