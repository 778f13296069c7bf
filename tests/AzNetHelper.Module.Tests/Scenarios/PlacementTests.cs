using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Services and their subnets against the simulation of Azure, which lists its own delegations and counts addresses itself.</summary>
public sealed class PlacementTests : IDisposable
{
    // A security group and a route table of each region and subscription that is used.
    private const string Attachments = """
        $more = foreach ($type in 'networkSecurityGroups', 'routeTables', 'natGateways') {
            $id = "/subscriptions/$([AzNetHelper.Simulation.SampleEstate]::WorkloadSubscription)/resourceGroups/rg-dev/providers/Microsoft.Network/$type/my-$type"
            [AzNetHelper.Networks.ResourceDocument]::new([AzNetHelper.Arm.ResourceId]::Parse($id), [Text.Encoding]::UTF8.GetBytes(
                "{""id"":""$id"",""name"":""my-$type"",""location"":""$((Get-VNetTopology).VirtualNetworks.Where({ $_.Name -eq 'vnet-dev' }).Location)"",""properties"":{}}"))
        }
        $simulation.Load([AzNetHelper.Networks.Topology]::new([AzNetHelper.Networks.ResourceDocument[]]$more))
        $simulation.Log.Clear()
        """;

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Azure_takes_the_subnet_of_every_service_and_the_service_fits_into_it()
    {
        _rehearsal.RunWell(Attachments);
        var services = _rehearsal.RunWell(
            "(Get-VNetServiceRequirement | Where-Object { $_.Tenancy -ne 'Outside' -and (-not $_.Retirement) -and $_.Service -notin 'ExpressRouteGateway' }).Service").Texts;
        Assert.True(services.Count >= 28, $"{services.Count}");
        foreach (var service in services)
        {
            _rehearsal.Engine.Set("service", service);
            var run = _rehearsal.Run("""
                $need = Get-VNetServiceRequirement $service
                $more = @{}
                if ($need.SecurityGroup -eq 'Required') { $more.NetworkSecurityGroup = 'my-networkSecurityGroups' }
                if ($need.RouteTable -eq 'Required') { $more.RouteTable = 'my-routeTables' }
                $made = New-VNetServiceSubnet $service vnet-dev @more
                "$($made.Changed) $($made.Prefixes)"
                "$((New-VNetServiceSubnet $service vnet-dev @more).Changed)"
                "$(Test-VNetServicePlacement $service -Subnet $made -Quiet)"
                """);
            Assert.True(run.Errors.Count == 0 && run.Ended is null, $"{service}: {string.Join(' ', run.Errors)} {run.Ended}");
            Assert.StartsWith("True 10.", run.Texts[0], StringComparison.Ordinal);
            Assert.Equal(["False", "True"], run.Texts.Skip(1));
        }

        Assert.Equal(services.Count, _rehearsal.WritesTaken.Count);
    }

    [Fact]
    public void Everything_is_attached_in_one_write_and_read_back()
    {
        _rehearsal.RunWell(Attachments);
        var made = _rehearsal.RunWell("""
            $made = New-VNetServiceSubnet ContainerInstances vnet-dev -Name snet-aci -Scale 20 -NetworkSecurityGroup my-networkSecurityGroups -RouteTable rg-dev/my-routeTables `
                -NatGateway my-natGateways -DefaultOutboundAccess $false
            $made.NetworkSecurityGroup.Name, $made.RouteTable.Name, $made.NatGateway.Name, "$($made.DefaultOutboundAccess)", "$($made.Addresses)"
            """);
        Assert.Equal(["my-networkSecurityGroups", "my-routeTables", "my-natGateways", "False", "27"], made.Texts);
        Assert.Single(_rehearsal.Writes);
    }

    [Fact]
    public void A_full_network_grows_first_and_its_peerings_are_synced()
    {
        var full = _rehearsal.Run("New-VNetServiceSubnet AppServiceEnvironment vnet-dev -Prefix 10.44.0.0/24");
        Assert.Equal("PrefixOutside", full.Errors[0].FullyQualifiedErrorId.Split(',')[0]);
        var made = _rehearsal.RunWell("""
            $made = New-VNetServiceSubnet AppServiceEnvironment vnet-dev -Prefix 10.44.0.0/24 -ExtendAddressSpace
            "$($made.AddressSpace)", "$($made.Prefixes)"
            "$((Get-VNetPeering vnet-dev).IsInSync)"
            """);
        Assert.Equal(["10.20.0.0/16 10.44.0.0/24", "10.44.0.0/24", "True"], made.Texts);
        Assert.Equal(3, _rehearsal.WritesTaken.Count);
    }

    [Fact]
    public void What_a_service_leaves_in_a_subnet_is_told_and_keeps_others_out()
    {
        var told = _rehearsal.RunWell("""
            $made = New-VNetServiceSubnet AppService vnet-dev
            $links = [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.ServiceLink]::new('AppServiceLink', 'Microsoft.Web/serverFarms', $null))
            $simulation.SetServiceLinks($made.SubnetId, $links)
            (Get-VNetDeployedResource -Subnet $made).Resources | ForEach-Object { "$($_.Name) $($_.Type) $($_.By)" }
            (Test-VNetServicePlacement SqlManagedInstance $made).Reasons.Where({ $_.Blocks }).Id
            "$(Test-VNetServicePlacement AppService $made -Quiet)"
            """).Texts;
        Assert.Equal("AppServiceLink Microsoft.Web/serverFarms ServiceLink", told[0]);
        Assert.Contains("LinkOfOthers", told);
        Assert.Contains("DelegationForeign", told);
        Assert.Equal("True", told[^1]);
    }

    [Fact]
    public void A_fix_is_run_as_it_stands_and_makes_the_service_fit()
    {
        var told = _rehearsal.RunWell("""
            $made = New-VNetServiceSubnet ContainerApps vnet-dev
            $links = [Collections.Immutable.ImmutableArray]::Create([AzNetHelper.Simulation.ServiceLink]::new('link', 'Microsoft.App/environments', $null))
            $simulation.SetServiceLinks($made.SubnetId, $links)
            $again = New-VNetServiceSubnet ContainerApps vnet-dev -WarningVariable warned -WarningAction SilentlyContinue
            "$($again.Changed) $(@($warned.Where({ "$_" -match 'snet-container-apps-2' })).Count)"
            $taken = Test-VNetServicePlacement ContainerApps $made
            "$($taken.Reasons.Where({ $_.Blocks }).Id)"
            $other = & ([scriptblock]::Create($taken.Fix[0]))
            "$($other.Subnet) $(Test-VNetServicePlacement ContainerApps $other -Quiet)"
            """).Texts;
        Assert.Equal(["False 1", "AlreadyTaken", "snet-container-apps-2 True"], told);
    }

    [Fact]
    public void A_second_gateway_of_a_kind_does_not_fit_and_one_of_the_other_does()
    {
        var told = _rehearsal.RunWell("""
            'VpnGateway', 'ExpressRouteGateway' | ForEach-Object {
                "$((Test-VNetServicePlacement $_ vnet-hub/GatewaySubnet).Reasons.Where({ $_.Blocks }).Id)"
            }
            """).Texts;
        Assert.Equal(["AlreadyTaken", ""], told);
    }

    [Fact]
    public void A_delegation_is_chosen_and_completed()
    {
        var told = _rehearsal.RunWell("""
            (New-VNetServiceSubnet ApplicationGateway vnet-dev -Name agw -Delegation microsoft.network/applicationgateways).Delegations
            $line = 'New-VNetServiceSubnet -Service ApiManagementWorkspaceGateway -VNet vnet-dev -Delegation Microsoft.Web/h'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
            """).Texts;
        Assert.Equal(["Microsoft.Network/applicationGateways", "Microsoft.Web/hostingEnvironments"], told);
        Assert.Equal("DelegationInvalid", _rehearsal.Run(
            "New-VNetServiceSubnet Bastion vnet-dev -Delegation Microsoft.Web/serverFarms").Errors[0].FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void How_full_subnets_are_is_told_by_Azure_where_it_tells()
    {
        var told = _rehearsal.RunWell("""
            Get-VNetDeployedResource vnet-hub | ForEach-Object { "$($_.Subnet) $($_.Used)/$($_.Addresses) $($_.Source) $($_.Resources.Name)" }
            """).Texts;
        Assert.Contains("AzureFirewallSubnet 1/59 Azure afw-hub", told);

        // A GatewaySubnet tells nothing (arm-protocol 1.6).
        Assert.Contains("GatewaySubnet 1/27 Counted vpngw-hub", told);
        Assert.Contains(told, t => t.StartsWith("snet-shared 0/251 Azure", StringComparison.Ordinal));
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void Sizes_by_scale_come_as_numbers_hashtables_and_texts()
    {
        foreach (var scale in new[] { "40", "@{ Instances = 40 }", "'Instances=40'", "'40'", "40L" })
        {
            Assert.Equal(["/25"], _rehearsal.RunWell(
                $"(New-VNetServiceSubnet AppService vnet-dev -Scale {scale} -PlanOnly).Changes.Summary -replace '^.*(/\\d+)\\).*$', '$1'").Texts);
        }

        Assert.Equal("ScaleInvalid", _rehearsal.Run("Test-VNetServicePlacement AppService vnet-dev/snet-dev -Scale 1.5").Errors[0].FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("ServiceUnknown", _rehearsal.Run("Get-VNetServiceRequirement nothing").Errors[0].FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(2, _rehearsal.RunWell("Get-VNetServiceRequirement dnsresolver*").Output.Count);
    }
}
