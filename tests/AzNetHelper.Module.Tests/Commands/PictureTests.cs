using System.Management.Automation;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Commands;

/// <summary>Pictures in files and on the screen: what is drawn, what is refused before anything is read, and what JSON stays.</summary>
public sealed class PictureTests : IDisposable
{
    private const string Plan = "$plan = New-VNetPeering vnet-spoke-data vnet-spoke-web -PlanOnly; ";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("network.html", "<!DOCTYPE html>")]
    [InlineData("network.htm", "<!DOCTYPE html>")]
    [InlineData("network.svg", "<svg")]
    [InlineData("network.mmd", "flowchart")]
    [InlineData("network.dot", "graph")]
    [InlineData("network.gv", "graph")]
    [InlineData("network.drawio", "<mxfile")]
    [InlineData("network.md", "# ")]
    public void The_extension_chooses_the_format(string name, string mark)
    {
        Assert.Empty(_rehearsal.RunWell($"$global:t = Get-VNetTopology; $t | Export-VNetTopology ./{name} -PassThru -WhatIf").Output);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));

        var file = Path.Combine(_rehearsal.Folder, name);
        Assert.Equal([file], _rehearsal.RunWell($"$t | Export-VNetTopology ./{name} -PassThru").Texts);

        var text = File.ReadAllText(file);
        Assert.Contains(mark, text[..Math.Min(text.Length, 1000)], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("vnet-spoke-legacy", text, StringComparison.Ordinal);
        Assert.NotEqual(0xEF, File.ReadAllBytes(file)[0]);
        Assert.DoesNotContain('\r', text);
        Assert.Equal([name], Directory.GetFiles(_rehearsal.Folder).Select(Path.GetFileName));

        // What is there stays; the same networks are the same bytes.
        Assert.StartsWith("FileExists,", Assert.Single(_rehearsal.Run($"$t | Export-VNetTopology ./{name}").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _rehearsal.RunWell($"$t | Export-VNetTopology ./{name} -Force");
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void Every_other_extension_stays_the_topology()
    {
        _rehearsal.RunWell("$t = Get-VNetTopology; foreach ($n in 'a.json', 'b.snapshot', 'c', 'd.txt', 'e.svg.bak') { $t | Export-VNetTopology ./$n }");

        Assert.Single(Directory.GetFiles(_rehearsal.Folder).Select(File.ReadAllText).Distinct(StringComparer.Ordinal));
        Assert.Equal(["10"], _rehearsal.RunWell("(Import-VNetTopology ./c).VirtualNetworks.Count").Texts);
    }

    [Theory]
    [InlineData("Export-VNetTopology ./x.png", "PictureFormatNotKnown")]
    [InlineData("Export-VNetTopology ./x.vsdx -Force", "PictureFormatNotKnown")]
    [InlineData("Export-VNetTopology ./x.json -View Hub", "NothingIsDrawn")]
    [InlineData("Export-VNetTopology ./x.json -Title t", "NothingIsDrawn")]
    [InlineData("Export-VNetTopology ./x.json -Plan ./plan.json", "NothingIsDrawn")]
    [InlineData("Export-VNetTopology ./x -Source vnet-hub -Destination vnet-dev", "NothingIsDrawn")]
    [InlineData("Export-VNetTopology ./x.svg -Source vnet-hub", "EndsInPairs")]
    [InlineData("Export-VNetTopology ./x.svg -Destination vnet-hub", "EndsInPairs")]
    [InlineData("Export-VNetTopology ./x.svg -Plan ./none.json", "FileNotFound")]
    [InlineData("Export-VNetTopology ./x.svg -Plan ./bad.json", "InvalidPlan")]
    [InlineData("Export-VNetTopology ./x.svg -Plan 5", "ParameterArgumentTransformationError")]
    [InlineData("Export-VNetTopology ./x.svg -View Everything", "CannotConvertArgumentNoMessage")]
    [InlineData("Show-VNetTopology -Source vnet-hub", "EndsInPairs")]
    [InlineData("Show-VNetTopology -Plan ./none.json", "FileNotFound")]
    [InlineData("Show-VNetTopology -Path ./none.json", "FileNotFound")]
    [InlineData("$t = Get-VNetTopology; $simulation.Log.Clear(); $t, $t | Show-VNetTopology", "OneTopologyAtATime")]
    public void What_cannot_be_drawn_is_refused_before_anything_is_read(string command, string id)
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "bad.json"), "{ no json");

        var run = _rehearsal.Engine.RunStrict(command);

        Assert.Equal(id, run.TerminatingId);
        Assert.NotNull(run.Terminating!.TargetObject ?? run.Terminating.Exception);
        Assert.Empty(_rehearsal.Requests());
        Assert.Equal(["bad.json"], Directory.GetFiles(_rehearsal.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void An_empty_pipeline_saves_and_shows_nothing()
    {
        Assert.Empty(_rehearsal.RunWell("@() | Export-VNetTopology ./x.svg -PassThru; @() | Show-VNetTopology -Tree").Output);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
        Assert.Empty(_rehearsal.Requests());
    }

    [Fact]
    public void The_same_tree_comes_of_a_session_a_topology_and_a_file()
    {
        _rehearsal.RunWell("$global:t = Get-VNetTopology; Export-VNetTopology ./t.json");
        var live = Tree(string.Empty);
        Assert.Equal(10, live.Count(l => l.Contains("vnet-", StringComparison.Ordinal) && l.Contains(": ", StringComparison.Ordinal)
            && !l.Contains("-->", StringComparison.Ordinal)));
        Assert.Contains(live, l => l.StartsWith("Shown: 10 virtual networks, 3 peering halves, ", StringComparison.Ordinal));

        _rehearsal.RunWell("Disconnect-AzNetSession");

        Assert.Equal(live, Tree("-Topology $t"));
        Assert.Equal(live, Tree("-Path ./t.json"));
        Assert.Equal(live, Tree("-LiteralPath ./t.json"));
    }

    // Nobody sits before the engine of a test.
    [Fact]
    public void Where_there_is_no_browser_a_tree_comes_and_why_is_told_to_who_asks()
    {
        var run = _rehearsal.RunWell("Show-VNetTopology -Verbose");

        Assert.Equal(Tree(string.Empty), Undated(run.Texts));
        Assert.Contains(run.Verbose, v => v.StartsWith("A tree instead of the browser: ", StringComparison.Ordinal));
        Assert.All(run.Output, o => Assert.IsType<string>(o.BaseObject));
    }

    [Fact]
    public void A_plan_is_marked_as_an_object_and_as_a_file()
    {
        _rehearsal.RunWell($"{Plan} $global:plan = $plan; $plan | Export-VNetPlan ./plan.json");
        var marked = Tree("-Plan $plan");

        Assert.Contains(marked, l => l.Contains("--> vnet-spoke-web [+ Connected; global; added by the plan; Create peering ", StringComparison.Ordinal));
        Assert.Contains("The plan: 1 added (+), 0 changed (~), 0 removed (-).", marked);
        Assert.Equal(marked, Tree("-Plan ./plan.json"));
        Assert.Equal(marked, Tree("-Plan ([System.IO.FileInfo]\"$folder/plan.json\")"));

        _rehearsal.RunWell("$t = Get-VNetTopology; $t | Export-VNetTopology ./object.svg -Plan $plan; $t | Export-VNetTopology ./file.svg -Plan ./plan.json");
        var drawn = File.ReadAllText(Path.Combine(_rehearsal.Folder, "object.svg"));
        Assert.Contains("Create peering", drawn, StringComparison.Ordinal);
        Assert.Equal(drawn, File.ReadAllText(Path.Combine(_rehearsal.Folder, "file.svg")));

        var none = _rehearsal.RunWell("Show-VNetTopology -Tree -Plan $null");
        Assert.Contains("$null", Assert.Single(none.Warnings), StringComparison.Ordinal);
        Assert.Equal(Tree(string.Empty), Undated(none.Texts));
    }

    [Fact]
    public async Task A_drawing_over_the_limits_of_Mermaid_is_several_files_and_a_stopped_one_is_none()
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "many.json"), $"[{string.Join(',', Enumerable.Range(0, 600).Select(Network))}]");
        string[] Files(string pattern = "*.mmd") => [.. Directory.GetFiles(_rehearsal.Folder, pattern).Order(StringComparer.Ordinal)];

        // -WhatIf says what there would be.
        var foretold = _rehearsal.RunWell("$global:t = Import-VNetTopology ./many.json; $t | Export-VNetTopology ./network.mmd -WhatIf -PassThru");
        Assert.Empty(foretold.Output);
        Assert.Empty(Files());
        Assert.Contains(foretold.Host, l => l.Contains("as a map and ", StringComparison.Ordinal) && l.Contains("characters in one diagram", StringComparison.Ordinal));

        var saved = _rehearsal.RunWell("$t | Export-VNetTopology ./network.mmd -PassThru");
        Assert.Equal(Path.Combine(_rehearsal.Folder, "network.mmd"), saved.Texts[0]);
        Assert.Equal(Files(), saved.Texts.Order(StringComparer.Ordinal));
        Assert.InRange(saved.Texts.Count, 3, 20);
        Assert.Contains(saved.Information, i => i.ToString().Contains($"is a map; what it shows is drawn in {saved.Texts.Count - 1} files beside it", StringComparison.Ordinal));
        Assert.Empty(saved.Warnings);
        Assert.All(saved.Texts.Skip(1), p => Assert.Contains(Path.GetFileName(p), File.ReadAllText(saved.Texts[0]), StringComparison.Ordinal));

        var again = _rehearsal.Run("$t | Export-VNetTopology ./network.mmd");
        Assert.StartsWith("FileExists,", Assert.Single(again.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(saved.Texts[1]), again.Errors[0].ToString(), StringComparison.Ordinal);

        // Fewer networks leave what an earlier export has written, and say so.
        var few = _rehearsal.RunWell($"Get-VNetTopology | Export-VNetTopology '{saved.Texts[0]}' -Force -PassThru");
        Assert.Equal([saved.Texts[0]], few.Texts);
        Assert.Contains(Path.GetFileName(saved.Texts[1]), Assert.Single(few.Warnings), StringComparison.Ordinal);
        Assert.Equal(saved.Texts.Count, Files().Length);

        // Ctrl+C while a page is made.
        var stopped = await _rehearsal.Engine.StopAsync("$t | Export-VNetTopology ./network.html", async () =>
        {
            while (Files(".*.tmp").Length == 0)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        });
        Assert.Empty(stopped.Errors);
        Assert.Empty(Files("*.html"));
        Assert.Empty(Files(".*.tmp"));

        static string Network(int i) => FormattableString.Invariant($$"""
            {"id": "/subscriptions/1/resourceGroups/rg-many/providers/Microsoft.Network/virtualNetworks/vnet-{{i}}", "location": "westeurope",
             "type": "Microsoft.Network/virtualNetworks", "properties": {"addressSpace": {"addressPrefixes": ["10.{{i / 256}}.{{i % 256}}.0/24"] } } }
            """);
    }

    [Theory]
    [InlineData("Export-VNetTopology ./x.svg -Plan $plan")]
    [InlineData("Show-VNetTopology -Tree -Plan $plan")]
    public void A_plan_that_no_longer_fits_is_an_error_and_no_picture(string command)
    {
        var run = _rehearsal.Run($"{Plan} $null = New-VNetPeering vnet-spoke-data vnet-spoke-web -AllowForwardedTraffic; {command}");

        Assert.NotEmpty(run.Errors);
        Assert.All(run.Errors, e => Assert.StartsWith("PlanDrifted,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(run.Output);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
    }

    [Theory]
    [InlineData("vnet-spoke-data", "vnet-spoke-web", "")]
    [InlineData("vnet-dev/snet-dev", "10.21.0.4", "")]
    [InlineData("vnet-spoke-data", "vnet-spoke-web", "-Plan $plan")]
    public void A_way_is_the_answer_of_the_question(string source, string destination, string plan)
    {
        _rehearsal.RunWell($"{Plan} $global:plan = $plan");
        var answer = _rehearsal.RunWell($"$a = Test-VNetTransitivity {source} {destination} {plan}; $a.Source; $a.Destination; \"$($a.Verdict)\"; @($a.Reasons).Count").Texts;

        var tree = Tree($"-Source {source} -Destination {destination} {plan}");

        Assert.Contains($"The way from {answer[0]} to {answer[1]} and back: {answer[2]}", tree);
        Assert.Equal(answer[3], tree.Count(l => l.StartsWith("  Why: ", StringComparison.Ordinal)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Export-VNetTopology ./x.svg")]
    [InlineData("Get-VNetTopology | Export-VNetTopology ./x.svg -WhatIf")]
    [InlineData("Show-VNetTopology -Tree")]
    public void An_end_that_is_not_there_is_an_error_and_no_picture(string command)
    {
        var run = _rehearsal.Run($"{command} -Source vnet-hub -Destination nowhere");

        var error = Assert.Single(run.Errors);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("'nowhere'", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.GetFiles(_rehearsal.Folder));
    }

    [Theory]
    [InlineData("Export-VNetTopology ./x.svg -Source vnet-spoke-l")]
    [InlineData("Show-VNetTopology -Destination vnet-spoke-l")]
    public void Ends_complete(string line) => Assert.Equal(["vnet-spoke-legacy"], _rehearsal.RunWell($"""
        $line = '{line}'
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
        """).Texts);

    private string[] Tree(string arguments) => Undated(_rehearsal.RunWell($"Show-VNetTopology -Tree {arguments}").Texts);

    // Two readings have two times.
    private static string[] Undated(IEnumerable<string> lines) => [.. lines.Where(l => !l.StartsWith("Read ", StringComparison.Ordinal))];
}
