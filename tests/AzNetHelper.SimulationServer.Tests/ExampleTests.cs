using System.Text.RegularExpressions;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Console;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>The runbook and the pipeline's scripts, each in a process of its own, against the server.</summary>
public sealed class ExampleTests
{
    private const string Connection =
        "@{ Identity = $true; ArmEndpoint = $env:ARM_ENDPOINT; Audience = $env:ARM_AUDIENCE; TrustedRoot = $env:CA_FILE }";

    private const string Runbook = "-Hub vnet-hub -Spoke vnet-spoke-data, vnet-spoke-web -UseHubGateway -Connection "
        + "@{ ArmEndpoint = $env:ARM_ENDPOINT; Audience = $env:ARM_AUDIENCE; TrustedRoot = $env:CA_FILE }";

    [Fact]
    public async Task The_runbook_asks_nothing_and_changes_nothing_the_second_time()
    {
        await using var bed = await ServerBed.StartAsync();

        var first = await RunAsync(bed, $"./runbook.ps1 {Runbook} | ForEach-Object {{ \"$($_.Spoke) $($_.State) $($_.Changed)\" }}");
        Assert.Empty(first.Error);
        Assert.Equal(["vnet-spoke-data Connected True", "vnet-spoke-web Connected True"], first.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(4, bed.Simulation.Log.Writes.Count(w => w.Status is 200 or 201));

        var second = await RunAsync(bed, $"./runbook.ps1 {Runbook} | ForEach-Object {{ \"$($_.Spoke) $($_.State) $($_.Changed)\" }}");
        Assert.Equal(["vnet-spoke-data Connected False", "vnet-spoke-web Connected False"], second.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(4, bed.Simulation.Log.Writes.Count(w => w.Status is 200 or 201));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_in_the_middle_of_a_write_the_runbook_finishes_when_it_is_started_again(bool journal)
    {
        using var folder = new Folder();
        await using var bed = await ServerBed.StartAsync(scale: 20);
        var script = $"./runbook.ps1 {Runbook}" + (journal ? $" -Journal '{folder.File("run.journal")}'" : "");
        using (ConsoleProcess.Start(bed.Environment(), Arguments(script)))
        {
            var patience = DateTime.UtcNow.AddMinutes(1);
            while (bed.Simulation.Log.Writes.Length == 0)
            {
                Assert.True(DateTime.UtcNow < patience, "It writes nothing.");
                await Task.Delay(20);
            }
        }

        if (journal && !OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("run.journal")));
            Assert.Contains("\"sending\"", await File.ReadAllTextAsync(folder.File("run.journal")), StringComparison.Ordinal);
        }

        var again = await RunAsync(bed, script + " | ForEach-Object { \"$($_.State)\" }");

        Assert.Empty(again.Error);
        Assert.Equal(["Connected", "Connected"], again.Lines);
        Assert.Equal(4, bed.Simulation.Log.Writes.Where(w => w.Status is 200 or 201).DistinctBy(w => w.Path).Count());
        Assert.Equal(4, bed.Simulation.Log.Writes.Count(w => w.Status is 200 or 201));
        if (journal)
        {
            var text = await File.ReadAllTextAsync(folder.File("run.journal"));
            Assert.Contains("\"succeeded\":true", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Bearer", text, StringComparison.Ordinal);
            Assert.DoesNotContain("remoteVirtualNetwork", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_runbook_of_which_something_failed_fails()
    {
        await using var bed = await ServerBed.StartAsync();

        var run = await RunAsync(bed, $"./runbook.ps1 {Runbook.Replace("vnet-spoke-web", "vnet-spoke-legacy", StringComparison.Ordinal)}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not everything was done", run.Error, StringComparison.Ordinal);
        Assert.Empty(bed.Simulation.Log.Writes);
    }

    [Fact]
    public async Task The_pipeline_plans_and_applies_what_was_planned()
    {
        using var folder = new Folder();
        await using var bed = await ServerBed.StartAsync();
        var plan = $"./pipeline-plan.ps1 -Hub vnet-hub -Spoke 'vnet-spoke-data, vnet-spoke-web' -Path '{folder.File("plan.json")}' -Module '{Path.Combine(Repository.Root, "output", "AzNetHelper")}' -Connection {Connection}";
        var apply = $"./pipeline-apply.ps1 -Path '{folder.File("plan.json")}' -Journal '{folder.File("j")}' -Connection {Connection}";

        var planned = await RunAsync(bed, plan);
        Assert.Empty(planned.Error);
        Assert.Contains("##vso[task.setvariable variable=writes;isOutput=true]4", planned.Lines);
        Assert.Equal(4, planned.Lines.Count(l => l.StartsWith("What if: Create peering ", StringComparison.Ordinal)));
        Assert.Empty(bed.Simulation.Log.Writes);

        var applied = await RunAsync(bed, apply);
        Assert.Empty(applied.Error);
        Assert.Contains("The networks are as the plan wants them.", applied.Lines);
        Assert.Equal(4, bed.Simulation.Log.Writes.Count(w => w.Status is 200 or 201));

        Assert.Contains("##vso[task.setvariable variable=writes;isOutput=true]0", (await RunAsync(bed, plan)).Lines);
        Assert.Equal(0, (await RunAsync(bed, apply)).ExitCode);
        Assert.Equal(4, bed.Simulation.Log.Writes.Count(w => w.Status is 200 or 201));
    }

    [Fact]
    public async Task A_plan_whose_ground_has_moved_is_refused_and_told_to_the_pipeline()
    {
        using var folder = new Folder();
        await using var bed = await ServerBed.StartAsync();
        await RunAsync(bed, $"./pipeline-plan.ps1 -Hub vnet-hub -Spoke vnet-spoke-data -Path '{folder.File("plan.json")}' -Connection {Connection}");
        await bed.ModuleAsync("New-HubSpokePeering vnet-hub vnet-spoke-data -AllowForwardedTraffic -HubPeeringNameFormat 'other-{remote}'");
        var before = bed.Simulation.Log.Writes.Length;

        var run = await RunAsync(bed, $"./pipeline-apply.ps1 -Path '{folder.File("plan.json")}' -Journal '{folder.File("j")}' -Connection {Connection}", inPipeline: true);

        Assert.Equal((1, before), (run.ExitCode, bed.Simulation.Log.Writes.Length));
        var issue = Assert.Single(run.Lines.Where(l => l.StartsWith("##vso[task.logissue type=error]", StringComparison.Ordinal)).Take(1));
        Assert.Contains("is not as the plan found it", issue, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("j")));
    }

    [Fact]
    public async Task The_nightly_audit_fails_with_reports_until_what_it_found_is_known_or_gone()
    {
        using var folder = new Folder();
        await using var bed = await ServerBed.StartAsync();
        var audit = $"./pipeline-audit.ps1 -Folder '{folder.Path}' -Module '{Path.Combine(Repository.Root, "output", "AzNetHelper")}' -Connection {Connection}";

        var found = await RunAsync(bed, audit, inPipeline: true);

        Assert.Equal(1, found.ExitCode);
        Assert.Contains(found.Lines, l => l.StartsWith("Error PeeringOneSided vnet-lab/", StringComparison.Ordinal));
        Assert.Contains(found.Lines, l => l.StartsWith("  Remedy: Repair-VNetPeering ", StringComparison.Ordinal));
        Assert.Contains(found.Lines, l => l.StartsWith("##vso[task.logissue type=error]2 findings are of severity Error", StringComparison.Ordinal));
        Assert.Equal(["network.json", "network.md", "network.sarif", "network.xml"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(bed.Simulation.Log.Writes);

        var known = await RunAsync(bed, $"{audit} -ExcludeRule 'PeeringOneSided:vnet-lab/vnet-lab-to-vnet-test, RouteToNowhere'");
        Assert.Equal((0, string.Empty), (known.ExitCode, known.Error));
        Assert.Equal(1, (await RunAsync(bed, $"{audit} -ExcludeRule ' '")).ExitCode);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-ErrorAction SilentlyContinue", false)]
    public async Task Issues_are_told_in_a_pipeline_alone_escaped_and_unless_silenced(string option, bool isTold)
    {
        await using var bed = await ServerBed.StartAsync();
        var command = $"$ErrorActionPreference = 'Continue'; Import-Module AzNetHelper; Connect-AzNetSession -Rehearsal; "
            + $"$null = New-VNetPeering vnet-hub 'no;such]50%' {option}; $null | Invoke-VNetPlan; exit 0";

        var outside = await ConsoleProcess.RunAsync(null, bed.Environment(("TF_BUILD", null)), "-NonInteractive", "-Command", command);
        var inside = await ConsoleProcess.RunAsync(null, bed.Environment(("TF_BUILD", "True")), "-NonInteractive", "-Command", command);

        Assert.DoesNotContain("##vso", outside.Out + outside.Error, StringComparison.Ordinal);
        Assert.Equal(isTold, Regex.IsMatch(inside.Out, "^##vso\\[task\\.logissue type=error\\].*no%3Bsuch%5D50%AZP25", RegexOptions.Multiline));
        Assert.Contains("##vso[task.logissue type=warning]There is no plan to apply", inside.Out, StringComparison.Ordinal);
        Assert.Equal(outside.Error, inside.Error);
    }

    private static Task<ConsoleRun> RunAsync(ServerBed bed, string script, bool inPipeline = false) =>
        ConsoleProcess.RunAsync(null, bed.Environment(("TF_BUILD", inPipeline ? "True" : null)), Arguments(script));

    private static string[] Arguments(string script) =>
        ["-NonInteractive", "-Command", $"& '{Path.Combine(Repository.Root, "examples")}{script[1..].Insert(script.IndexOf(".ps1", StringComparison.Ordinal) + 3, "'")}"];

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

        public string Path => _folder.FullName;

        public string File(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
