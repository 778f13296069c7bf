using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Plans that are saved, carried elsewhere, and applied when the networks have moved on, or have not.</summary>
public sealed class SavedPlanTests : IDisposable
{
    private const string Peer = "New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly | Export-VNetPlan ./p.json";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    public static TheoryData<string> Plans =>
    [
        "New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly",
        "New-VNetPeering vnet-hub vnet-spoke-app, vnet-spoke-data -AllowGatewayTransit -PlanOnly",
        "New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data, vnet-spoke-web -UseHubGateway -AllowForwardedTraffic -PlanOnly",
        "Get-VNetPeering | Remove-VNetPeering -PlanOnly",
        "Remove-HubSpokePeering vnet-dev vnet-test -PlanOnly",
        "Repair-VNetPeering vnet-test -PlanOnly",
        "Set-HubSpokeRoute vnet-dev vnet-test -NextHop 10.20.0.4 -AddressPrefix 10.0.0.0/8 -PlanOnly",
        "Enable-VNetServiceEndpoint vnet-dev/snet-dev, vnet-test/snet-test Storage, KeyVault -PlanOnly",
        "New-VNetServiceSubnet AppService vnet-dev -Scale 30 -PlanOnly",
        "New-VNetServiceSubnet AppService vnet-dev -Prefix 10.40.0.0/26 -ExtendAddressSpace -PlanOnly",
        "New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw1AZ -ExtendAddressSpace -GatewaySubnetPrefix 10.30.0.0/27 -PlanOnly",
        "Remove-VpnGateway vpngw-hub -PlanOnly",
        "New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGw1Az -ExtendAddressSpace -GatewaySubnetPrefix 10.30.0.0/27 -PlanOnly",
        "New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Tag @{ owner = 'net' } -PlanOnly",
        "Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -AuthenticationType AAD -AadTenant 6e1c1a4e-0000-4000-8000-000000000001 -PlanOnly",
        "Set-VNetAddressSpace vnet-dev -Add 10.30.0.0/16 -PlanOnly",
        "Grant-VNetServiceAccess kv-contoso, stcontosodata, sql-contoso vnet-spoke-data/snet-data -EnsureEndpoint -DenyOthers -KeepIp 203.0.113.77 -Force -PlanOnly",
        "New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -PlanOnly",
        "(Test-VNetTransitivity vnet-spoke-data vnet-spoke-web).Fix",
        "New-VNetPeering vnet-hub vnet-spoke-legacy -PlanOnly",
    ];

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_saved_plan_does_what_the_plan_would_and_nothing_the_second_time(string plan)
    {
        _rehearsal.RunWell($"{plan} | Export-VNetPlan ./p.json; Import-VNetPlan ./p.json | Export-VNetPlan ./q.json");
        Assert.Equal(Read("p.json"), Read("q.json"));
        Assert.Empty(_rehearsal.Writes);
        var saved = _rehearsal.Run("Invoke-VNetPlan -Path ./p.json -Force");
        var written = _rehearsal.WritesTaken.Order(StringComparer.Ordinal).ToList();

        using var other = new Rehearsal();
        var direct = other.Run($"{plan} | Invoke-VNetPlan -Force");

        Assert.Equal(other.WritesTaken.Order(StringComparer.Ordinal), written);

        // What has nothing to do with one another is written side by side, and told as it ends.
        Assert.Equal(direct.Texts.Order(StringComparer.Ordinal), saved.Texts.Order(StringComparer.Ordinal));
        Assert.Equal(direct.Errors.Select(e => e.ToString()), saved.Errors.Select(e => e.ToString()));
        _rehearsal.ForgetRequests();
        _rehearsal.Run("Invoke-VNetPlan -Path ./p.json -Force");
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_plan_is_carried_to_another_session_by_path_by_file_and_as_an_object()
    {
        _rehearsal.RunWell(Peer);
        foreach (var command in new[]
        {
            "Invoke-VNetPlan -Path ./p.*", "Invoke-VNetPlan -LiteralPath ./p.json", "[pscustomobject]@{ PSPath = './p.json' } | Import-VNetPlan | Invoke-VNetPlan",
            "Import-VNetPlan ./p.json | Invoke-VNetPlan", "Invoke-VNetPlan (Import-VNetPlan ./p.json)",
        })
        {
            var run = _rehearsal.RunWell($"Connect-AzNetSession -Rehearsal; {command}");
            Assert.Equal(["Done", "Done"], run.Output.Select(o => $"{o.Properties["Outcome"].Value}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-WhatIf")]
    public void Drift_is_told_by_member_before_anything_is_written(string option)
    {
        _rehearsal.RunWell($"{Peer}; $null = New-VNetPeering vnet-spoke-data vnet-spoke-web -AllowForwardedTraffic -Name mine");
        _rehearsal.ForgetRequests();

        var run = _rehearsal.Run($"Import-VNetPlan ./p.json | Invoke-VNetPlan {option}");

        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Errors);
        Assert.All(run.Errors, e =>
        {
            Assert.StartsWith("PlanDrifted,", e.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("Nothing was written", e.ToString(), StringComparison.Ordinal);
            Assert.Contains("Invoke-VNetPlan -Replan", e.ToString(), StringComparison.Ordinal);
            Assert.Contains("New-VNetPeering -RemoteVNet '/subscriptions/", e.ToString(), StringComparison.Ordinal);
            Assert.NotNull(e.TargetObject);
        });
        Assert.DoesNotContain(run.Host, l => l.StartsWith("What if", StringComparison.Ordinal));
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void A_plan_that_is_made_again_is_checked_for_rights_again()
    {
        _rehearsal.RunWell("""
            New-HubSpokePeering vnet-spoke-data vnet-spoke-web -AllowForwardedTraffic -PlanOnly | Export-VNetPlan ./h.json
            $null = New-VNetPeering vnet-spoke-web vnet-spoke-data
            $lock = [AzNetHelper.Simulation.ManagementLock]::new([AzNetHelper.Simulation.SampleEstate]::SpokeWeb, 'ReadOnly')
            $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Locks = [Collections.Immutable.ImmutableArray]::Create($lock) }
            """);
        _rehearsal.ForgetRequests();

        var run = _rehearsal.Run("Invoke-VNetPlan -Path ./h.json -Replan -Force");

        Assert.Contains(run.Warnings, w => w.Contains("is not as the plan found it", StringComparison.Ordinal));
        Assert.NotEmpty(run.Errors);
        Assert.All(run.Errors, e => Assert.StartsWith("ScopeLocked,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(_rehearsal.Writes);
        Assert.Empty(_rehearsal.RunWell("Invoke-VNetPlan -Path ./h.json -Replan -PlanOnly").Errors);
    }

    [Fact]
    public void Replan_makes_it_again_asks_and_applies()
    {
        _rehearsal.RunWell("New-HubSpokePeering vnet-spoke-data vnet-spoke-web -AllowForwardedTraffic -PlanOnly | Export-VNetPlan ./h.json");
        _rehearsal.RunWell("$null = New-VNetPeering vnet-spoke-web vnet-spoke-data");
        _rehearsal.ForgetRequests();
        Assert.NotEmpty(_rehearsal.Run("Invoke-VNetPlan -Path ./h.json").Errors);

        Assert.Single(_rehearsal.RunWell("Invoke-VNetPlan -Path ./h.json -Replan -PlanOnly").Output);
        var unasked = _rehearsal.Engine.RunStrict("Invoke-VNetPlan -Path ./h.json -Replan");
        Assert.Equal("ConfirmationRequired", unasked.TerminatingId);
        Assert.Empty(_rehearsal.Writes);

        _rehearsal.Engine.Host.WillAnswer("N");
        Assert.Empty(_rehearsal.Run("Invoke-VNetPlan -Path ./h.json -Replan").Output);
        Assert.Empty(_rehearsal.Writes);
        Assert.Contains("was made again", _rehearsal.Engine.Host.Questions[^1], StringComparison.Ordinal);

        _rehearsal.Engine.Host.WillAnswer("Y", "Y", "Y");
        var run = _rehearsal.Run("Invoke-VNetPlan -Path ./h.json -Replan");
        Assert.Empty(run.Errors);
        Assert.Contains(run.Warnings, w => w.Contains("is not as the plan found it", StringComparison.Ordinal));
        Assert.Contains("Done", run.Output.Select(o => $"{o.Properties["Outcome"].Value}"));
        Assert.NotEmpty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("New-VNetPeering vnet-spoke-data vnet-spoke-web -AllowForwardedTraffic -Name a -RemoteName b")]
    [InlineData("New-VNetPeering vnet-spoke-app vnet-hub -UseRemoteGateways -AllowForwardedTraffic:$false")]
    [InlineData("New-VNetPeering vnet-hub vnet-spoke-app, vnet-spoke-data -AllowGatewayTransit -RemoteAllowForwardedTraffic")]
    [InlineData("New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data -UseHubGateway:$false -AllowForwardedTrafficToHub -SpokePeeringNameFormat 'to-{remote}'")]
    [InlineData("New-HubSpokePeering vnet-hub vnet-spoke-data -NetworkManager nm-contoso -NetworkGroup g -ConfigurationName c -DirectConnectivity -GlobalMesh -UseHubGateway:$false")]
    [InlineData("Remove-VNetPeering vnet-dev vnet-test")]
    [InlineData("Remove-HubSpokePeering vnet-dev vnet-test -AllowLoss")]
    [InlineData("Repair-VNetPeering vnet-test")]
    [InlineData("Set-HubSpokeRoute vnet-dev vnet-test -NextHop 10.20.0.4 -AddressPrefix 10.0.0.0/8, 192.168.0.0/16")]
    [InlineData("New-VNetServiceSubnet AksNodes vnet-dev -Name snet-aks -Scale @{ Nodes = 20; MaxPods = 30 } -DefaultOutboundAccess $true")]
    [InlineData("New-VNetServiceSubnet AppService vnet-spoke-app -Prefix 10.40.0.0/26 -ExtendAddressSpace -RouteTable rt-app -DefaultOutboundAccess $false")]
    [InlineData("New-VpnGateway vnet-dev vpngw-dev -Sku VpnGw2AZ -Generation 1 -ActiveActive -Asn 65010 -BgpPeeringAddress 169.254.21.2, 169.254.22.2 -PublicIpAddress one, two -Zone 1 -GatewaySubnetPrefix 10.20.9.0/26 -Location westeurope -Tag @{ owner = 'net'; cost = '7' }")]
    [InlineData("Remove-VpnGateway vpngw-hub -KeepPublicIpAddress -AllowLoss")]
    [InlineData("New-ExpressRouteGateway vnet-dev ergw-dev -Sku ErGwScale -MinScaleUnit 2 -MaxScaleUnit 4 -AllowRemoteVNetTraffic -Location westeurope -Tag @{ owner = 'net' }")]
    [InlineData("New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Family Unlimited -Location northeurope -Tag @{ owner = 'net'; cost = '7' }")]
    [InlineData("Grant-VNetServiceAccess kv-contoso, sb-contoso vnet-spoke-data/snet-data -EnsureEndpoint -DenyOthers -KeepIp 203.0.113.77, 203.0.113.128/25 -Force")]
    [InlineData("Revoke-VNetServiceAccess kv-contoso vnet-spoke-data/snet-data -AllowOthers -RemoveEndpoint")]
    [InlineData("Revoke-VNetServiceAccess kv-contoso -AllowOthers")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -AuthenticationType AAD -AadTenant 6e1c1a4e-0000-4000-8000-000000000001 -Protocol OpenVPN -CustomRoute @() -RemoveRoot a, b -Force")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -RootCertificate (New-P2SCertificateSet 'Contoso root' alice -Path ./set -Format Pem -Force) -CustomRoute 192.168.1.0/24")]
    [InlineData("Set-P2SConfiguration vpngw-hub -AddressPool 172.30.0.0/24 -AuthenticationType Radius -RadiusServer 10.0.2.4, 10.0.2.5 -RadiusServerScore 9, 7")]
    [InlineData("Get-VNetPeering vnet-lab | Repair-VNetPeering -UseLentGateway")]
    [InlineData("Set-VNetAddressSpace vnet-dev -Add 10.30.0.0/16 -AllowUnsynced")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10, vpn.contoso.com -DeviceAsn 65050 -BgpPeerAddress 192.168.9.1, 192.168.9.2 -Tag @{ owner = 'net' } -DpdTimeout 30")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -UsePolicyBasedTrafficSelectors -TrafficSelector '10.0.0.0/16=192.168.0.0/16' -ConnectionMode ResponderOnly")]
    [InlineData("New-SiteToSiteConnection vpngw-hub 203.0.113.10 192.168.0.0/16 -Force | Remove-VpnGatewayConnection -KeepLocalNetworkGateway")]
    public void Every_command_is_told_so_that_it_makes_the_same_plan_again(string command)
    {
        _rehearsal.RunWell($"$global:one = {command} -PlanOnly; $one | Export-VNetPlan ./one.json");
        var again = _rehearsal.RunWell("$one.Origins | ForEach-Object { & ([scriptblock]::Create(\"$($_.CommandLine) -PlanOnly\")) } | Export-VNetPlan ./two.json");

        Assert.Empty(again.Output);
        Assert.Equal(Changes("one.json"), Changes("two.json"));
    }

    [Fact]
    public void A_file_that_is_no_plan_applies_nothing_of_the_others()
    {
        _rehearsal.RunWell(Peer);
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "x.json"), "{ no json");

        var run = _rehearsal.Run("Invoke-VNetPlan -Path ./p.json, ./x.json -Force");

        Assert.StartsWith("InvalidPlan,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.StartsWith("FileNotFound,", Assert.Single(_rehearsal.Run("Invoke-VNetPlan -Path ./p.json, ./none.json").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void An_export_never_replaces_a_file_unless_told()
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "p.json"), "mine");
        Assert.StartsWith("FileExists,", Assert.Single(_rehearsal.Run(Peer).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _rehearsal.RunWell($"{Peer} -Force -WhatIf");
        Assert.Equal("mine", Read("p.json"));
        Assert.Equal([Path.Combine(_rehearsal.Folder, "p.json")], _rehearsal.RunWell($"{Peer} -Force -PassThru").Texts);
        Assert.Single(Directory.GetFiles(_rehearsal.Folder));
    }

    [Fact]
    public void A_slot_is_asked_for_before_any_write_and_filled_in_the_write_alone()
    {
        _rehearsal.RunWell("New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly | Export-VNetPlan ./p.json");
        const string gateway = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/new";
        var text = Read("p.json");
        var change = $$"""
            "changes": [
                { "key": "secret", "kind": "Create", "resource": "{{gateway}}", "summary": "Create with a secret",
                  "after": { "properties": { "addressPrefix": "secret:{{gateway}}#/properties/addressPrefix" } } },
            """;
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "s.json"), text.Replace("\"changes\": [", change, StringComparison.Ordinal));

        var run = _rehearsal.Run("Invoke-VNetPlan -Path ./s.json -Force");
        Assert.StartsWith("SecretNeeded,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("SecretUnknown,", _rehearsal.Run("Invoke-VNetPlan -Path ./s.json -Secret @{ x = [securestring]::new() }").Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("SecretNotSecure", _rehearsal.Engine.RunStrict("Invoke-VNetPlan -Path ./s.json -Secret @{ x = 'y' }").TerminatingId);
        Assert.Empty(_rehearsal.Writes);

        var filled = _rehearsal.Run("""
            $secure = [System.Net.NetworkCredential]::new('', '10.0.77.0/24').SecurePassword
            Invoke-VNetPlan -Path ./s.json -Force -Secret @{ 'new/addressPrefix' = $secure } -Verbose -Debug
            """);
        Assert.Empty(filled.Errors);
        Assert.Equal(3, filled.Output.Count);
        Assert.DoesNotContain("10.0.77.0", string.Join('\n', filled.Output.Select(o => $"{o} {o.Properties["Change"].Value}")), StringComparison.Ordinal);
        Assert.Equal(["10.0.77.0/24"], _rehearsal.RunWell("((Get-VNetTopology -Name vnet-hub).VirtualNetworks[0].Subnets | Where-Object Name -eq new).Prefixes").Texts);
    }

    [Fact]
    public void A_plan_is_shown_whole()
    {
        var before = _rehearsal.Engine.Host.Lines.Count;
        _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-legacy -UseHubGateway -PlanOnly | Out-Host");
        var shown = string.Join('\n', _rehearsal.Engine.Host.Lines.Skip(before));

        foreach (var part in new[] { "Peer hub vnet-hub with 2 spokes", "Create", "Problem", "[", "It cannot be applied" })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_rehearsal.Folder, file));

    private string Changes(string file) => System.Text.Json.Nodes.JsonNode.Parse(Read(file))!["changes"]!.ToJsonString();
}
