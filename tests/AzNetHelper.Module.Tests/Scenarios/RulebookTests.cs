using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>The rules of peering as the commands show them.</summary>
public sealed class RulebookTests : IDisposable
{
    private const string Classic =
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/old/providers/Microsoft.ClassicNetwork/virtualNetworks/old";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void What_if_asks_the_gateway_what_it_has_learned_and_writes_nothing()
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-data -UseHubGateway -WhatIf");

        Assert.Empty(_rehearsal.Writes);
        Assert.Single(_rehearsal.Requests(), r => r == "POST virtualNetworkGateways/getLearnedRoutes 202");
    }

    [Fact]
    public void What_if_without_a_gateway_asks_none()
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-data -WhatIf");

        Assert.DoesNotContain(_rehearsal.Requests(), r => r.Contains("getLearnedRoutes", StringComparison.Ordinal));
        Assert.DoesNotContain(_rehearsal.Requests(), r => r.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public void A_default_route_is_warned_of_and_asked_about()
    {
        _rehearsal.RunWell("""
            $gateway = (Get-VNetTopology).Gateways.Where({ $_.Name -eq 'vpngw-hub' }).Id
            $simulation.SetLearnedRoutes($gateway, [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.LearnedRoute]::new('0.0.0.0/0')))
            """);

        var plan = _rehearsal.RunWell("(New-HubSpokePeering vnet-hub vnet-spoke-data -UseHubGateway -PlanOnly).Changes.ForEach({ [string] $_.Impact.Kind })");
        Assert.Equal(["None", "Interrupts"], plan.Texts);
        var run = _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-data -UseHubGateway -Force -WarningVariable told; \"$told\"");
        Assert.Contains(run.Texts, t => t.Contains("The Internet traffic of vnet-spoke-data moves to the gateway of vnet-hub", StringComparison.Ordinal));
    }

    [Fact]
    public void A_classic_network_is_told_beside_every_other_problem()
    {
        var run = _rehearsal.Run($"New-HubSpokePeering vnet-hub '{Classic}', vnet-spoke-legacy");

        Assert.Equal(["AddressSpaceOverlap", "ClassicVNet"], run.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_removal_names_who_uses_the_gateway()
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-data -UseHubGateway -Force");
        var run = _rehearsal.RunWell("(Remove-VNetPeering vnet-hub vnet-spoke-data -PlanOnly).Changes[0].Impact.Statement");

        Assert.Contains("vnet-spoke-data also loses what it reaches through the gateway of vnet-hub", Assert.Single(run.Texts), StringComparison.Ordinal);
    }
}
