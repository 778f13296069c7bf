using System.Management.Automation;
using System.Text.Json;
using System.Xml.Linq;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Test-VNetTopology: what it returns, how it ends, and the files that it writes.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void A_finding_says_what_where_why_and_what_to_do()
    {
        var finding = Assert.Single(_rehearsal.RunWell("Test-VNetTopology -RuleId PeeringOneSided").Output);

        Assert.Equal("Error PeeringOneSided vnet-lab/vnet-lab-to-vnet-test Module",
            string.Join(' ', new[] { "Severity", "RuleId", "Name", "RemedyKind" }.Select(n => finding.Properties[n].Value)));
        Assert.StartsWith("https://learn.microsoft.com/", (string)finding.Properties["Link"].Value, StringComparison.Ordinal);
        Assert.Contains("/virtualNetworkPeerings/vnet-lab-to-vnet-test", finding.Properties["Resource"].Value.ToString(), StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
        Assert.Equal(["False"], _rehearsal.RunWell("Test-VNetTopology -RuleId PeeringOneSided -Quiet").Texts);

        _rehearsal.RunWell("$null = & ([scriptblock]::Create((Test-VNetTopology -RuleId PeeringOneSided).Remedy))");

        Assert.Empty(_rehearsal.RunWell("Test-VNetTopology -RuleId PeeringOneSided").Output);
        Assert.Equal(["True"], _rehearsal.RunWell("Test-VNetTopology -RuleId PeeringOneSided -Quiet").Texts);
    }

    [Theory]
    [InlineData("-FailOn Error", true)]
    [InlineData("-FailOn Warning", true)]
    [InlineData("-FailOn Error -Quiet", true)]
    [InlineData("-FailOn Error -VNet vnet-dev", false)]
    [InlineData("-FailOn Error -ExcludeRule PeeringOneSided, RouteToNowhere", false)]
    [InlineData("-FailOn Error -ExcludeRule 'PeeringOneSided:rg-lab/vnet-lab/vnet-lab-to-vnet-test', RouteToNowhere:rt-app/default", false)]
    [InlineData("", false)]
    public void It_fails_after_everything_was_told_and_only_where_it_is_told_to(string arguments, bool fails)
    {
        var whole = _rehearsal.RunWell($"Test-VNetTopology {arguments.Replace("-FailOn Error", "", StringComparison.Ordinal).Replace("-FailOn Warning", "", StringComparison.Ordinal)}");
        var run = _rehearsal.Engine.RunStrict($"Test-VNetTopology {arguments} -JUnitPath ./r.xml -Force");

        Assert.Equal(fails ? "TopologyFindings" : null, run.TerminatingId);
        Assert.Equal(fails ? ErrorCategory.InvalidData : null, run.Terminating?.CategoryInfo.Category);
        Assert.Equal(whole.Texts, run.Texts);
        Assert.Equal(fails, run.Terminating?.TargetObject is not null);
        Assert.True(File.Exists(Path.Combine(_rehearsal.Folder, "r.xml")));
    }

    [Fact]
    public void Reports_are_written_whole_replaced_when_told_and_not_with_WhatIf()
    {
        Assert.NotEmpty(_rehearsal.RunWell("Test-VNetTopology -SarifPath ./r.sarif -JUnitPath ./r.xml -WhatIf").Output);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));

        var findings = _rehearsal.RunWell("Test-VNetTopology -SarifPath ./r.sarif -JUnitPath ./r.xml").Output.Count;
        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(_rehearsal.Folder, "r.sarif")));
        Assert.Equal(findings, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
        Assert.Equal("0.1.0", sarif.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("version").GetString());
        var suite = XDocument.Load(Path.Combine(_rehearsal.Folder, "r.xml")).Root!.Element("testsuite")!;
        Assert.Equal($"{findings}", suite.Attribute("failures")!.Value);

        _rehearsal.ForgetRequests();
        Assert.Equal("FileExists", _rehearsal.Engine.RunStrict("Test-VNetTopology -SarifPath ./new.sarif -JUnitPath ./r.xml").TerminatingId);
        Assert.Empty(_rehearsal.Requests());
        Assert.False(File.Exists(Path.Combine(_rehearsal.Folder, "new.sarif")));
        _rehearsal.RunWell("Test-VNetTopology -RuleId ClassicVNet -JUnitPath ./r.xml -Force");
        Assert.Equal("1", XDocument.Load(Path.Combine(_rehearsal.Folder, "r.xml")).Root!.Element("testsuite")!.Attribute("tests")!.Value);
        Assert.Equal(2, Directory.GetFiles(_rehearsal.Folder).Length);
    }

    [Fact]
    public void The_file_that_was_looked_at_stands_in_the_report()
    {
        _rehearsal.RunWell("Export-VNetTopology ./today.json; $null = Test-VNetTopology -Path ./today.json -SarifPath ./r.sarif");
        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(_rehearsal.Folder, "r.sarif")));
        Assert.Equal("today.json", sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0]
            .GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Theory]
    [InlineData("-RuleId NoSuchRule", "RuleNotFound")]
    [InlineData("-ExcludeRule NoSuchRule", "RuleNotFound")]
    [InlineData("-ExcludeRule 'PeeringOneSided:'", "RuleNotFound")]
    [InlineData("-SarifPath ./a -JUnitPath ./a", "OneFileForTwo")]
    [InlineData("-Path ./none.json", "FileNotFound")]
    public void A_wrong_argument_is_one_error_before_anything_is_read(string arguments, string id)
    {
        _rehearsal.ForgetRequests();
        Assert.Equal(id, _rehearsal.Engine.RunStrict($"Test-VNetTopology {arguments}").TerminatingId);
        Assert.Empty(_rehearsal.Requests());
    }

    [Fact]
    public void What_was_not_read_is_a_warning_and_not_clean()
    {
        _rehearsal.RunWell("""
            Add-Fault POST '*/Microsoft.ResourceGraph/*' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed'))
            Add-Fault GET '*/Microsoft.Network/routeTables*' ([AzNetHelper.Simulation.Fault+Answers]::new(403, 'AuthorizationFailed'))
            """);
        var run = _rehearsal.Run("Test-VNetTopology -RuleId RouteToNowhere");
        Assert.Empty(run.Output);
        Assert.Contains(run.Warnings, w => w.StartsWith("Not everything could be judged.", StringComparison.Ordinal) && w.Contains("(RouteToNowhere)", StringComparison.Ordinal));
        Assert.Equal(["False"], _rehearsal.Run("Test-VNetTopology -RuleId RouteToNowhere -Quiet 3>$null").Texts);
    }

    [Fact]
    public void Rules_complete()
    {
        var texts = _rehearsal.RunWell("""
            $line = 'Test-VNetTopology -RuleId peer'
            [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            """).Texts;
        Assert.Equal(["PeeringAccessOneSided", "PeeringDisconnected", "PeeringInitiated", "PeeringOneSided", "PeeringOutOfSync", "PeeringTypeMismatch"], texts);
    }
}
