using System.Management.Automation;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Ids and names that name nothing, or something else: told by name, and nothing is written.</summary>
public sealed class WrongNameTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("vnet-nothing")]
    [InlineData("rg-hub/vnet-nothing")]
    [InlineData("/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/nothing")]
    [InlineData("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub")]
    [InlineData("/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworkGateways/vpngw-hub")]
    [InlineData("/subscriptions/aaaaaaaa-0000-4000-8000-000000000001")]
    [InlineData("/subscriptions/")]
    [InlineData("a/b/c/d")]
    public void A_spoke_that_is_none(string spoke)
    {
        foreach (var command in new[] { $"New-HubSpokePeering vnet-hub vnet-spoke-app, '{spoke}'", $"New-VNetPeering vnet-hub '{spoke}'" })
        {
            var run = _rehearsal.Run(command);

            var error = Assert.Single(run.Errors.Concat(run.Terminating is { } e ? [e] : []));
            Assert.Contains(error.CategoryInfo.Category, new[] { ErrorCategory.ObjectNotFound, ErrorCategory.InvalidArgument });
            Assert.Contains(spoke.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1], error.ToString(), StringComparison.Ordinal);
            Assert.NotNull(error.TargetObject);
            Assert.Empty(run.Output);
        }

        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("Connect-AzNetSession -Rehearsal -SubscriptionId 00000000-0000-0000-0000-000000000000", "SubscriptionNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Connect-AzNetSession -Rehearsal -ArmEndpoint https://127.0.0.1/", "NotForRehearsal", ErrorCategory.InvalidArgument)]
    [InlineData("Connect-AzNetSession -Identity -ArmEndpoint http://127.0.0.1/", "HttpsExpected", ErrorCategory.InvalidArgument)]
    [InlineData("Disconnect-AzNetSession; Get-VNetTopology", "NoSession", ErrorCategory.InvalidOperation)]
    [InlineData("Disconnect-AzNetSession; New-VNetPeering a b", "NoSession", ErrorCategory.InvalidOperation)]
    [InlineData("$session | Disconnect-AzNetSession; Get-VNetPeering -Session $session", "SessionClosed", ErrorCategory.InvalidOperation)]
    [InlineData("Enable-VNetServiceEndpoint a/b Microsoft.AzureActiveDirectory", "ServiceNotKnown", ErrorCategory.InvalidArgument)]
    [InlineData("Disable-VNetServiceEndpoint a/b Storge", "ServiceNotKnown", ErrorCategory.InvalidArgument)]
    public void A_command_that_cannot_begin_ends_with_an_error(string script, string id, ErrorCategory category)
    {
        var run = _rehearsal.Engine.RunStrict(script);

        Assert.Equal((id, category), (run.TerminatingId, run.Terminating?.CategoryInfo.Category));
        Assert.NotNull(run.Terminating!.TargetObject);
    }

    [Theory]
    [InlineData("Test-VNetTransitivity vnet-hub nowhere")]
    [InlineData("Test-VNetTransitivity vnet-hub nowhere -Detailed")]
    [InlineData("Get-VNetPeering nowhere")]
    [InlineData("Export-P2SClientProfile nowhere ./out")]
    [InlineData("Export-ExpressRouteRouterConfiguration nowhere ./out Frr")]
    [InlineData("Test-VNetAddressSpace nowhere")]
    [InlineData("Test-VNetAddressSpace vnet-hub, nowhere -Quiet")]
    [InlineData("Get-VNetConnectivityOption vnet-hub nowhere")]
    [InlineData("Get-VNetTopology | Get-VNetConnectivityOption vnet-hub nowhere")]
    [InlineData("Find-VNetAddressSpace 24 -For nowhere")]
    [InlineData("Test-VNetServicePlacement AppService nowhere")]
    [InlineData("Get-VNetTopology | Test-VNetServicePlacement AppService nowhere")]
    [InlineData("Get-VNetDeployedResource nowhere")]
    [InlineData("Get-VNetDeployedResource -Subnet nowhere")]
    [InlineData("New-VNetServiceSubnet AppService nowhere")]
    [InlineData("Find-VNetAddressSpace 24 -VNet nowhere")]
    [InlineData("Get-VNetTopology | Find-VNetAddressSpace 24 -VNet nowhere")]
    [InlineData("Test-VNetTopology nowhere")]
    [InlineData("Show-VNetTopology -Tree -Source vnet-hub -Destination nowhere")]
    [InlineData("Test-ExpressRouteCircuit nowhere")]
    [InlineData("Get-VpnGatewayConnection nowhere")]
    [InlineData("Get-VpnGatewayConnection -Gateway nowhere")]
    [InlineData("Wait-VpnGatewayConnection nowhere")]
    [InlineData("Get-P2SConfiguration nowhere")]
    [InlineData("Get-VNetServiceEndpoint nowhere")]
    [InlineData("Get-VNetServiceAccess nowhere")]
    [InlineData("Get-VNetServiceAccess -VNet nowhere")]
    [InlineData("Revoke-P2SClientCertificate nowhere -Thumbprint ('AB' * 20) -Force")]
    [InlineData("Remove-VpnGatewayConnection nowhere -Force")]
    [InlineData("New-SiteToSiteConnection nowhere 203.0.113.10 192.168.0.0/16")]
    [InlineData("New-ExpressRouteGateway nowhere ergw -Sku ErGw1Az")]
    [InlineData("New-ExpressRouteConnection vpngw-hub nowhere")]
    [InlineData("Set-P2SConfiguration nowhere -AddressPool 172.30.0.0/24")]
    [InlineData("Grant-VNetServiceAccess nowhere vnet-hub/snet-shared")]
    [InlineData("Revoke-VNetServiceAccess nowhere vnet-hub/snet-shared -Force")]
    public void A_question_about_nothing(string command)
    {
        var error = Assert.Single(_rehearsal.Run(command).Errors);

        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("'nowhere'", error.ToString(), StringComparison.Ordinal);
    }
}
