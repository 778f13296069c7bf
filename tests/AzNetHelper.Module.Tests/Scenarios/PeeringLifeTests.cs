using System.Management.Automation;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Peerings that get old: address spaces change, halves are torn off, spokes leave.</summary>
public sealed class PeeringLifeTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void An_address_space_changes_and_a_sync_that_failed_is_made_up_for()
    {
        var failed = _rehearsal.Run("""
            Add-Fault PUT '*/vnet-test/virtualNetworkPeerings/*' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed'))
            Set-VNetAddressSpace vnet-dev -Add 10.30.0.0/16
            """);
        var result = Assert.Single(failed.Output);
        Assert.Equal("True False", $"{result.Properties["Changed"].Value} {result.Properties["IsInSync"].Value}");
        Assert.Equal("AuthorizationFailed", $"{((dynamic)result.BaseObject).Error.Id}");
        Assert.Equal(ErrorCategory.PermissionDenied, Assert.Single(failed.Errors).CategoryInfo.Category);
        Assert.Equal(["Out of sync, an address space has changed: run Sync-VNetPeering"],
            _rehearsal.RunWell("(Get-VNetPeering vnet-dev vnet-test).Verdict").Texts);

        _rehearsal.RunWell("$simulation.Faults.Clear(); $simulation.Log.Clear()");
        var synced = Assert.Single(_rehearsal.RunWell("Get-VNetPeering | Where-Object IsInSync -eq $false | Sync-VNetPeering 3>$null | Where-Object Changed").Output);
        Assert.Equal("FullyInSync", $"{synced.Properties["SyncLevel"].Value}");
        Assert.Equal(["PUT vnet-test/vnet-test-to-vnet-dev 200"], _rehearsal.Writes);
    }

    [Fact]
    public void A_torn_hub_is_made_whole_by_one_command()
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data, vnet-spoke-web -UseHubGateway -Force");
        _rehearsal.RunWell("""
            Add-Fault DELETE '*/vnet-hub/virtualNetworkPeerings/*' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed'))
            """);
        Assert.NotEmpty(_rehearsal.Run("Remove-VNetPeering vnet-hub vnet-spoke-app, vnet-spoke-data -Force").Errors);
        _rehearsal.RunWell("$simulation.Faults.Clear()");
        Assert.Equal(2, _rehearsal.RunWell("Get-VNetPeering vnet-hub | Where-Object State -eq Disconnected").Output.Count);

        _rehearsal.RunWell("Repair-VNetPeering -Hub vnet-hub -UseLentGateway -Force");

        Assert.Equal(["True", "True", "True"], _rehearsal.RunWell("(Get-VNetPeering vnet-hub).IsHealthy").Output.Select(o => $"{o}"));
    }

    [Fact]
    public void A_spoke_that_others_reach_through_the_hub_stays_unless_told()
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-data, vnet-spoke-web -Force; New-VNetPeering vnet-dev vnet-hub");
        _rehearsal.ForgetRequests();
        var run = _rehearsal.Run("Remove-HubSpokePeering vnet-hub vnet-spoke-data -WhatIf");
        Assert.Empty(run.Errors);
        Assert.Empty(_rehearsal.Writes);

        var gone = _rehearsal.RunWell("'vnet-spoke-data', 'vnet-spoke-web' | Remove-HubSpokePeering vnet-hub -Force");
        Assert.Equal(["Absent", "Absent"], gone.Output.Select(o => $"{o.Properties["State"].Value}"));
    }
}
