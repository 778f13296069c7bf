namespace AzNetHelper.Tests.Scenarios;

/// <summary>Hub and spokes by Virtual Network Manager, from the command line.</summary>
public sealed class ManagedSpokesTests : IDisposable
{
    private const string New = "New-HubSpokePeering vnet-hub vnet-spoke-data, vnet-spoke-web -NetworkManager nm-contoso -UseHubGateway";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void One_command_makes_it_a_second_changes_nothing_and_a_third_ends_it()
    {
        var whatIf = _rehearsal.Run($"{New} -WhatIf");
        Assert.Empty(whatIf.Errors);
        Assert.DoesNotContain(_rehearsal.Writes, w => !w.Contains("listDeploymentStatus", StringComparison.OrdinalIgnoreCase));

        var made = _rehearsal.RunWell($"{New} -Force");
        Assert.Equal(["vnet-spoke-data Connected True True", "vnet-spoke-web Connected True True"],
            made.Output.Select(o => $"{o.Properties["Spoke"].Value} {o.Properties["State"].Value} {o.Properties["UsesHubGateway"].Value} {o.Properties["Changed"].Value}").Order());
        Assert.All(made.Output, o => Assert.StartsWith("ANM_", $"{o.Properties["HubPeering"].Value}", StringComparison.Ordinal));

        var again = _rehearsal.RunWell($"{New}");
        Assert.Equal(["False", "False"], again.Output.Select(o => $"{o.Properties["Changed"].Value}"));

        var refused = _rehearsal.Run("Remove-HubSpokePeering vnet-hub vnet-spoke-data -Force");
        Assert.Equal(2, refused.Errors.Count);
        Assert.All(refused.Errors, e => Assert.Contains("Remove-HubSpokePeering -NetworkManager", e.ToString(), StringComparison.Ordinal));

        var ended = _rehearsal.RunWell("'vnet-spoke-data', 'vnet-spoke-web' | Remove-HubSpokePeering vnet-hub -NetworkManager rg-hub/nm-contoso -Force");
        Assert.Equal(["Absent", "Absent"], ended.Output.Select(o => $"{o.Properties["State"].Value}"));
        Assert.Empty(_rehearsal.RunWell("Get-VNetPeering vnet-hub | Where-Object RemoteVNet -in vnet-spoke-data, vnet-spoke-web").Output);
    }

    [Fact]
    public void Cost_is_asked_for_and_a_region_that_fails_is_told()
    {
        var plan = _rehearsal.RunWell($"({New} -PlanOnly).Changes.ForEach({{ \"$($_.Impact.Kind)\" }})").Texts;
        Assert.Contains("StartsBilling", plan);
        _rehearsal.RunWell("$simulation.SetDeploymentFailure('westeurope', 'the region is full')");

        var run = _rehearsal.Run($"{New} -Force");
        Assert.Contains(run.Errors, e => e.ToString().Contains("the region is full", StringComparison.Ordinal));

        // The spoke in the other region is peered all the same.
        Assert.Equal(["vnet-spoke-data True", "vnet-spoke-web False"], run.Output
            .Select(o => $"{o.Properties["Spoke"].Value} {o.Properties["Error"].Value is not null}").Order(StringComparer.Ordinal));

        var saved = _rehearsal.Run($"{New} -PlanOnly | Invoke-VNetPlan -Force");
        Assert.Single(saved.Errors, e => e.ToString().Contains("nothing was deployed in westeurope", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("New-HubSpokePeering vnet-hub vnet-spoke-data -NetworkManager nm-nobody", "nm-nobody")]
    [InlineData("New-HubSpokePeering vnet-hub vnet-spoke-legacy -NetworkManager nm-contoso", "overlap")]
    [InlineData("Remove-HubSpokePeering vnet-hub vnet-spoke-data -NetworkManager nm-contoso -Force", "no network group")]
    public void Wrong_input_is_one_clear_error(string command, string says)
    {
        var run = _rehearsal.Run(command);
        Assert.Contains(says, Assert.Single(run.Errors).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_rehearsal.Writes, w => !w.Contains("listDeploymentStatus", StringComparison.OrdinalIgnoreCase));
    }
}
