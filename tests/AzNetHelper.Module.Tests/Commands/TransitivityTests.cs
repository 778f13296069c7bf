using System.Management.Automation;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Test-VNetTransitivity on the sample estate: what each way of asking says, and what it asks of Azure.</summary>
public sealed class TransitivityTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new(spokes: 0, withTestCmdlets: true);

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Every_hop_of_every_way_is_a_row()
    {
        Assert.Equal(
            ["1 vnet-dev/snet-dev Peering vnet-test 10.21.0.0/16 System", "1 vnet-test/snet-test Peering vnet-dev 10.20.0.0/16 System"],
            _rehearsal.RunWell("""
                Test-VNetTransitivity vnet-dev vnet-test -Detailed | ForEach-Object { "$($_.Number) $($_.At) $($_.NextHop) $($_.To) $($_.Route) $($_.From)" }
                """).Texts);
        Assert.NotEmpty(_rehearsal.RunWell("Test-VNetTransitivity -All -Verdict Reachable -Detailed").Output);
    }

    [Theory]
    [InlineData("Test-VNetTransitivity -All -Quiet", "False")]
    [InlineData("Test-VNetTransitivity -All -Verdict Blocked, Reachable -Quiet", "True")]
    [InlineData("Test-VNetTransitivity -All -Verdict Reachable -Quiet", "False")]
    [InlineData("Test-VNetTransitivity -Compare -Plan $plan -Quiet", "True")]
    [InlineData("Test-VNetTransitivity vnet-spoke-data vnet-spoke-web -Compare -Plan $plan -Quiet", "True")]
    [InlineData("Test-VNetTransitivity vnet-spoke-data vnet-hub -Compare -Plan $plan -Quiet", "False")]
    [InlineData("Test-VNetTransitivity -Compare -Plan $gone -Quiet", "False")]
    [InlineData("Test-VNetTransitivity vnet-dev vnet-test -Compare -Plan $plan -Quiet", "False")]
    public void Quiet_is_one_word(string command, string expected) => Assert.Equal([expected], _rehearsal.RunWell($"""
        $plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly
        $gone = Remove-VNetPeering vnet-dev vnet-test -PlanOnly
        {command}
        """).Texts);

    [Fact]
    public void A_plan_is_compared_with_what_is_there_and_so_are_two_topologies()
    {
        const string Opened = "Opens rg-data/vnet-spoke-data rg-web/vnet-spoke-web Blocked Reachable Direct True";
        const string Shown = "ForEach-Object { \"$($_.Effect) $($_.Source) $($_.Destination) $($_.Before) $($_.After) $($_.By) $($_.IsAsked)\" }";

        Assert.Equal([Opened], _rehearsal.RunWell($"""
            Export-VNetTopology ./before.json
            $global:plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly
            Test-VNetTransitivity vnet-spoke-data vnet-spoke-web -Plan $plan -Compare | {Shown}
            """).Texts);
        Assert.Empty(_rehearsal.Writes);
        Assert.Equal(["None rg-hub/vnet-hub rg-dev/vnet-dev Blocked Blocked  True", Opened.Replace("True", "False", StringComparison.Ordinal)],
            _rehearsal.RunWell($"Test-VNetTransitivity vnet-hub vnet-dev -Plan $plan -Compare | {Shown}").Texts);
        Assert.Equal([Opened.Replace("True", "False", StringComparison.Ordinal)], _rehearsal.RunWell($"""
            $null = $plan | Invoke-VNetPlan
            Test-VNetTransitivity -Compare -Reference ./before.json | {Shown}
            """).Texts);
        Assert.Equal(["Closes"], _rehearsal.RunWell("""
            Export-VNetTopology ./after.json
            (Test-VNetTransitivity -Compare -Reference ./after.json -Path ./before.json).Effect
            Test-VNetTransitivity -Compare -Reference ./after.json -Path ./after.json
            """).Texts);
    }

    [Fact]
    public void The_matrix_is_counted_by_groups()
    {
        Assert.Equal(["northeurope westeurope 9 0", "westeurope westeurope 36 1"], _rehearsal.RunWell("""
            Test-VNetTransitivity -All -GroupBy Region | ForEach-Object { "$($_.Source) $($_.Destination) $($_.Pairs) $($_.Reachable)" }
            """).Texts);
        Assert.Equal(["1"], _rehearsal.RunWell("(Test-VNetTransitivity -All -GroupBy Subscription -Verdict Reachable).Pairs").Texts);
        Assert.Equal(["rg-hub/vnet-hub 3"], _rehearsal.RunWell("""
            $null = New-HubSpokePeering vnet-hub vnet-spoke-data, vnet-spoke-web -UseHubGateway
            Test-VNetTransitivity -All -GroupBy Hub | ForEach-Object { if ($_.Source -eq $_.Destination -and $_.Source -ne '(no hub)') { "$($_.Source) $($_.Pairs)" } }
            """).Texts);
    }

    [Fact]
    public void A_fix_goes_down_the_pipeline_and_a_second_time_there_is_nothing_to_fix()
    {
        const string Ask = "Test-VNetTransitivity vnet-spoke-data vnet-spoke-web";
        Assert.Equal(["Done", "Done", "True", ""], _rehearsal.RunWell($"""
            ({Ask}).Fix | Invoke-VNetPlan | ForEach-Object Outcome
            {Ask} -Quiet
            "$(({Ask}).Fix)"
            """).Texts);
        Assert.Equal(2, _rehearsal.Writes.Count);
    }

    [Fact]
    public void A_pair_asks_for_the_connected_groups_of_the_networks_on_its_ways_alone()
    {
        Assert.Equal(10, GroupRequests("Test-VNetTransitivity -All -Quiet"));
        Assert.Equal(2, GroupRequests("Test-VNetTransitivity vnet-dev vnet-test"));
        Assert.Equal(0, GroupRequests("Test-VNetTransitivity vnet-dev nowhere -ErrorAction Ignore"));
        Assert.Equal(0, GroupRequests("$null = New-HubSpokePeering vnet-hub vnet-spoke-data, vnet-spoke-web"));
        Assert.Equal(2, GroupRequests("Test-VNetTransitivity vnet-spoke-data vnet-spoke-web"));
        var all = _rehearsal.Requests().Count;
        Assert.Equal(2, GroupRequests("Test-VNetTransitivity 10.2.0.9 vnet-spoke-web"));
        Assert.Equal(all, _rehearsal.Requests().Count);

        int GroupRequests(string command)
        {
            _rehearsal.ForgetRequests();
            _rehearsal.RunWell($"$null = {command}");
            return _rehearsal.Requests().Count(r => r.StartsWith("POST", StringComparison.Ordinal)
                && r.Contains("listNetworkManagerEffectiveConnectivityConfigurations", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Test-VNetTransitivity vnet-hub nowhere", "EndpointNotFound", "'nowhere'")]
    [InlineData("Test-VNetTransitivity vnet-hub site:none", "EndpointNotFound", "'site:none'")]
    [InlineData("Test-VNetTransitivity pool:none vnet-hub", "EndpointNotFound", "'pool:none'")]
    [InlineData("Test-VNetTransitivity vnet-hub 10.99.0.4", "EndpointNotFound", "'10.99.0.4'")]
    [InlineData("Test-VNetTransitivity vnet-hub 10.0.2.300", "EndpointNotFound", "'10.0.2.300'")]
    [InlineData("Test-VNetTransitivity vnet-hub 10.0.3.4", "EndpointNotFound", "'10.0.3.4'", "vnet-hub")]
    [InlineData("Get-VNetTopology | Test-VNetTransitivity vnet-hub nowhere", "EndpointNotFound", "'nowhere'")]
    [InlineData("Test-VNetTransitivity vnet-hub nowhere -Compare -Plan $plan", "EndpointNotFound", "'nowhere'")]
    [InlineData("Test-VNetTransitivity -Compare", "CompareWithOne", "-Plan")]
    [InlineData("Test-VNetTransitivity -Compare -Plan $plan -Reference ./x.json", "CompareWithOne", "-Reference")]
    [InlineData("Test-VNetTransitivity -Compare -Plan $plan -Source vnet-hub", "EndsInPairs", "-Destination")]
    [InlineData("Test-VNetTransitivity a b -Quiet -Detailed", "QuietOrDetailed", "-Detailed")]
    [InlineData("Test-VNetTransitivity -Compare -Reference ./none.json", "FileNotFound", "none.json")]
    [InlineData("Test-VNetTransitivity -All -Path ./none*.json", "FileNotFound", "none")]
    [InlineData("Test-VNetTransitivity -All -LiteralPath ./none.json", "FileNotFound", "none")]
    [InlineData("Test-VNetTransitivity -All -GroupBy Hub -Quiet", "GroupsAreCounted", "-GroupBy")]
    [InlineData("Test-VNetTransitivity -All -GroupBy Nothing", "CannotConvertArgumentNoMessage", "Region")]
    [InlineData("Test-VNetTransitivity -All -Compare", "AmbiguousParameterSet", "")]
    public void Wrong_input_is_one_clear_error_and_the_next_question_is_answered(string command, string id, params string[] words)
    {
        _rehearsal.RunWell("$global:plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly");
        for (var time = 0; time < 2; time++)
        {
            var run = _rehearsal.Run(command);
            var error = run.Terminating ?? Assert.Single(run.Errors);
            Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.All(words, w => Assert.Contains(w, error.ToString(), StringComparison.Ordinal));
            Assert.Empty(run.Output);
        }

        Assert.Equal(["True"], _rehearsal.RunWell("Test-VNetTransitivity vnet-dev vnet-test -Quiet").Texts);
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void Files_with_wildcards_make_one_topology()
    {
        _rehearsal.RunWell("Get-VNetTopology -Name vnet-dev | Export-VNetTopology ./n1.json; Get-VNetTopology -Name vnet-test | Export-VNetTopology './n[2].json'");
        Assert.Equal(["True"], _rehearsal.RunWell("Test-VNetTransitivity vnet-dev vnet-test -Quiet -Path ./n*.json").Texts);
        Assert.Equal(["True"], _rehearsal.RunWell("Test-VNetTransitivity vnet-dev vnet-test -Quiet -LiteralPath ./n1.json, './n[2].json'").Texts);
        Assert.NotEmpty(_rehearsal.RunWell("Find-VNetAddressSpace 24 -For vnet-test -Path './n[2].json'").Output);
    }

    [Fact]
    public void Whoever_takes_one_answer_of_a_matrix_stops_the_work()
    {
        _rehearsal.RunWell("""
            $documents = foreach ($i in 1..300) {
                $id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n$i"
                $json = '{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.' + ($i -shr 8) + '.' + ($i -band 255) + '.0/24"]}}}'
                [AzNetHelper.Networks.ResourceDocument]::new([AzNetHelper.Arm.ResourceId]::Parse($id), [Text.Encoding]::UTF8.GetBytes($json))
            }
            $global:big = [AzNetHelper.Networks.Topology]::new([AzNetHelper.Networks.ResourceDocument[]]$documents, $null)
            """);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var run = _rehearsal.Run("Test-VNetTransitivity -All -Topology $big | Select-TestFirst");

        // Work that goes on would be waited for, 30 seconds long: it has no room for more than a thousand answers.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        Assert.Equal("Blocked", $"{Assert.Single(run.Output).Properties["Verdict"].Value}");
        Assert.Empty(run.Errors);
        Assert.Equal(["44850"], _rehearsal.RunWell("$n = 0; Test-VNetTransitivity -All -Topology $big | ForEach-Object { $n++ }; $n").Texts);
    }

    [Theory]
    [InlineData("vnet-spoke-d", "vnet-spoke-data")]
    [InlineData("vnet-dev/", "vnet-dev/snet-dev")]
    [InlineData("rg-dev/vnet-dev/", "vnet-dev/snet-dev")]
    [InlineData("rg-dev/vnet-d", "vnet-dev")]
    [InlineData("site:", "site:datacenter")]
    [InlineData("pool:", "pool:vpngw-hub")]
    [InlineData("pool:rg-hub/", "pool:vpngw-hub")]
    [InlineData("nothing", "")]
    public void Ends_complete_from_the_session_and_from_a_topology(string word, string expected)
    {
        var file = Path.Combine(Build.Repository.Root, "examples", "transit-networks.json");
        var site = word.Contains(':', StringComparison.Ordinal);
        _rehearsal.Engine.Set("file", file);
        _rehearsal.Engine.Set("word", word);
        Assert.Equal([expected, expected], _rehearsal.RunWell($$"""
            if ({{(site ? "$true" : "$false")}}) { $null = Connect-AzNetSession -Rehearsal -Snapshot $file -PassThru }
            $topology = Get-VNetTopology
            $completer = [AzNetHelper.Support.EndpointCompleter]::new()
            "$($completer.CompleteArgument('Test-VNetTransitivity', 'Source', $word, $null, @{}).CompletionText)"
            Disconnect-AzNetSession
            "$($completer.CompleteArgument('Test-VNetTransitivity', 'Source', $word, $null, @{ Topology = $topology }).CompletionText)"
            """).Texts);
    }
}
