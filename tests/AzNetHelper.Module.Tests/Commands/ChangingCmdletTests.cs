using System.Management.Automation;
using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>What holds for every cmdlet that changes Azure, on the sample estate.</summary>
public sealed class ChangingCmdletTests : IDisposable
{
    private const string Refused = "ConfirmationRequired";

    private readonly Rehearsal _rehearsal = new();

    public static TheoryData<string> Changes =>
    [
        "New-VNetPeering vnet-spoke-data vnet-spoke-web",
        "New-VNetPeering vnet-spoke-app vnet-hub -UseRemoteGateways -AllowForwardedTraffic",
        "New-VNetPeering vnet-lab vnet-test",
        "New-VNetPeering vnet-hub vnet-spoke-app, vnet-spoke-data -AllowGatewayTransit",
        "New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data, vnet-spoke-web, vnet-spoke-batch -UseHubGateway -AllowForwardedTraffic",
        "New-HubSpokePeering vnet-hub vnet-spoke-app -HubPeeringNameFormat '{remote}' -SpokePeeringNameFormat 'to-{remote}'",
        "Remove-VNetPeering vnet-dev vnet-test",
        "Get-VNetPeering | Remove-VNetPeering",
        "Repair-VNetPeering vnet-test",
        "Get-VNetPeering | Repair-VNetPeering",
        "Set-VNetAddressSpace vnet-dev -Add 10.30.0.0/16, fd00:30::/48",
        "Set-VNetAddressSpace vnet-spoke-data -Prefix 10.2.0.0/17, 10.40.0.0/16",
        "Remove-HubSpokePeering vnet-dev vnet-test",
        "Set-HubSpokeRoute vnet-dev vnet-test -NextHop 10.20.0.4 -AddressPrefix 10.0.0.0/8",
        "Enable-VNetServiceEndpoint vnet-dev/snet-dev Storage, KeyVault",
        "Disable-VNetServiceEndpoint vnet-dev/snet-dev EventHub",
        "New-VNetServiceSubnet PostgreSqlFlexibleServer vnet-spoke-data",
        "New-VNetServiceSubnet AppService vnet-dev -Name snet-plan -Prefix 10.40.0.0/26 -ExtendAddressSpace -DefaultOutboundAccess $true",
        "New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw2AZ -ActiveActive -Asn 65010",
        "New-VpnGateway vnet-hub vpngw-hub -Sku VpnGw2AZ",
        "Remove-VpnGateway vpngw-hub",
        "New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGwScale -MinScaleUnit 2 -MaxScaleUnit 10",
        "New-ExpressRouteConnection ergw-hub er-contoso -RoutingWeight 10",
        "New-ExpressRouteConnection ergw-dev er-contoso",
        "New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard",
        "New-ExpressRoutePrivatePeering er-berlin -PeerAsn 65010 -VlanId 200 -From 172.31.255.0/29",
        "Remove-ExpressRouteCircuit er-berlin",
        "Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -AuthenticationType AAD -AadTenant 6e1c1a4e-0000-4000-8000-000000000001 -CustomRoute 192.168.1.0/24",
        "New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16, 172.16.0.0/16 -Name office",
        "New-SiteToSiteConnection vpngw-hub 203.0.113.11, vpn.contoso.com -DeviceAsn 65050 -BgpPeerAddress 192.168.9.1, 192.168.9.2 -Tag @{ owner = 'net' }",
        "New-VNetToVNetConnection vpngw-hub vpngw-dev -EnableBgp",
        "Remove-VpnGatewayConnection vpngw-hub-to-office",
        "Revoke-P2SClientCertificate vpngw-hub -Thumbprint alice=0123456789abcdef0123456789abcdef01234567",
        "Restore-P2SClientCertificate vpngw-hub -Thumbprint ('CD' * 20)",
        "Grant-VNetServiceAccess stcontosodata, kv-contoso vnet-spoke-data/snet-data -EnsureEndpoint -DenyOthers -KeepIp 203.0.113.77",
        "Grant-VNetServiceAccess sql-contoso vnet-spoke-data/snet-data -EnsureEndpoint -DenyOthers -KeepIp 203.0.113.0/24, 0.0.0.0",
        "Revoke-VNetServiceAccess cosmos-contoso vnet-spoke-data/snet-data -RemoveEndpoint",
        "New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly | Invoke-VNetPlan",
        "(Test-VNetTransitivity vnet-spoke-data vnet-spoke-web).Fix | Invoke-VNetPlan",
    ];

    // What a row needs that the estate has not: it is made, and forgotten, before the row runs.
    private static readonly (string Row, string Needs)[] s_needs =
    [
        ("Disable-VNetServiceEndpoint", "$null = Enable-VNetServiceEndpoint vnet-dev/snet-dev EventHub, Web -Force"),
        ("Remove-ExpressRouteCircuit er-berlin", "$null = New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force"),
        ("New-ExpressRoutePrivatePeering er-berlin", "$null = New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force"),
        ("New-VNetToVNetConnection", "$null = New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force"),
        ("P2SClientCertificate vpngw-hub", """
            $null = New-P2SCertificateSet r a -Path ./vpn -Format Pem | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.201.0/24 -Force
            $null = Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('CD' * 20) -Force
            """),
        ("Revoke-VNetServiceAccess", "$null = Grant-VNetServiceAccess cosmos-contoso vnet-spoke-data/snet-data -EnsureEndpoint -Force"),
        ("New-ExpressRouteConnection ergw-hub", "$null = New-ExpressRouteGateway vnet-hub ergw-hub -Sku ErGw1Az -Force"),
        ("New-ExpressRouteConnection ergw-dev", "$null = New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGw1Az -Force"),
        ("vpngw-hub-to-office", "$null = New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Name office -Force"),
    ];

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public void WhatIf_sends_only_reads_and_tells_change_for_change_what_is_then_written(string command)
    {
        Prepare(_rehearsal, command);
        var told = _rehearsal.RunWell($"{command} -WhatIf").Host.Where(l => l.StartsWith("What if: ", StringComparison.Ordinal))
            .Select(l => l["What if: ".Length..]).ToList();
        Assert.Empty(_rehearsal.Writes);
        Assert.NotEmpty(told);

        _rehearsal.RunWell($"{command} -Confirm:$false");

        Assert.Equal(told.Select(AsWrite).Order(StringComparer.Ordinal),
            _rehearsal.WritesTaken.Select(w => string.Join(' ', w.Split(' ')[..2])).Order(StringComparer.Ordinal));

        // A run finds out what may meet on a hub: what was refused for that reason was sent again.
        Assert.All(_rehearsal.Writes.Except(_rehearsal.WritesTaken), w => Assert.EndsWith(" 429", w, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void PlanOnly_writes_nothing_and_its_plan_does_the_same(string command)
    {
        Assert.SkipWhen(command.Contains("Invoke-VNetPlan", StringComparison.Ordinal), "The plan is given.");
        Prepare(_rehearsal, command);
        _rehearsal.RunWell($"{command} -Force");
        var expected = _rehearsal.WritesTaken.Order(StringComparer.Ordinal).ToList();

        using var other = new Rehearsal();
        Prepare(other, command);
        var plan = Assert.Single(other.RunWell($"($global:plan = {command} -PlanOnly)").Output);
        Assert.Empty(other.Writes);
        Assert.Equal(expected.Count, (int)plan.Properties["WriteCount"].Value);
        var run = other.RunWell("$plan | Invoke-VNetPlan -Force");

        Assert.Equal(expected, other.WritesTaken.Order(StringComparer.Ordinal));
        Assert.All(run.Output.Where(o => $"{o.Properties["Kind"].Value}" != "NoChange"), o => Assert.Equal("Done", $"{o.Properties["Outcome"].Value}"));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_second_run_changes_nothing(string command)
    {
        Assert.SkipWhen(command.StartsWith("Remove", StringComparison.Ordinal), "What is not there is not removed: that is an error.");
        Assert.SkipWhen(command.StartsWith("Reset-VpnSharedKey", StringComparison.Ordinal), "Each run makes another key: that is what it is for.");
        Prepare(_rehearsal, command);
        _rehearsal.RunWell($"{command} -Force");
        _rehearsal.ForgetRequests();

        var again = _rehearsal.Run($"{command} -Force");

        Assert.Empty(again.Errors);
        Assert.Empty(_rehearsal.Writes);
        Assert.DoesNotContain(again.Output, o => o.Properties["Changed"]?.Value is true);
    }

    [Fact]
    public void What_is_peered_already_is_not_removed_twice()
    {
        _rehearsal.RunWell("Remove-VNetPeering vnet-dev vnet-test -Force");
        _rehearsal.ForgetRequests();

        var run = _rehearsal.Run("Remove-VNetPeering vnet-dev vnet-test -Force");

        Assert.Equal(ErrorCategory.ObjectNotFound, Assert.Single(run.Errors).CategoryInfo.Category);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("Remove-VNetPeering vnet-dev vnet-test")]
    [InlineData("Remove-HubSpokePeering vnet-dev vnet-test")]
    [InlineData("Get-VNetPeering | Remove-VNetPeering")]
    [InlineData("Remove-VpnGateway vpngw-hub")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard")]
    [InlineData("New-VNetPeering vnet-spoke-data vnet-spoke-web -Confirm")]
    [InlineData("$ConfirmPreference = 'Low'; New-HubSpokePeering vnet-hub vnet-spoke-app")]
    public void Where_nobody_can_be_asked_it_is_an_error_before_the_first_write(string command)
    {
        var run = _rehearsal.Engine.RunStrict(command);

        Assert.Equal((Refused, ErrorCategory.InvalidOperation), (run.TerminatingId, run.Terminating?.CategoryInfo.Category));
        Assert.Contains("-Force", run.Terminating!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_declined_peering_stays_and_the_others_go()
    {
        _rehearsal.RunWell("New-VNetPeering vnet-spoke-data vnet-spoke-web, vnet-spoke-app");
        _rehearsal.ForgetRequests();
        _rehearsal.Engine.Host.WillAnswer("N", "Y", "Y");

        var run = _rehearsal.Run("Remove-VNetPeering vnet-spoke-data vnet-spoke-web, vnet-spoke-app");

        // One question settles a pair that stays; each half that goes has its own.
        Assert.Equal(3, _rehearsal.Engine.Host.Questions.Count);
        Assert.Equal(["Connected False", "Absent True"], run.Output.Select(o => $"{o.Properties["State"].Value} {o.Properties["Changed"].Value}")
            .OrderDescending(StringComparer.Ordinal).ToArray());
        Assert.Equal(2, _rehearsal.Writes.Count);
    }

    [Theory]
    [InlineData("'vnet-spoke-app', 'vnet-spoke-data' | New-HubSpokePeering vnet-hub")]
    [InlineData("(Get-VNetTopology).VirtualNetworks | Where-Object Name -match 'app|data' | New-HubSpokePeering vnet-hub")]
    [InlineData("'rg-app/vnet-spoke-app', 'rg-data/VNET-SPOKE-DATA' | New-HubSpokePeering rg-hub/vnet-hub")]
    [InlineData("[pscustomobject]@{ Id = (Get-VNetTopology -Name vnet-spoke-app).VirtualNetworks[0].Id }, [pscustomobject]@{ ResourceId = \"$((Get-VNetTopology -Name vnet-spoke-data).VirtualNetworks[0].Id)\" } | New-HubSpokePeering vnet-hub")]
    [InlineData("'vnet-spoke-app', 'vnet-spoke-data', 'vnet-spoke-app' | New-HubSpokePeering vnet-hub")]
    public void Spokes_come_from_the_pipeline_in_any_form(string command)
    {
        var run = _rehearsal.RunWell(command);

        Assert.Equal(["vnet-spoke-app", "vnet-spoke-data"], run.Output.Select(o => (string)o.Properties["Spoke"].Value).Order(StringComparer.Ordinal));
        Assert.All(run.Output, o => Assert.Equal("Connected", $"{o.Properties["State"].Value}"));
        Assert.Equal(4, _rehearsal.WritesTaken.Count);
    }

    [Theory]
    [InlineData("@() | New-HubSpokePeering vnet-hub")]
    [InlineData("@() | New-VNetPeering vnet-hub")]
    [InlineData("@() | Remove-VNetPeering")]
    [InlineData("@() | Remove-HubSpokePeering vnet-hub")]
    [InlineData("@() | Set-HubSpokeRoute vnet-hub -NextHop 10.0.1.4")]
    [InlineData("@() | Enable-VNetServiceEndpoint -Service Storage")]
    [InlineData("@() | Disable-VNetServiceEndpoint -Service Storage")]
    [InlineData("@() | Get-VNetServiceEndpoint")]
    [InlineData("@() | Get-VNetServiceAccess")]
    [InlineData("@() | Remove-VpnGateway")]
    [InlineData("@() | Remove-ExpressRouteCircuit")]
    [InlineData("@() | Grant-VNetServiceAccess -Subnet vnet-spoke-data/snet-data")]
    [InlineData("@() | Revoke-VNetServiceAccess -Subnet vnet-spoke-data/snet-data")]
    [InlineData("@() | Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24")]
    [InlineData("@() | Remove-VpnGatewayConnection")]
    [InlineData("@() | Test-ExpressRouteCircuit")]
    [InlineData("@() | Get-VpnGatewayConnection")]
    [InlineData("@() | Get-P2SConfiguration")]
    [InlineData("@() | Revoke-P2SClientCertificate vpngw-hub")]
    [InlineData("@() | Restore-P2SClientCertificate vpngw-hub")]
    [InlineData("@() | Wait-VpnGatewayConnection")]
    [InlineData("@() | Sync-VNetPeering")]
    [InlineData("@() | Repair-VNetPeering")]
    [InlineData("@() | Invoke-VNetPlan")]
    public void An_empty_pipeline_is_nothing_to_do(string command)
    {
        Assert.Empty(_rehearsal.RunWell(command).Output);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("New-VNetPeering vnet-hub vnet-spoke-legacy", "overlap")]
    [InlineData("New-VNetPeering vnet-hub vnet-hub", "itself")]
    [InlineData("New-VNetPeering vnet-spoke-app vnet-spoke-data -UseRemoteGateways", "gateway")]
    [InlineData("New-HubSpokePeering vnet-spoke-app vnet-spoke-data -UseHubGateway", "gateway")]
    [InlineData("New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-legacy", "overlap")]
    [InlineData("Set-VNetAddressSpace vnet-dev -Add 10.21.4.0/24", "overlap")]
    [InlineData("Set-VNetAddressSpace vnet-dev -Add 10.30.0.0/16 -Remove 10.20.0.0/16", "snet-dev")]
    [InlineData("Set-VNetAddressSpace vnet-dev", "-Prefix")]
    [InlineData("Sync-VNetPeering vnet-lab vnet-test", "Repair-VNetPeering")]
    [InlineData("Repair-VNetPeering vnet-hub vnet-dev", "not peered")]
    [InlineData("Remove-HubSpokePeering vnet-hub vnet-dev -Force", "not peered")]
    [InlineData("Set-HubSpokeRoute vnet-hub vnet-dev -NextHop afw-hub", "not peered")]
    [InlineData("Set-HubSpokeRoute vnet-dev vnet-test -NextHop 10.21.0.4", "hub itself")]
    [InlineData("Set-HubSpokeRoute vnet-dev vnet-test -NextHop Gateway", "VPN gateway")]
    [InlineData("Set-HubSpokeRoute vnet-dev vnet-test -NextHop afw-none", "afw-none")]
    [InlineData("Enable-VNetServiceEndpoint vnet-dev/snet-dev Storage, StorageGlobal", "StorageGlobal")]
    [InlineData("Enable-VNetServiceEndpoint vnet-dev/snet-none Storage", "snet-none")]
    [InlineData("Grant-VNetServiceAccess kv-contoso vnet-spoke-data/snet-data", "Enable-VNetServiceEndpoint")]
    [InlineData("Grant-VNetServiceAccess psql-contoso vnet-spoke-data/snet-data", "New-VNetServiceSubnet")]
    [InlineData("Grant-VNetServiceAccess stcontosodata vnet-spoke-data/snet-data -EnsureEndpoint -DenyOthers", "-KeepIp")]
    [InlineData("Grant-VNetServiceAccess stcontosodata vnet-spoke-data/snet-data -KeepIp 203.0.113.7", "-DenyOthers")]
    [InlineData("Grant-VNetServiceAccess sql-contoso vnet-spoke-data/snet-data -EnsureEndpoint -DenyOthers -KeepIp 203.0.113.7", "-KeepIp 0.0.0.0")]
    [InlineData("Revoke-VNetServiceAccess kv-contoso -Force", "-Subnet")]
    [InlineData("New-VpnGateway vnet-hub other -Sku VpnGw1AZ", "-Name vpngw-hub")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt2 -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard", "'Colt'")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation westeurope -BandwidthInMbps 200 -Sku Standard", "not a region of Azure")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-none -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard", "rg-none")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Local -Family Metered", "Unlimited alone")]
    [InlineData("New-ExpressRoutePrivatePeering er-none -PeerAsn 65010 -VlanId 200 -From 172.31.255.0/29", "er-none")]
    [InlineData("Remove-ExpressRouteCircuit er-none -Force", "er-none")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1", "-Sku VpnGw1AZ")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku Basic -Asn 65010", "Basic gateway")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -PublicIpAddress /subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/publicIPAddresses/pip-vpngw-hub", "another subscription")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -PublicIpAddress rg-none/pip", "rg-none")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -GatewaySubnetPrefix 10.21.0.0/27", "-ExtendAddressSpace")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -ResourceGroupName rg-none", "rg-none")]
    [InlineData("New-VpnGateway vnet-dev 'a b?' -Sku VpnGw1AZ", "a b?")]
    [InlineData("New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGw9Az", "One of ErGw1Az")]
    [InlineData("New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGwScale", "-MinScaleUnit")]
    [InlineData("New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGw1Az -GatewaySubnetPrefix 10.21.0.0/27", "-ExtendAddressSpace")]
    [InlineData("New-VNetServiceSubnet SqlManagedInstance vnet-dev", "-NetworkSecurityGroup")]
    [InlineData("New-VNetServiceSubnet Nothing vnet-dev", "SqlManagedInstance")]
    [InlineData("New-VNetServiceSubnet AksNodes vnet-dev -Scale @{ Pods = 3 }", "MaxPods")]
    [InlineData("New-VNetServiceSubnet AksNodes vnet-dev -Scale @{ Nodes = 5000; MaxPods = 250 }", "-ExtendAddressSpace")]
    [InlineData("New-VNetServiceSubnet Bastion vnet-dev -Scale 3", "leave -Scale out")]
    [InlineData("New-VNetServiceSubnet Bastion vnet-dev -Prefix 10.20.9.0/28", "/26")]
    [InlineData("New-VNetServiceSubnet Bastion vnet-dev -Name other", "AzureBastionSubnet")]
    [InlineData("New-VNetServiceSubnet Bastion vnet-dev -Prefix 10.20.0.0/26", "snet-dev")]
    [InlineData("New-VNetServiceSubnet Bastion vnet-dev -Prefix 10.99.0.0/26", "-ExtendAddressSpace")]
    [InlineData("New-VNetServiceSubnet AppService vnet-dev -Name snet-dev", "az network vnet subnet update")]
    [InlineData("New-VNetServiceSubnet AppService vnet-dev -RouteTable rg-app/rt-app", "westeurope")]
    [InlineData("New-VNetServiceSubnet AppService vnet-dev -NetworkSecurityGroup nsg-none", "nsg-none")]
    [InlineData("New-VNetServiceSubnet VMwareSolution vnet-dev", "in no subnet")]
    [InlineData("Remove-VpnGateway vpngw-none -Force", "vpngw-none")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 10.0.4.0/24", "overlap")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24", "-RootCertificate")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/30 -AuthenticationType AAD -AadTenant 6e1c1a4e-0000-4000-8000-000000000001", "/29")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -AuthenticationType Radius -RadiusServer 10.0.2.4", "-RadiusSecret")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -Protocol SSTP -AuthenticationType AAD -AadTenant x", "2026-03-31")]
    [InlineData("Set-P2SConfiguration vpngw-none -AddressPool 172.30.0.0/24", "vpngw-none")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10", "-AddressPrefix")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 10.0.4.0/24", "overlap")]
    [InlineData("New-SiteToSiteConnection vpngw-hub office 192.168.0.0/16", "'office'")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -DeviceAsn 65515 -BgpPeerAddress 192.168.0.1", "65515")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10, 203.0.113.11 192.168.0.0/16", "BGP")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10, 203.0.113.11 -DeviceAsn 65050 -BgpPeerAddress 192.168.0.1", "2 devices")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -UsePolicyBasedTrafficSelectors", "-IpsecPolicy")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -SharedKey ([System.Net.NetworkCredential]::new('', 'a b').SecurePassword)", "blank")]
    [InlineData("Remove-VpnGatewayConnection gw-to-nowhere -Force", "gw-to-nowhere")]
    [InlineData("Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('AB' * 20)", "no point-to-site")]
    [InlineData("Revoke-P2SClientCertificate vpngw-hub -Thumbprint ('AB' * 32)", "SHA-256")]
    [InlineData("Restore-P2SClientCertificate vpngw-hub ./none.cer", "none.cer")]
    public void What_Azure_would_refuse_is_told_before_the_first_write(string command, string word)
    {
        var run = _rehearsal.Run(command);

        Assert.NotEmpty(run.Errors);
        Assert.Contains(run.Errors, e => e.ToString().Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.All(run.Errors, e => Assert.NotNull(e.TargetObject));
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("New-VNetPeering a")]
    [InlineData("New-HubSpokePeering -Hub a -Spoke @()")]
    [InlineData("New-HubSpokePeering a b -ThrottleLimit 0")]
    [InlineData("New-HubSpokePeering a b -Timeout 0")]
    [InlineData("New-HubSpokePeering a ([object]::new())")]
    [InlineData("Remove-VNetPeering -Peering x")]
    [InlineData("Remove-HubSpokePeering a")]
    [InlineData("Set-HubSpokeRoute a b -NextHop c -AddressPrefix 10.0.0.1/8")]
    [InlineData("Set-HubSpokeRoute a b -NextHop ''")]
    [InlineData("Grant-VNetServiceAccess a b/c -KeepIp x")]
    [InlineData("Revoke-VNetServiceAccess a ([object]::new())")]
    [InlineData("New-VNetServiceSubnet a")]
    [InlineData("New-VNetServiceSubnet a b -Prefix 10.0.0.1/24")]
    [InlineData("New-VNetServiceSubnet '' b")]
    [InlineData("New-VNetServiceSubnet a b -Name ''")]
    [InlineData("New-VpnGateway a b -Sku VpnGw1AZ -Generation 3")]
    [InlineData("New-VpnGateway a b -Sku VpnGw1AZ -BgpPeeringAddress x")]
    [InlineData("New-VpnGateway a b -Sku VpnGw1AZ -Tag owner")]
    [InlineData("New-VpnGateway a b -Sku VpnGw1AZ -GatewaySubnetPrefix 10.0.0.1/27")]
    [InlineData("New-VpnGateway a b -Sku ''")]
    [InlineData("Set-P2SConfiguration a -AddressPool 10.0.0.1/8")]
    [InlineData("Set-P2SConfiguration a -Protocol IKEv1")]
    [InlineData("Set-P2SConfiguration a -AuthenticationType Password")]
    [InlineData("Set-P2SConfiguration a -CertificateSet ./nowhere")]
    [InlineData("New-SiteToSiteConnection a b 10.0.0.1/8")]
    [InlineData("New-SiteToSiteConnection a b 192.168.0.0/16 -Protocol IKEv3")]
    [InlineData("New-SiteToSiteConnection a b 192.168.0.0/16 -BgpPeerAddress x")]
    [InlineData("New-SiteToSiteConnection a b 192.168.0.0/16 -TrafficSelector 10.0.0.0/8")]
    [InlineData("New-SiteToSiteConnection a b 192.168.0.0/16 -IpsecPolicy @{ Nothing = 1 }")]
    [InlineData("Wait-VpnGatewayConnection a -Timeout -1")]
    [InlineData("Get-P2SConfiguration -ExpiringWithinDays -1")]
    [InlineData("Revoke-P2SClientCertificate a -Thumbprint x -Name y")]
    [InlineData("Restore-P2SClientCertificate a -CertificateSet ./none -Name y")]
    [InlineData("Repair-VNetPeering a -ThrottleLimit 0")]
    [InlineData("Sync-VNetPeering -Peering x")]
    [InlineData("Set-VNetAddressSpace a -Add 10.0.0.1/8")]
    [InlineData("Set-VNetAddressSpace a -Add 10.0.0.0/8 -Prefix 10.0.0.0/8")]
    [InlineData("Set-VNetAddressSpace a -Prefix @()")]
    [InlineData("Invoke-VNetPlan -Plan x")]
    [InlineData("Test-VNetTransitivity a b -Plan x")]
    [InlineData("Wait-AzNetOperation x")]
    [InlineData("Get-VNetTopology -Name ''")]
    [InlineData("Test-VNetTransitivity -All -Source a")]
    [InlineData("Connect-AzNetSession -Rehearsal -Identity")]
    public void Wrong_arguments_do_not_bind(string command)
    {
        var run = _rehearsal.Engine.RunStrict(command);

        Assert.IsAssignableFrom<ParameterBindingException>(run.Ended);
        Assert.Empty(_rehearsal.Writes);
    }

    private static void Prepare(Rehearsal rehearsal, string command)
    {
        foreach (var (_, needs) in s_needs.Where(n => command.Contains(n.Row, StringComparison.Ordinal)))
        {
            rehearsal.RunWell(needs);
            rehearsal.ForgetRequests();
        }
    }

    // 'Create peering 'x' in y [Impact: ...]' as the log has it: 'PUT y/x'.
    // A service is changed by PATCH; a server has resources below it.
    private static string AsAccess(string told, string[] parts) =>
        told.StartsWith("Take away the rule", StringComparison.Ordinal) ? $"DELETE {parts[3]}/{parts[1]}"
        : told.Contains("SQL server", StringComparison.Ordinal)
            ? $"PUT {parts[1]}/{(told.StartsWith("Let 203.0.113.0/24", StringComparison.Ordinal) ? "keep-203-0-113-0-24" : "vnet-vnet-spoke-data-snet-data")}"
        : $"PATCH {(told.Contains("storage account", StringComparison.Ordinal) ? "Microsoft.Storage" : told.Contains("key vault", StringComparison.Ordinal) ? "Microsoft.KeyVault" : "Microsoft.DocumentDB")}/{parts[1]}";

    private static string AsWrite(string told)
    {
        var parts = told.Split('\'');
        if (told.StartsWith("Change the shared key", StringComparison.Ordinal))
        {
            return "PUT connections/sharedkey";
        }

        if (told.Contains(" in at ", StringComparison.Ordinal) || told.Contains(" out at ", StringComparison.Ordinal) || told.Contains("alone at ", StringComparison.Ordinal)
            || told.Contains("no more at ", StringComparison.Ordinal) || told.StartsWith("Take away the rule", StringComparison.Ordinal))
        {
            return AsAccess(told, parts);
        }

        if (told.StartsWith("Authorize a gateway", StringComparison.Ordinal))
        {
            return $"PUT {parts[0].Split(' ', ':').SkipWhile(w => w != "circuit").ElementAt(1)}/{parts[1]}";
        }

        if (told.Contains("private peering of '", StringComparison.Ordinal))
        {
            return $"PUT {parts[1]}/AzurePrivatePeering";
        }

        var verb = told.StartsWith("Delete ", StringComparison.Ordinal) || told.StartsWith("Remove ", StringComparison.Ordinal) ? "DELETE" : "PUT";
        if (told.StartsWith("Set the address space", StringComparison.Ordinal)
            || ((string[])["route table '", "public address '", "VPN gateway '", "ExpressRoute gateway '", "ExpressRoute circuit '", "site '", "connection '"]).Any(t => told.Contains(t, StringComparison.Ordinal)))
        {
            return $"{verb} Microsoft.Network/{parts[1]}";
        }

        return $"{verb} {parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]}/{parts[1]}";
    }
}
