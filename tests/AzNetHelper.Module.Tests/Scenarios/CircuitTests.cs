using System.Management.Automation;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Circuits as a person orders, waits for and peers them.</summary>
public sealed class CircuitTests : IDisposable
{
    private const string Order = "New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void The_service_key_comes_before_the_wait_and_stands_in_its_property_alone()
    {
        var run = _rehearsal.RunWell($"{Order} -Journal ./j.json -Wait -Force -Verbose -Debug 4>&1 5>&1 | ForEach-Object {{ $_ }}");
        PSObject[] results = [.. run.Output.Where(o => o.BaseObject.GetType().Name == "ExpressRouteCircuitResult")];
        Assert.Equal(["NotProvisioned", "Provisioned"], results.Select(r => (string)r.Properties["ProviderState"].Value));
        var key = (string)results[0].Properties["ServiceKey"].Value;
        Assert.True(Guid.TryParse(key, out var guid) && guid != Guid.Empty);
        Assert.Null(results[1].Properties["ServiceKey"].Value);
        Assert.All(run.Output.Except(results), o => Assert.DoesNotContain(key, o.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(key, File.ReadAllText(Path.Combine(_rehearsal.Folder, "j.json")), StringComparison.Ordinal);
        Assert.DoesNotContain(key, string.Join('\n', _rehearsal.Engine.Host.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_declined_cost_writes_nothing()
    {
        _rehearsal.Engine.Host.WillAnswer("N");
        var run = _rehearsal.Run(Order);

        Assert.Empty(_rehearsal.Writes);
        Assert.Contains("StartsBilling", string.Join('\n', _rehearsal.Engine.Host.Questions), StringComparison.Ordinal);
        Assert.Null(Assert.Single(run.Output).Properties["ServiceKey"].Value);
    }

    [Fact]
    public void A_plan_that_orders_a_circuit_says_where_its_key_is_shown()
    {
        var told = _rehearsal.RunWell($"{Order} -PlanOnly | Invoke-VNetPlan -Force 3>&1 | ForEach-Object {{ \"$_\" }}").Texts;
        Assert.Contains(told, t => t.Contains("New-ExpressRouteCircuit with the values of the circuit shows it", StringComparison.Ordinal));
        Assert.True(Guid.TryParse(Assert.Single(_rehearsal.RunWell($"({Order}).ServiceKey").Texts), out _));
    }

    [Fact]
    public void A_time_that_is_up_is_an_error_that_loses_nothing()
    {
        _rehearsal.RunWell($"$null = {Order} -Force");
        _rehearsal.ForgetRequests();
        var run = _rehearsal.Run($"{Order} -Wait -Timeout 60");

        Assert.StartsWith("CircuitNotProvisioned", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("New-ExpressRouteCircuit -Provider col", "Colt")]
    [InlineData("New-ExpressRouteCircuit -Provider Colt -PeeringLocation ber", "Berlin")]
    [InlineData("New-ExpressRouteCircuit -Provider KPN -PeeringLocation ber", "")]
    [InlineData("New-ExpressRouteCircuit -Provider SURFnet -BandwidthInMbps 5", "5000")]
    [InlineData("New-ExpressRouteCircuit -Sku L", "Local")]
    public void What_a_provider_offers_is_completed(string line, string expected) => Assert.Equal(expected, string.Join(' ', _rehearsal.RunWell(
        $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText").Texts));
}
