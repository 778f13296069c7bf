namespace AzNetHelper.Tests.Scenarios;

/// <summary>VPN gateways as a person makes, leaves, waits for and removes them.</summary>
public sealed class VpnGatewayTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void What_was_not_waited_for_is_waited_for_in_another_session_by_its_text()
    {
        _rehearsal.RunWell("""
            [IO.File]::WriteAllText("$folder/operation.json", (New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -NoWait -Force).ToText())
            $global:busy = (Get-VNetTopology).Gateways | Where-Object Name -eq vpngw-dev
            """);
        Assert.Equal("Updating", _rehearsal.RunWell("$busy.ProvisioningState").Texts[0]);

        // Another runspace, which has the text alone.
        using var other = new Infrastructure.Engine();
        other.Set("session", _rehearsal.RunWell("$session").Output[0]);
        other.Set("text", _rehearsal.RunWell("[IO.File]::ReadAllText(\"$folder/operation.json\")").Texts[0]);
        var run = other.RunStrict("$text | Wait-AzNetOperation -Session $session");
        Assert.Null(run.Ended);
        Assert.Contains("\"provisioningState\":\"Succeeded\"", (string)Assert.Single(run.Output).Properties["Document"].Value, StringComparison.Ordinal);
        _rehearsal.ForgetRequests();
        Assert.Equal("False Succeeded", _rehearsal.RunWell("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Force | ForEach-Object { \"$($_.Changed) $($_.State)\" }").Texts[0]);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_run_without_wait_is_waited_for_by_the_same_command()
    {
        _rehearsal.RunWell("$null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -NoWait -Force");
        _rehearsal.ForgetRequests();

        // Without waiting once more there is nothing to send, and its state is told.
        Assert.Equal("Updating", _rehearsal.RunWell("(New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -NoWait -Force).State").Texts[0]);
        Assert.Equal("Succeeded", _rehearsal.RunWell("(New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Force).State").Texts[0]);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_declined_cost_writes_nothing()
    {
        _rehearsal.Engine.Host.WillAnswer("N");
        var run = _rehearsal.Run("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ");

        Assert.Empty(_rehearsal.Writes);
        Assert.Contains("StartsBilling", string.Join('\n', _rehearsal.Engine.Host.Questions), StringComparison.Ordinal);
        Assert.Null(Assert.Single(run.Output).Properties["State"].Value);
    }

    [Fact]
    public void What_the_address_costs_is_asked_before_the_subnet_is_made()
    {
        var run = _rehearsal.Engine.RunStrict("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ");

        Assert.Equal("ConfirmationRequired", run.TerminatingId);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void The_life_of_a_gateway_leaves_nothing_that_costs()
    {
        var before = _rehearsal.RunWell("(Get-VNetTopology).PublicIPAddresses.Name").Texts;
        var life = _rehearsal.RunWell("""
            $made = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw2AZ -ActiveActive -Asn 65010 -Tag @{ owner = 'net' } -Force
            "$($made.Sku) $($made.Generation) $($made.ActiveActive) $($made.Asn) $(@($made.PublicIpAddress).Count) $($made.Zones)"
            $changed = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw3AZ -Force
            "$($changed.Sku) $($changed.ActiveActive) $($changed.Asn)"
            $gone = $made | Remove-VpnGateway -Force
            "$($gone.Removed) $($gone.RemovedAddresses.Name)"
            """);

        Assert.Equal(["VpnGw2AZ 2 True 65010 2 1 2 3", "VpnGw3AZ True 65010", "True vpngw-dev-pip vpngw-dev-pip-2"], life.Texts);
        Assert.Equal(before, _rehearsal.RunWell("(Get-VNetTopology).PublicIPAddresses.Name").Texts);
    }

    [Fact]
    public void Several_gateways_are_removed_in_one_go_or_none()
    {
        _rehearsal.RunWell("$null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Force; $null = New-HubSpokePeering vnet-hub vnet-spoke-app -UseHubGateway -Force");
        _rehearsal.ForgetRequests();
        var refused = _rehearsal.Run("'vpngw-dev', 'vpngw-hub' | Remove-VpnGateway -Force");
        Assert.StartsWith("GatewayUsedByPeering,", Assert.Single(refused.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);

        _rehearsal.RunWell("$null = Remove-VNetPeering vnet-hub vnet-spoke-app -Force");
        Assert.Equal(["vpngw-dev True", "vpngw-hub True"], _rehearsal.RunWell(
            "'vpngw-dev', 'vpngw-hub', 'vpngw-dev' | Remove-VpnGateway -Force | ForEach-Object { \"$($_.Gateway) $($_.Removed)\" }").Texts.Order());
    }

    [Fact]
    public void A_network_that_could_use_the_hubs_gateway_is_told_so()
    {
        const string New = "New-VpnGateway vnet-spoke-data vpngw-data -Sku VpnGw1AZ";
        Assert.Contains("can be peered with vnet-hub", _rehearsal.RunWell($"({New} -PlanOnly).Notices.Message").Texts[0], StringComparison.Ordinal);

        _rehearsal.RunWell("$null = New-HubSpokePeering vnet-hub vnet-spoke-data -Force");
        var warning = Assert.Single(_rehearsal.RunWell($"{New} -WhatIf").Warnings);
        Assert.Contains("vpngw-hub", warning, StringComparison.Ordinal);
        Assert.Contains("-UseHubGateway", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Skus_are_completed_with_what_they_can_do()
    {
        var run = _rehearsal.RunWell("""
            [System.Management.Automation.CommandCompletion]::CompleteInput('New-VpnGateway -Sku vpng', 24, $null).CompletionMatches |
                ForEach-Object { "$($_.CompletionText): $($_.ToolTip)" }
            """);

        Assert.Equal(5, run.Texts.Count);
        Assert.StartsWith("VpnGw1AZ: 30 tunnels, 250 clients, 650 Mbps", run.Texts[0], StringComparison.Ordinal);
    }
}
