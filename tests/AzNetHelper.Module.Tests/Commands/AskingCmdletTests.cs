using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>The cmdlets that only read: of the session, of a topology, of a file, all with the same answer.</summary>
public sealed class AskingCmdletTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("Get-VNetPeering {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Get-VNetPeering vnet-dev {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTopology {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTopology vnet-lab, rg-dev/vnet-dev -Severity Warning {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTransitivity vnet-dev vnet-test {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTransitivity -All -Verdict Reachable, Unknown {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTransitivity vnet-dev vnet-test -Quiet {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTransitivity vnet-dev vnet-test -Detailed {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetTransitivity -All -GroupBy Hub {0}", "-Topology $topology", "-LiteralPath ./t.json")]
    [InlineData("Test-VNetTransitivity -Compare -Quiet -Reference ./t.json {0}", "-Topology $topology", "-Path ./t*.json")]
    [InlineData("Test-VNetAddressSpace {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetAddressSpace vnet-hub -Quiet {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetAddressSpace vnet-hub -Prefix 10.2.0.0/15 {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Get-VNetConnectivityOption vnet-spoke-app vnet-spoke-data {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Get-VNetConnectivityOption vnet-spoke-app 192.168.0.0/16 -All {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Find-VNetAddressSpace 20, 24 -Count 2 {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Test-VNetServicePlacement AppService vnet-dev/snet-dev, vnet-hub/snet-shared {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Get-VNetDeployedResource {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Get-VNetDeployedResource -Subnet vnet-hub/GatewaySubnet {0}", "-Topology $topology", "-Path ./t.json")]
    [InlineData("Find-VNetAddressSpace -VNet vnet-hub -SubnetName AzureBastionSubnet {0}", "-Topology $topology", "-Path ./t.json")]
    public void Session_topology_and_file_give_the_same_answer(string command, string topology, string path)
    {
        _rehearsal.RunWell("$global:topology = Get-VNetTopology; Export-VNetTopology ./t.json");
        var live = Ask(command, string.Empty);
        Assert.NotEmpty(live);

        _rehearsal.RunWell("Disconnect-AzNetSession");

        Assert.Equal(live, Ask(command, topology));
        Assert.Equal(live, Ask(command, path));
        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public void An_export_is_read_back_and_exported_again_as_the_same_text()
    {
        _rehearsal.RunWell("Export-VNetTopology ./one.json; Import-VNetTopology ./one.json | Export-VNetTopology ./two.json");

        Assert.Equal(Read("one.json"), Read("two.json"));
    }

    [Fact]
    public void A_rehearsal_of_an_export_is_the_same_estate()
    {
        static IEnumerable<string> WithoutTime(string text) => text.Split('\n').Where(l => !l.Contains("\"readAt\"", StringComparison.Ordinal));

        _rehearsal.RunWell("Export-VNetTopology ./one.json; Connect-AzNetSession -Rehearsal -Snapshot ./one.json; Export-VNetTopology ./two.json");

        Assert.Equal(WithoutTime(Read("one.json")), WithoutTime(Read("two.json")));
    }

    [Fact]
    public void Export_with_WhatIf_writes_no_file_and_PassThru_returns_the_path()
    {
        Assert.Empty(_rehearsal.RunWell("Export-VNetTopology ./x.json -WhatIf -PassThru").Output);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
        Assert.Equal([Path.Combine(_rehearsal.Folder, "x.json")], _rehearsal.RunWell("Export-VNetTopology ./x.json -PassThru").Texts);
    }

    [Fact]
    public void Several_files_make_one_topology_with_wildcards_and_from_the_pipeline()
    {
        _rehearsal.RunWell("Get-VNetTopology -Name vnet-hub | Export-VNetTopology ./a1.json; Get-VNetTopology -Name vnet-dev | Export-VNetTopology ./a2.json");

        foreach (var command in new[] { "Import-VNetTopology ./a*.json", "'./a1.json', './a2.json' | Import-VNetTopology", "Import-VNetTopology -LiteralPath ./a1.json, ./a2.json" })
        {
            Assert.Equal(["vnet-dev", "vnet-hub"], _rehearsal.RunWell($"({command}).VirtualNetworks.Name").Texts.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_file_that_is_missing_or_broken_is_an_error_of_its_own_kind()
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "bad.json"), "{ no json");

        Assert.StartsWith("FileNotFound,", Assert.Single(_rehearsal.Run("Import-VNetTopology ./none.json").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        foreach (var command in new[] { "Import-VNetTopology ./bad.json", "Get-VNetPeering -Path ./bad.json", "Test-VNetTransitivity -All -Path ./bad.json", "Test-VNetTopology -Path ./bad.json" })
        {
            var run = _rehearsal.Run(command);
            Assert.StartsWith("InvalidSnapshot,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Null(run.Ended);
        }
    }

    [Fact]
    public void Get_VNetTopology_reads_what_is_asked_for()
    {
        Assert.Equal(["vnet-hub"], _rehearsal.RunWell("(Get-VNetTopology -Name vnet-hub).VirtualNetworks.Name").Texts);
        Assert.Equal(["vnet-dev", "vnet-test"],
            _rehearsal.RunWell("(Get-VNetTopology -ResourceGroupName RG-DEV).VirtualNetworks.Name").Texts.Order(StringComparer.Ordinal));
        Assert.Equal(["4"], _rehearsal.RunWell("(Get-VNetTopology -SubscriptionId aaaaaaaa-0000-4000-8000-000000000001).VirtualNetworks.Length").Texts);
    }

    [Fact]
    public void What_lies_behind_a_circuit_is_asked_for_kept_and_answered_without_a_session()
    {
        Assert.Equal(["0 1 172.20.0.0/16"], _rehearsal.RunWell("""
            $global:topology = Get-VNetTopology -IncludeCircuitRoute
            $topology | Export-VNetTopology ./sites.json
            "$((Get-VNetTopology).ExpressRoutePrefixes.Count) $($topology.ExpressRoutePrefixes.Count) $($topology.ExpressRoutePrefixes.Values)"
            """).Texts);
        const string Verdict = "Test-VNetTransitivity vnet-er site:er-contoso";
        Assert.Equal(["Reachable"], _rehearsal.RunWell($"({Verdict}).Verdict").Texts);
        Assert.Equal(["Unknown CircuitRoutesNotRead"], _rehearsal.RunWell($"Get-VNetTopology | {Verdict} | ForEach-Object {{ \"$($_.Verdict) $($_.Reasons.Id)\" }}").Texts);

        _rehearsal.RunWell("Disconnect-AzNetSession");
        foreach (var ground in (string[])["-Topology $topology", "-Path ./sites.json"])
        {
            Assert.Equal(["True"], _rehearsal.RunWell($"{Verdict} -Quiet {ground}").Texts);
            var free = _rehearsal.RunWell($"Find-VNetAddressSpace 16 -Supernet 172.20.0.0/15 {ground} | ForEach-Object {{ \"$($_.Prefix)\" }}");
            Assert.Equal(["172.21.0.0/16"], free.Texts);
            Assert.DoesNotContain(free.Warnings, w => w.Contains("er-contoso", StringComparison.Ordinal));
            Assert.Contains("Already", _rehearsal.RunWell($"(Get-VNetConnectivityOption vnet-er site:er-contoso {ground}).Status").Texts);
        }
    }

    [Fact]
    public void A_session_is_one_runspace_s_and_ends_where_it_is_disconnected()
    {
        Assert.Equal(["True"], _rehearsal.RunWell("(Get-AzNetSession).IsRehearsal").Texts);
        _rehearsal.RunWell("Connect-AzNetSession -Rehearsal");
        Assert.Equal(["True"], _rehearsal.RunWell("$session.IsOpen -and $session.Id -ne (Get-AzNetSession).Id").Texts);
        _rehearsal.RunWell("$session | Disconnect-AzNetSession");
        Assert.Equal(["False True"], _rehearsal.RunWell("\"$($session.IsOpen) $((Get-AzNetSession).IsOpen)\"").Texts);
        Assert.Empty(_rehearsal.RunWell("Disconnect-AzNetSession; Disconnect-AzNetSession; Get-AzNetSession").Output);
    }

    [Fact]
    public void A_plan_is_asked_about_as_if_it_were_done()
    {
        Assert.Equal(["False", "True", "False"], _rehearsal.RunWell("""
            $plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly
            Test-VNetTransitivity vnet-spoke-data vnet-spoke-web -Quiet
            Test-VNetTransitivity vnet-spoke-data vnet-spoke-web -Quiet -Plan $plan
            Test-VNetTransitivity vnet-spoke-data vnet-spoke-web -Quiet
            """).Texts);
        Assert.Empty(_rehearsal.Writes);
    }

    [Theory]
    [InlineData("New-VNetPeering vnet-spoke-data vnet-spoke-web", "vnet-spoke-data", "PlanResourceNotFound")]
    [InlineData("New-VNetPeering vnet-spoke-data vnet-spoke-web", "vnet-hub", null)]
    public void Plan_that_does_not_fit_the_networks_is_an_error_and_no_answer(string plan, string left, string? error)
    {
        _rehearsal.RunWell($$"""
            $global:plan = {{plan}} -PlanOnly
            Export-VNetTopology ./all.json
            """);
        var whole = System.Text.Json.Nodes.JsonNode.Parse(Read("all.json"))!;
        var resources = (whole as System.Text.Json.Nodes.JsonArray) ?? whole["resources"]!.AsArray();
        resources.Remove(resources.First(r => ((string)r!["id"]!).EndsWith($"/virtualNetworks/{left}", StringComparison.OrdinalIgnoreCase)));
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "some.json"), whole.ToJsonString());

        var run = _rehearsal.Run("Test-VNetTransitivity -All -Quiet -Path ./some.json -Plan $plan");
        Assert.Null(run.Ended);
        if (error is null)
        {
            Assert.Empty(run.Errors);
            Assert.NotEmpty(run.Texts);
            return;
        }

        Assert.StartsWith(error + ",", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(left, run.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(run.Texts);
    }

    private IReadOnlyList<string> Ask(string command, string source) =>
        _rehearsal.RunWell(string.Format(null, command, source) + " | ForEach-Object { \"$_\" }").Texts;

    private string Read(string file) => File.ReadAllText(Path.Combine(_rehearsal.Folder, file));
}
