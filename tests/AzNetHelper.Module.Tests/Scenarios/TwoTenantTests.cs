using System.Management.Automation;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// A tunnel between two tenants as people make it: the sample estate, whose subscriptions are of a tenant each, with a session
/// for each that the other tenant refuses.
/// </summary>
public sealed class TwoTenantTests : IDisposable
{
    private const string Connect = "New-VNetToVNetConnection vpngw-hub vpngw-dev -Session $ours";
    private const string Both = $"{Connect} -Session2 $theirs";
    private const string One = "vpngw-hub-to-vpngw-dev";
    private const string Other = "vpngw-dev-to-vpngw-hub";

    private readonly Rehearsal _rehearsal = new(withTestCmdlets: true);

    public TwoTenantTests()
    {
        _rehearsal.RunWell("""
            $global:net = [AzNetHelper.Simulation.SampleEstate]
            $null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force
            $global:far = "$($net::Dev)".Replace('virtualNetworks/vnet-dev', 'virtualNetworkGateways/vpngw-dev')
            function global:Get-Tenant($Tenant, $Subscription, $Cloud = 'AzureCloud') {
                New-TestTenantSession -Session $session -Tenant $Tenant -Subscription $Subscription -Cloud $Cloud
            }
            $global:ours = Get-Tenant contoso $net::PlatformSubscription
            $global:theirs = Get-Tenant fabrikam $net::WorkloadSubscription
            """);
        _rehearsal.ForgetRequests();
    }

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" -EnableBgp -IncludeSharedKey")]
    public void A_session_for_each_makes_the_tunnel_and_the_second_run_changes_nothing(string more)
    {
        var made = Assert.Single(_rehearsal.RunWell(Both + more).Output);

        Assert.Equal(("Connected", "Connected", "True"), (Text(made, "Status1"), Text(made, "Status2"), Text(made, "Changed")));
        Assert.Equal([$"PUT connections/{One} 201", $"PUT connections/{Other} 201"], Writes());
        Assert.Single(Keys().Distinct());
        Assert.Equal(["False"], _rehearsal.RunWell($"({Both}).Changed").Texts);
        Assert.Equal(2, _rehearsal.Writes.Count);

        // Neither was asked for what is the other's.
        Assert.Equal(["0 0"], _rehearsal.RunWell("""
            "$(@($ours.Paths -match $net::WorkloadSubscription).Count) $(@($theirs.Paths -match $net::PlatformSubscription).Count)"
            """).Texts);
    }

    [Theory]
    [InlineData($"{Connect}", "GatewayNotFound")]
    [InlineData("New-VNetToVNetConnection vpngw-hub $far -Session $ours", "GatewayUnread")]
    [InlineData("New-VNetToVNetConnection vpngw-dev vpngw-dev -Session $ours -Session2 $theirs", "GatewayNotFound")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-hub -Session $ours -Session2 $theirs", "GatewayNotFound")]
    public void One_session_alone_or_a_name_of_the_other_tenant_is_one_error(string command, string id)
    {
        var run = _rehearsal.Run(command);

        Assert.StartsWith($"{id},", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData($"{Connect} -Session2 (Get-Tenant other $net::WorkloadSubscription AzureChinaCloud)", "SessionsOfTwoClouds", "New-SiteToSiteConnection")]
    [InlineData($"{Connect} -Session2 $session", "SessionsOfTwoClouds", "Rehearsal")]
    [InlineData("New-VNetToVNetConnection vpngw-hub vpngw-dev -Session $session -Session2 (Connect-AzNetSession -Rehearsal -PassThru)", "SessionsOfTwoClouds", "one session")]
    public void Sessions_of_two_clouds_end_the_command(string command, string id, string says)
    {
        var run = _rehearsal.Engine.RunStrict(command);

        Assert.Equal(id, run.TerminatingId);
        Assert.Contains(says, run.Ended!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    // Two sign-ins that both see everything: each end is still written by the one that was meant for it.
    [Fact]
    public void What_both_sessions_see_is_written_by_the_one_whose_end_it_is()
    {
        _rehearsal.RunWell("""
            $global:ours = Get-Tenant contoso $net::PlatformSubscription, $net::WorkloadSubscription
            $global:theirs = Get-Tenant contoso $net::PlatformSubscription, $net::WorkloadSubscription
            """);
        Assert.Equal(["True"], _rehearsal.RunWell($"({Both}).Changed").Texts);

        Assert.Equal(["True False", "False True"], _rehearsal.RunWell($"""
            foreach ($session in $ours, $theirs) {'{'} "$($session.Paths -like '*/{One}' -ne $null -as [bool]) $($session.Paths -like '*/{Other}' -ne $null -as [bool])" {'}'}
            """).Texts);
    }

    [Fact]
    public void Who_lacks_a_right_is_named_by_the_name_of_the_tenant_where_it_is_missing()
    {
        _rehearsal.RunWell("""
            $any = [Collections.Immutable.ImmutableArray[string]]::Empty
            $roles = [Collections.Immutable.ImmutableArray[AzNetHelper.Simulation.RoleGrant]]::Empty
            $roles = $roles.Add([AzNetHelper.Simulation.RoleGrant]::new([AzNetHelper.Arm.ResourceId]::Parse("/subscriptions/$($net::PlatformSubscription)"), $any.Add('*')))
            $roles = $roles.Add([AzNetHelper.Simulation.RoleGrant]::new([AzNetHelper.Arm.ResourceId]::Parse("/subscriptions/$($net::WorkloadSubscription)"), $any.Add('*/read')))
            $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Roles = $roles }
            """);
        var errors = _rehearsal.Run(Both).Errors;

        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.Contains("'admin@fabrikam' is not allowed", e.ToString(), StringComparison.Ordinal));
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_key_is_reset_at_both_ends()
    {
        _rehearsal.RunWell(Both);
        var before = Keys()[0];
        Assert.StartsWith("FarSideMissing,", Assert.Single(_rehearsal.Run($"Reset-VpnSharedKey {One} -Session $ours -Force").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

        var reset = Assert.Single(_rehearsal.RunWell($"Reset-VpnSharedKey {One} -Session $ours -Session2 $theirs -Force").Output);
        Assert.Equal(("Connected", "Connected"), (Text(reset, "Status"), Text(reset, "OtherStatus")));
        Assert.NotEqual(before, Assert.Single(Keys().Distinct()));
        _rehearsal.RunWell($"Reset-VpnSharedKey {Other} -Session $theirs -Session2 $ours -Force");
        Assert.Single(Keys().Distinct());
    }

    [Fact]
    public void A_saved_plan_needs_both_sessions_again()
    {
        _rehearsal.RunWell($"{Both} -PlanOnly | Export-VNetPlan ./plan.json");
        Refused("Invoke-VNetPlan -Path ./plan.json -Session $ours", "SecondSessionNeeded", "-Session2");
        Refused("Invoke-VNetPlan -Path ./plan.json -Session $theirs -Session2 $ours", "PlanFromElsewhere", "contoso");
        Refused("Invoke-VNetPlan -Path ./plan.json -Session $ours -Session2 (Get-Tenant other $net::WorkloadSubscription)", "PlanFromElsewhere", "-Session2");
        Assert.Empty(_rehearsal.Writes);

        Assert.Equal(["Done", "Done"], _rehearsal.RunWell("(Invoke-VNetPlan -Path ./plan.json -Session $ours -Session2 $theirs).Outcome").Texts);
        Assert.Equal(["Unchanged", "Unchanged"], _rehearsal.RunWell("(Invoke-VNetPlan -Path ./plan.json -Replan -Session $ours -Session2 $theirs).Outcome").Texts);
        Assert.Single(Keys().Distinct());

        // So does one session that signs in to both tenants, whichever of them is the other's auxiliary one.
        Assert.Equal(["Unchanged", "Unchanged"], _rehearsal.RunWell("""
            $all = New-TestTenantSession -Session $session -Tenant fabrikam -AuxiliaryTenant contoso -Subscription $net::PlatformSubscription, $net::WorkloadSubscription
            (Invoke-VNetPlan -Path ./plan.json -Session $all).Outcome
            """).Texts);

        // One of them may have been given by its domain; the plan knows its id.
        Assert.Equal(["Unchanged", "Unchanged"], _rehearsal.RunWell("""
            $all = New-TestTenantSession -Session $session -Tenant fabrikam -AuxiliaryTenant contoso.example -Subscription $net::PlatformSubscription, $net::WorkloadSubscription
            (Invoke-VNetPlan -Path ./plan.json -Session $all).Outcome
            """).Texts);

        // One rehearsal holds both ends.
        Assert.Equal(["Unchanged", "Unchanged"], _rehearsal.RunWell("(Invoke-VNetPlan -Path ./plan.json -Session $session).Outcome").Texts);

        void Refused(string command, string id, string says)
        {
            var error = Assert.Single(_rehearsal.Run(command).Errors);
            Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        }
    }

    // The key of the first end is what the second run gives the other one.
    [Fact]
    public void What_fails_in_the_second_tenant_is_finished_by_the_same_command()
    {
        _rehearsal.RunWell($"Add-Fault PUT '*/{Other}' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed', 'No.'))");
        Assert.NotEmpty(_rehearsal.Run(Both).Errors);
        Assert.Single(Keys());
        _rehearsal.RunWell("$simulation.Faults.Clear()");

        Assert.Equal(["Connected"], _rehearsal.RunWell($"({Both}).Status2").Texts);
        Assert.Single(Keys().Distinct());
    }

    private string[] Writes() => [.. _rehearsal.WritesTaken.Select(w => w.Replace("Microsoft.Network/", "connections/", StringComparison.Ordinal))];

    private string[] Keys() => [.. _rehearsal.Networks().Where(d => ((string?)d["id"])?.Contains("/connections/", StringComparison.OrdinalIgnoreCase) == true
            && (string?)d["properties"]!["connectionType"] != "ExpressRoute")
        .Select(d => (string)d["properties"]!["sharedKey"]!)];

    private static string? Text(PSObject result, string name) => result.Properties[name].Value?.ToString();
}
