using System.Management.Automation;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// Every changing cmdlet under exactly the actions that the table lists, and without each of them. A later cmdlet joins by a
/// line in <see cref="Cmdlets"/>.
/// </summary>
public sealed class RightsTests : IDisposable
{
    private const string ReadNetwork = "Microsoft.Network/virtualNetworks/read";
    private const string ReadGateway = "Microsoft.Network/virtualNetworkGateways/read";

    private const string ReadCircuit = "Microsoft.Network/expressRouteCircuits/read";

    private const string Platform = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Workload = "aaaaaaaa-0000-4000-8000-000000000002";

    private readonly Engine _engine = new();

    public RightsTests() => Well("""
        function Reset-Estate { $global:simulation = (Connect-AzNetSession -Rehearsal -PassThru).Simulation }
        Reset-Estate
        $net = [AzNetHelper.Simulation.SampleEstate]
        $hub, $app, $data, $lab, $test, $dev = "$($net::Hub)", "$($net::SpokeApp)", "$($net::SpokeData)", "$($net::Lab)", "$($net::Test)", "$($net::Dev)"
        $gateway = "$($net::Gateway)"
        function Grant([string[]]$Rights) {
            $roles = [Collections.Immutable.ImmutableArray[AzNetHelper.Simulation.RoleGrant]]::Empty
            foreach ($right in $Rights) {
                $action, $scope = $right.Split('|')
                $actions = [Collections.Immutable.ImmutableArray[string]]::Empty.Add($action)
                $roles = $roles.Add([AzNetHelper.Simulation.RoleGrant]::new([AzNetHelper.Arm.ResourceId]::Parse($scope), $actions))
            }
            $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Roles = $roles }
            $simulation.Log.Clear()
        }
        function Get-Required($Plan) {
            foreach ($right in [AzNetHelper.Rights.RequiredRights]::Of($Plan, (Get-VNetTopology))) { "$($right.Action)|$($right.Scope)" }
        }
        function Get-CheckRight {
            foreach ($action in 'permissions', 'locks') { foreach ($subscription in $net::PlatformSubscription, $net::WorkloadSubscription) {
                "Microsoft.Authorization/$action/read|/subscriptions/$subscription"
            } }
        }
        """);

    // A VNet that grew, and whose neighbour could not be synced.
    private const string MakeStale = """
        $simulation.Faults.Add('PUT', '*/virtualNetworkPeerings/*', [AzNetHelper.Simulation.Fault+Answers]::new(400, 'Refused', 'Not now.'), 0)
        Set-VNetAddressSpace $dev -Add 10.199.0.0/16 -Force -ErrorAction Ignore | Out-Null
        $simulation.Faults.Clear()
        """;

    private const string MakeSite = "New-SiteToSiteConnection \"$($net::Gateway)\" 203.0.113.10 192.168.0.0/16 -Name office -Force | Out-Null";

    // A table that is made is nothing on which anybody can have a role: one that is there is extended.
    private const string MakeTable = "Set-HubSpokeRoute $dev $test -NextHop 10.20.0.4 -AddressPrefix 192.168.0.0/16 -Force | Out-Null";

    private const string MakeClients = """
        Set-P2SConfiguration "$($net::Gateway)" -AddressPool 172.30.0.0/24 -AuthenticationType Radius -RadiusServer 10.0.2.4 -RadiusSecret (
            [System.Net.NetworkCredential]::new('', 'hush').SecurePassword) | Out-Null
        """;

    private const string MakeGateway = """
        New-VpnGateway $dev vpngw-dev -Sku VpnGw1AZ -Asn 65010 -Force | Out-Null
        $gw1, $gw2 = "$($net::Gateway)", $dev.Replace('virtualNetworks/vnet-dev', 'virtualNetworkGateways/vpngw-dev')
        """;

    private const string MakeTunnel = MakeGateway + """

        $tunnel = "$((New-VNetToVNetConnection $gw1 $gw2).Connection1Id)"
        """;

    private const string MakeCircuit = """
        $circuit = "$((New-ExpressRouteCircuit er-berlin rg-hub -Provider Colt -PeeringLocation Berlin -BandwidthInMbps 200 -Sku Standard -Force).Id)"
        """;

    // A gateway with clients, one of which is shut out.
    private const string MakeRevoked = """
        $folder = [IO.Directory]::CreateTempSubdirectory('aznet').FullName
        $null = New-P2SCertificateSet r a -Path $folder -Format Pem | Set-P2SConfiguration $gateway -AddressPool 172.30.201.0/24 -Force
        $null = Revoke-P2SClientCertificate $gateway -Thumbprint ('CD' * 20) -Force
        [IO.Directory]::Delete($folder, $true)
        """;

    // What is asked for on a resource that a write refers to.
    private static readonly string[] s_links = ["/peer/action", "/join/action", "/joinViaServiceEndpoint/action"];

    // Name in the table, what comes before, the command.
    private static readonly (string Cmdlet, string Before, string Command)[] s_cmdlets =
    [
        ("New-HubSpokePeering", "", "New-HubSpokePeering $hub $app, $data"),
        ("New-HubSpokePeering", "", "New-HubSpokePeering $hub $app, $data -UseHubGateway"),
        ("New-VNetPeering", "", "New-VNetPeering $lab $app"),
        ("New-VNetPeering", "", "New-VNetPeering $app $hub -UseRemoteGateways"),
        ("Remove-VNetPeering", "", "Remove-VNetPeering $dev $test"),
        ("Remove-HubSpokePeering", "", "Remove-HubSpokePeering $dev $test"),
        ("New-VpnGateway", "", "New-VpnGateway $hub vpngw-hub -Sku VpnGw2AZ"),
        ("Remove-VpnGateway", "", "Remove-VpnGateway $gateway"),
        ("New-ExpressRouteGateway", "New-ExpressRouteGateway $dev ergw-dev -Sku ErGw1Az -Force | Out-Null", "New-ExpressRouteGateway $dev ergw-dev -Sku ErGw2Az"),
        ("New-ExpressRoutePrivatePeering", MakeCircuit, "New-ExpressRoutePrivatePeering $circuit -PeerAsn 65010 -VlanId 200 -From 172.31.255.0/29"),
        ("Remove-ExpressRouteCircuit", MakeCircuit, "Remove-ExpressRouteCircuit $circuit"),
        ("Revoke-P2SClientCertificate", MakeRevoked, "Revoke-P2SClientCertificate $gateway -Thumbprint ('AB' * 20)"),
        ("Restore-P2SClientCertificate", MakeRevoked, "Restore-P2SClientCertificate $gateway -Thumbprint ('CD' * 20)"),
        ("Set-P2SConfiguration", "", "Set-P2SConfiguration $gateway -AddressPool 172.30.0.0/24 -AuthenticationType AAD -AadTenant 6e1c1a4e-0000-4000-8000-000000000001"),
        ("Enable-VNetServiceEndpoint", "", "Enable-VNetServiceEndpoint $dev/subnets/snet-dev Storage"),
        ("Disable-VNetServiceEndpoint", "Enable-VNetServiceEndpoint $dev/subnets/snet-dev Storage -Force | Out-Null", "Disable-VNetServiceEndpoint $dev/subnets/snet-dev Storage"),
        ("Set-P2SConfiguration", MakeClients, "Set-P2SConfiguration $gateway -CustomRoute 192.168.1.0/24"),
        ("Grant-VNetServiceAccess", "", "Grant-VNetServiceAccess \"$($net::Vault)\" \"$data/subnets/snet-data\" -EnsureEndpoint"),
        ("New-HubSpokePeering", "$plan = New-HubSpokePeering $hub $app -UseHubGateway -PlanOnly", "Invoke-VNetPlan $plan"),
        ("Remove-VNetPeering", "$plan = Remove-VNetPeering $dev $test -PlanOnly", "Invoke-VNetPlan $plan"),
    ];

    public static TheoryData<string, string, string> Cmdlets => [.. s_cmdlets];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Exactly_the_listed_actions_are_enough_and_none_can_be_left_out(string cmdlet, string before, string command)
    {
        var required = Well($"Reset-Estate; {before}\nGet-Required ({command} -PlanOnly)").Texts;
        var listed = Well($"([AzNetHelper.Rights.CmdletRights]::All | Where-Object Cmdlet -eq {cmdlet}).Rights.Action").Texts;
        var optional = Optional(cmdlet);
        Assert.NotEmpty(required);
        Assert.Empty(required.Select(Action).Except(listed));

        // Nothing is written without one of them, so one estate does for all.
        foreach (var missing in required)
        {
            var run = Run(string.Empty, command, required.Where(r => r != missing), withCheck: true);
            Assert.Null(run.Ended);
            if (Action(missing) == ReadCircuit)
            {
                // Nothing can be planned about a circuit that was not read: the service's own words name action and scope.
                Assert.Contains(run.Errors, e => e.ToString().Contains($"'{ReadCircuit}' over scope '{Scope(missing)}'", StringComparison.OrdinalIgnoreCase));
                Assert.Empty(Requests("Writes"));
                continue;
            }

            var error = Assert.Single(run.Errors, e => Id(e) == "MissingPermission");
            Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
            Assert.Contains($"'{Action(missing)}' on {Scope(missing)}", error.ToString(), StringComparison.Ordinal);
            Assert.Contains("'simulation@contoso.example'", error.ToString(), StringComparison.Ordinal);
            Assert.Empty(Requests("Writes"));
        }

        var exact = Run(string.Empty, command, required, withCheck: true);
        Assert.Empty(exact.Errors);
        Assert.DoesNotContain(exact.Warnings, w => !IsUnusedGateway(w, required) && !Names(w, optional));
        Assert.NotEmpty(Requests("Writes"));
        Assert.DoesNotContain(Refused(), r => !r.Contains("/virtualNetworkGateways/", StringComparison.Ordinal)
            && !(r.Contains("/publicIPAddresses/", StringComparison.Ordinal) && optional.Contains("Microsoft.Network/publicIPAddresses/read"))
            && required.Any(q => r.Contains(Scope(q), StringComparison.OrdinalIgnoreCase)));

        // With all that is listed nothing is refused and nothing is left to say.
        var whole = Run($"Reset-Estate; {before}", command, required.Concat(Everywhere(listed.Except(required.Select(Action)).Concat(optional))), withCheck: true);
        Assert.Empty(whole.Errors);
        Assert.Empty(whole.Warnings);
        Assert.NotEmpty(Requests("Writes"));
        Assert.Empty(Refused());
    }

    // These do what they can for the pairs that they may see, and name the others: exactly the listed actions are enough, and
    // without one of them it is told on which network.
    [Theory]
    [InlineData("Repair-VNetPeering", "", "Repair-VNetPeering $lab")]
    [InlineData("Set-VNetAddressSpace", "", "Set-VNetAddressSpace $dev -Add 10.199.0.0/16")]
    [InlineData("Sync-VNetPeering", MakeStale, "Sync-VNetPeering $dev")]
    [InlineData("Set-HubSpokeRoute", MakeTable, "Set-HubSpokeRoute $dev $test -NextHop 10.20.0.4 -AddressPrefix 10.0.0.0/8")]
    [InlineData("New-SiteToSiteConnection", MakeSite, "New-SiteToSiteConnection \"$($net::Gateway)\" 203.0.113.10 172.16.0.0/16 -Name office -DpdTimeout 30")]
    [InlineData("Remove-VpnGatewayConnection", MakeSite,
        "Remove-VpnGatewayConnection \"/subscriptions/$($net::PlatformSubscription)/resourceGroups/rg-hub/providers/Microsoft.Network/connections/vpngw-hub-to-office\"")]
    public void What_looks_after_many_pairs_tells_what_it_may_not_do(string cmdlet, string before, string command)
    {
        var required = Well($"Reset-Estate; {before}\nGet-Required ({command} -PlanOnly)").Texts;
        var listed = Well($"([AzNetHelper.Rights.CmdletRights]::All | Where-Object Cmdlet -eq {cmdlet}).Rights.Action").Texts;
        Assert.NotEmpty(required);
        Assert.Empty(required.Select(Action).Except(listed));
        foreach (var missing in required)
        {
            var run = Run($"Reset-Estate; {before}", command, required.Where(r => r != missing), withCheck: true);
            Assert.Null(run.Ended);
            var told = run.Errors.Select(e => e.ToString()).Concat(run.Warnings)
                .Concat(run.Output.Select(o => $"{o.Properties["Error"]?.Value}")).ToList();
            var network = Scope(missing).Split('/')[8];
            Assert.True(told.Any(t => t.Contains(network, StringComparison.OrdinalIgnoreCase)), $"{missing}: {string.Join(" | ", told)}");
        }

        var exact = Run($"Reset-Estate; {before}", command, required, withCheck: true);
        Assert.Empty(exact.Errors);
        Assert.NotEmpty(Requests("Writes"));
    }

    // What is connected already is found by lists, so these need their rights on the groups, not on a connection.
    [Theory]
    [InlineData("New-VNetToVNetConnection", MakeGateway, "New-VNetToVNetConnection $gw1 $gw2", "Microsoft.Network/connections/write")]
    [InlineData("Reset-VpnSharedKey", MakeTunnel, "Reset-VpnSharedKey $tunnel", "Microsoft.Network/connections/sharedKey/write")]
    public void With_the_listed_actions_tunnels_are_made_and_without_the_writing_one_nothing_is_written(
        string cmdlet, string before, string command, string writing)
    {
        var listed = Well($"Reset-Estate; ([AzNetHelper.Rights.CmdletRights]::All | Where-Object Cmdlet -eq {cmdlet}).Rights.Action").Texts;

        var whole = Run($"Reset-Estate; {before}", command, Everywhere(listed), withCheck: true);
        Assert.Empty(whole.Errors);
        Assert.Empty(whole.Warnings);
        Assert.Equal(2, Requests("Writes").Count(w => !w.Contains("getBgp", StringComparison.Ordinal)));
        Assert.Empty(Refused());

        var none = Run($"Reset-Estate; {before}", command, Everywhere(listed.Where(l => l != writing)), withCheck: true);
        Assert.All(none.Errors, e => Assert.Equal("MissingPermission", Id(e)));
        Assert.Equal(2, none.Errors.Count);
        Assert.Empty(Requests("Writes"));
    }

    // A subnet that is made is nothing on which anybody can have a role, so the rights are on the network.
    [Fact]
    public void With_the_listed_actions_a_subnet_is_made_and_without_the_writing_one_nothing_is_written()
    {
        const string Command = "New-VNetServiceSubnet AppService $dev -Prefix 10.40.0.0/26 -ExtendAddressSpace";
        var listed = Well("Reset-Estate; ([AzNetHelper.Rights.CmdletRights]::All | Where-Object Cmdlet -eq New-VNetServiceSubnet).Rights.Action").Texts;

        var none = Run("Reset-Estate", Command, Everywhere(listed.Where(l => l != "Microsoft.Network/virtualNetworks/subnets/write")), withCheck: true);
        Assert.Equal("MissingPermission", Id(Assert.Single(none.Errors)));
        Assert.Empty(Requests("Writes"));

        var whole = Run("Reset-Estate", Command, Everywhere(listed), withCheck: true);
        Assert.Empty(whole.Errors);
        Assert.Empty(whole.Warnings);
        Assert.Equal(3, Requests("Writes").Count);
        Assert.Empty(Refused());
    }

    [Fact]
    public void The_role_of_the_tester_of_circuits_leaves_nothing_unknown()
    {
        var actions = Well("Reset-Estate; ([AzNetHelper.Rights.JobRole]::All | Where-Object Name -like '*ExpressRoute Tester').Actions").Texts;
        Assert.Equal(["Healthy"], Asked(actions));

        // The name of each is needed by one of Microsoft's two lists alone.
        Assert.Equal(["Healthy"], Asked(actions.Where(a => !a.Contains("able", StringComparison.Ordinal) || a.EndsWith("/read", StringComparison.Ordinal))));
        Assert.Equal(["Unknown ArpUnknownPrimary ArpUnknownSecondary"], Asked(actions.Where(a => !a.Contains("arpTables", StringComparison.Ordinal))));

        IReadOnlyList<string> Asked(IEnumerable<string> allowed) => Well($$"""
            Reset-Estate; Grant @({{string.Join(", ", Everywhere(allowed).Select(a => $"'{a}'"))}})
            $v = Test-ExpressRouteCircuit er-contoso; "$($v.Health) $($v.Unknowns.Id)".Trim()
            """).Texts;
    }

    [Fact]
    public void The_role_of_the_surveyor_reads_subnets_and_what_is_told_of_them()
    {
        var actions = Well("Reset-Estate; ([AzNetHelper.Rights.JobRole]::All | Where-Object Name -like '*Surveyor').Actions").Texts;
        foreach (var command in new[] { "Get-VNetDeployedResource", "Get-VNetDeployedResource $hub", "Test-VNetServicePlacement AppService \"$dev/subnets/snet-dev\"" })
        {
            Assert.Empty(Asked(command, actions).Warnings);
            Assert.Empty(Refused());
        }

        // Without what is told, it is counted.
        var counted = Asked("Get-VNetDeployedResource $hub", actions.Where(a => !a.EndsWith("/usages/read", StringComparison.Ordinal)));
        Assert.All(counted.Output, o => Assert.Equal("Counted", $"{o.Properties["Source"].Value}"));

        RunResult Asked(string command, IEnumerable<string> allowed) =>
            Well($"Reset-Estate; Grant @({string.Join(", ", Everywhere(allowed).Select(a => $"'{a}'"))}); {command}");
    }

    // The sample has no sites and no Route Servers; what is asked of those is tested over the adapter.
    [Theory]
    [InlineData("New-HubSpokePeering", "", "New-HubSpokePeering $hub $app -UseHubGateway", "getLearnedRoutes/action", "connections/read")]
    [InlineData("New-VNetPeering", "", "New-VNetPeering $app $hub -UseRemoteGateways", "getLearnedRoutes/action", "connections/read")]
    [InlineData("New-VNetPeering", "", "New-VNetPeering $lab $app", "virtualNetworks/read")]
    [InlineData("Remove-VNetPeering", "New-HubSpokePeering $hub $app, $data -Force | Out-Null", "Remove-VNetPeering $hub $data",
        "virtualNetworks/read", "virtualNetworkGateways/read", "routeTables/read")]
    public void Without_an_optional_action_a_warning_names_it_and_the_work_is_done(
        string cmdlet, string before, string command, params string[] missed)
    {
        var required = Well($"Reset-Estate; {before}\nGet-Required ({command} -PlanOnly)").Texts;
        var optional = Optional(cmdlet);
        foreach (var left in optional)
        {
            var run = Run($"Reset-Estate; {before}", command, required.Concat(Everywhere(optional.Where(o => o != left))), withCheck: true);
            Assert.Empty(run.Errors);
            Assert.NotEmpty(Requests("Writes"));
            Assert.Equal(missed.Any(m => left.EndsWith($"/{m}", StringComparison.Ordinal)), run.Warnings.Any(w => Names(w, [left])));
        }

        Assert.Equal(missed.Length, optional.Count(o => missed.Any(m => o.EndsWith($"/{m}", StringComparison.Ordinal))));
    }

    // Whoever may not read permissions is told by the service, where the service asks for the action at all.
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Without_the_check_the_service_names_action_and_scope(string cmdlet, string before, string command)
    {
        var required = Well($"Reset-Estate; {before}\nGet-Required ({command} -PlanOnly)").Texts;
        var optional = Optional(cmdlet);

        var reset = $"Reset-Estate; {before}";
        var exact = Run(reset, command, required, withCheck: false);
        Assert.Empty(exact.Errors);
        var warning = Assert.Single(exact.Warnings, w => !IsUnusedGateway(w, required) && !Names(w, optional));
        Assert.Contains("permissions and management locks", warning, StringComparison.Ordinal);

        foreach (var missing in required)
        {
            var run = Run(reset, command, required.Where(r => r != missing), withCheck: false);
            Assert.Null(run.Ended);
            var told = run.Errors.Select(e => e.ToString()).Concat(run.Warnings).Where(
                t => t.Contains($"'{Action(missing)}'", StringComparison.Ordinal) && t.Contains(Scope(missing), StringComparison.OrdinalIgnoreCase));
            if (command.StartsWith("Invoke", StringComparison.Ordinal)
                && Action(missing) is ReadNetwork or ReadGateway)
            {
                // The plan is made: of what it was made from only that is read again which its peerings begin to rest on.
                continue;
            }

            Assert.NotEmpty(told);

            // A gateway that cannot be read is left to Azure, as is a network that a pool of clients might meet; of a pair with one end
            // out of sight the other half is removed.
            Assert.True(run.Errors.Count > 0 || Action(missing) == ReadGateway
                || (Action(missing) == ReadNetwork && (command.StartsWith("Remove", StringComparison.Ordinal) || cmdlet == "Set-P2SConfiguration")), missing);
            Assert.Equal(s_links.Any(l => Action(missing).EndsWith(l, StringComparison.Ordinal)),
                run.Errors.Any(e => Id(e) == "LinkedAuthorizationFailed"));
        }
    }

    [Theory]
    [InlineData("ReadOnly", "$hub.Split('/')[0..2] -join '/'")]
    [InlineData("ReadOnly", "$hub.Split('/')[0..4] -join '/'")]
    [InlineData("ReadOnly", "$hub")]
    [InlineData("CanNotDelete", "$dev.Split('/')[0..2] -join '/'")]
    [InlineData("CanNotDelete", "$dev.Split('/')[0..4] -join '/'")]
    [InlineData("CanNotDelete", "$dev")]
    public void A_lock_is_found_before_the_first_write(string level, string scope)
    {
        var command = level == "ReadOnly" ? "New-HubSpokePeering $hub $data" : "Remove-VNetPeering $dev $test";
        Well($$"""
            Reset-Estate
            $scope = {{scope}}
            $plan = {{command}} -PlanOnly
            $file = [IO.Path]::GetTempFileName()
            $plan | Export-VNetPlan $file -Force
            $lock = [AzNetHelper.Simulation.ManagementLock]::new([AzNetHelper.Arm.ResourceId]::Parse($scope), [AzNetHelper.Simulation.LockLevel]::{{level}})
            $lock.Name = 'keep-this'
            $simulation.Guards = [AzNetHelper.Simulation.GuardRules]@{ Locks = [Collections.Immutable.ImmutableArray]::Create($lock) }
            $simulation.Log.Clear()
            """);
        var where = _engine.Run("$scope").Texts[0];
        foreach (var run in new[]
        {
            $"{command} -Force", $"{command} -WhatIf", "Invoke-VNetPlan $plan -Force", "Invoke-VNetPlan $plan -WhatIf",
            "Invoke-VNetPlan -Path $file -Force", "Invoke-VNetPlan -Path $file -Replan -WhatIf", "Import-VNetPlan $file | Invoke-VNetPlan -Force",
        })
        {
            var result = _engine.Run(run);
            Assert.Null(result.Ended);
            Assert.NotEmpty(result.Errors);
            Assert.All(result.Errors, e =>
            {
                Assert.Equal(("ScopeLocked", ErrorCategory.ResourceBusy), (Id(e), e.CategoryInfo.Category));
                Assert.Contains($"'keep-this' ({level}) on {where} ", e.ToString(), StringComparison.Ordinal);
            });
            Assert.Empty(Requests("Writes"));
        }

        // Who only plans is not asked.
        Assert.Empty(Well($"{command} -PlanOnly").Warnings);
        Assert.Empty(Well("Invoke-VNetPlan -Path $file -Replan -PlanOnly; [IO.File]::Delete($file)").Warnings);
        Assert.Empty(level == "CanNotDelete" ? Well("New-HubSpokePeering $hub $data -Force").Errors : []);
    }

    [Fact]
    public void The_reader_role_reads_everything_and_each_of_its_actions_counts()
    {
        string[] commands =
        [
            "Get-VNetTopology", "Get-VNetPeering", "Test-VNetTransitivity $app $hub", "Test-VNetAddressSpace $hub", "Find-VNetAddressSpace 24 -For $hub",
            "Get-VNetConnectivityOption $app $hub", "Get-VNetTopology -IncludeCircuitRoute",
            "Test-VNetTopology -RuleId PeeringOneSided, VpnSkuRetired, PublicAddressBasic, SameAsn, CircuitNotProvisioned, GatewaySubnetDefaultRoute",
        ];
        var actions = Well($"Reset-Estate; {Ways}; ([AzNetHelper.Rights.JobRole]::All | Where-Object Name -like '*Reader').Actions").Texts;
        var whole = Documents(actions);
        Assert.All(commands, c => Assert.Empty(Well(c).Warnings));

        // Of two names for one right the service asks for one.
        string[] routes = [.. actions.Where(a => a.Contains("/routeTables/", StringComparison.OrdinalIgnoreCase) && a.Contains("Circuits", StringComparison.Ordinal))];
        Assert.Equal(2, routes.Length);
        Assert.Single(routes, left => Documents(actions.Where(a => a != left)) < whole);
        Assert.True(Documents(actions.Except(routes)) < whole);

        // Who is in network groups, and whether that may be read, is asked where VNets are too many to be asked one by one:
        // without either right each of them is.
        string[] groups = ["Microsoft.Network/networkGroupMemberships/read", "Microsoft.Authorization/permissions/read"];
        Well(Many);
        Assert.InRange(Questions(actions), 1, 10);
        Assert.All(groups, left => Assert.InRange(Questions(actions.Where(a => a != left)), 101, int.MaxValue));
        Well($"Reset-Estate; {Ways}");
        Assert.All(actions.Except([.. routes, .. groups]), left => Assert.True(Documents(actions.Where(a => a != left)) < whole, left));
        Assert.Equal(whole, Count("$simulation.Guards = [AzNetHelper.Simulation.GuardRules]::new(); Get-VNetTopology -IncludeCircuitRoute"));

        int Documents(IEnumerable<string> allowed) => Count($"{Granted(allowed)}; Get-VNetTopology -IncludeCircuitRoute");

        int Questions(IEnumerable<string> allowed)
        {
            Well($"{Granted(allowed)}; Get-VNetTopology | Out-Null");
            return Requests("All").Count(r => r.Contains("/listNetworkManagerEffective", StringComparison.OrdinalIgnoreCase));
        }

        string Granted(IEnumerable<string> allowed) => $$"""
            Grant (@({{string.Join(", ", allowed.Select(a => $"'{a}'"))}}) | ForEach-Object {
                "$_|/subscriptions/$($net::PlatformSubscription)"; "$_|/subscriptions/$($net::WorkloadSubscription)" })
            """;

        // A list that is refused is a gap.
        int Count(string script) => _engine.Run(script).Output[0] is var topology
            ? Items(topology, "Documents") + Items(topology, "Extras") - Items(topology, "Gaps")
            : 0;

        static int Items(PSObject topology, string name) =>
            ((System.Collections.IEnumerable)topology.Properties[name].Value).Cast<object>().Count();
    }

    // One resource of each type that packets pass.
    private const string Ways = """
        $at = "/subscriptions/$($net::PlatformSubscription)/resourceGroups/rg-hub/providers/Microsoft.Network"
        $ways = '[
          {"id":"@/connections/c","properties":{"connectionType":"IPsec","virtualNetworkGateway1":{"id":"@/virtualNetworkGateways/other"}}},
          {"id":"@/localNetworkGateways/l","properties":{"gatewayIpAddress":"203.0.113.9"}},
          {"id":"@/expressRouteCircuits/e","properties":{"peerings":[]}},
          {"id":"@/azureFirewalls/a","properties":{"ipConfigurations":[#]}},
          {"id":"@/loadBalancers/b","properties":{"frontendIPConfigurations":[#]}},
          {"id":"@/networkInterfaces/n","properties":{"enableIPForwarding":true,"ipConfigurations":[#]}},
          {"id":"@/virtualHubs/s","kind":"RouteServer","properties":{"sku":"Standard"}},
          {"id":"@/virtualHubs/w","properties":{"addressPrefix":"10.200.0.0/24"}},
          {"id":"@/virtualHubs/w/hubVirtualNetworkConnections/h","name":"h","properties":{"remoteVirtualNetwork":{"id":"APP"}}}
          ]'.Replace('#', '{"name":"f","properties":{"privateIPAddress":"10.9.9.9","subnet":{"id":"HUB/subnets/GatewaySubnet"}}}')
        $ways = $ways.Replace('@', $at).Replace('APP', $app).Replace('HUB', $hub)
        $file = [IO.Path]::GetTempFileName()
        [IO.File]::WriteAllText($file, $ways)
        $simulation.Load((Import-VNetTopology $file))
        [IO.File]::Delete($file)
        """;

    // More VNets than are asked one by one.
    private const string Many = """
        $file = [IO.Path]::GetTempFileName()
        [IO.File]::WriteAllText($file, '[' + ((1..101 | ForEach-Object {
            '{"id":"' + ($hub.Split('/')[0..4] -join '/') + '/providers/Microsoft.Network/virtualNetworks/many' + $_ + '",' +
            '"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.250.' + $_ + '.0/24"]}}}' }) -join ',') + ']')
        $simulation.Load((Import-VNetTopology $file))
        [IO.File]::Delete($file)
        """;

    private RunResult Run(string before, string command, IEnumerable<string> rights, bool withCheck)
    {
        var granted = string.Join(", ", rights.Select(r => $"'{r}'"));
        Well($"{before}\nGrant (@({granted}){(withCheck ? " + (Get-CheckRight)" : string.Empty)})");
        return _engine.Run($"{command} -Force");
    }

    private RunResult Well(string script)
    {
        var run = _engine.Run(script);
        Assert.True(run.Ended is null && run.Errors.Count == 0, $"{script}: {run.Ended} {string.Join('\n', run.Errors)}");
        return run;
    }

    private IReadOnlyList<string> Optional(string cmdlet) => Well(
        $"([AzNetHelper.Rights.CmdletRights]::All | Where-Object Cmdlet -eq {cmdlet}).Rights | Where-Object IsOptional | ForEach-Object Action").Texts;

    // On both subscriptions of the sample.
    private static IEnumerable<string> Everywhere(IEnumerable<string> actions) => actions.Distinct().SelectMany(a => new[]
    {
        $"{a}|/subscriptions/{Platform}", $"{a}|/subscriptions/{Workload}",
    });

    private static bool Names(string warning, IEnumerable<string> actions) =>
        actions.Any(a => warning.Contains($"'{a}'", StringComparison.Ordinal));

    private IEnumerable<string> Refused() => Requests("All").Where(r => r.EndsWith(" 403", StringComparison.Ordinal));

    private IReadOnlyList<string> Requests(string which) => _engine.Run($"$simulation.Log.{which} | ForEach-Object {{ \"$_\" }}").Texts;

    // The hub's gateway is looked at whatever is asked for.
    private static bool IsUnusedGateway(string warning, IEnumerable<string> required) =>
        warning.Contains($"'{ReadGateway}'", StringComparison.Ordinal) && !required.Any(r => Action(r) == ReadGateway);

    private static string Action(string right) => right.Split('|')[0];

    private static string Scope(string right) => right.Split('|')[1];

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
