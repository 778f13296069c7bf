using AzNetHelper.Audit;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.SimulationServer.Tests.Remedies;

/// <summary>Every remedy that is a command is run: the finding is gone afterwards, and no new one has come.</summary>
public sealed class RemedyTests
{
    // A gateway takes half an hour: here less than a second.
    private const double Scale = 3600;

    [Fact]
    public async Task A_remedy_of_this_module_mends_what_it_is_for()
    {
        var cases = new CaseEstate(RemedyKind.Module);
        await using var bed = await ServerBed.StartAsync(Scale, estate: cases.Topology);

        // Whoever pastes it is asked where it cuts somebody off; here nobody is there to answer.
        var told = await bed.ModuleAsync($$"""
            $PSDefaultParameterValues = @{ '*-VNet*:Force' = $true; '*-VNet*:Confirm' = $false; '*-VNet*:WarningAction' = 'SilentlyContinue' }
            foreach ($remedy in @'
            {{string.Join('\n', cases.Remedies.Select(r => r.Finding.Remedy))}}
            '@ -split '\r?\n') {
                try { $null = & ([scriptblock]::Create($remedy)) } catch { "$remedy`: $_" }
            }
            """);

        Assert.True(told.Length == 0, string.Join('\n', told));
        Assert.True(cases.Remedies.Count >= 10);
        AssertMended(cases.Left(bed.Simulation.Snapshot(), _ => true));
    }

    [Fact]
    public async Task A_remedy_of_the_Azure_CLI_mends_as_the_write_that_it_is()
    {
        var cases = new CaseEstate(RemedyKind.AzureCli);
        await using var bed = await ServerBed.StartAsync(Scale, estate: cases.Topology);

        foreach (var (_, finding) in cases.Remedies)
        {
            foreach (var command in AzCommand.Split(finding.Remedy))
            {
                await AzWrites.RunAsync(bed, AzCommand.Parse(command));
            }
        }

        Assert.True(cases.Remedies.Count >= 20);
        AssertMended(cases.Left(bed.Simulation.Snapshot(), _ => true));
    }

    [Fact]
    public async Task A_remedy_of_the_Azure_CLI_mends_when_the_CLI_runs_it()
    {
        using var az = AzSession.Open();
        var cases = new CaseEstate(RemedyKind.AzureCli);
        await using var bed = await ServerBed.StartAsync(Scale, estate: cases.Topology);
        await az.SignInAsync(bed, cases.Topology.VirtualNetworks[0].SubscriptionId);
        var run = new List<AuditFinding>();

        // The CLI takes seconds to start: of commands with the same options one is enough here.
        foreach (var (_, finding) in cases.Remedies.DistinctBy(r => string.Join(';', AzCommand.Split(r.Finding.Remedy).Select(Signature))))
        {
            if (await az.RunAsync(bed, finding.Remedy))
            {
                run.Add(finding);
            }
            else
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"Not run by this Azure CLI: {finding.Remedy}");
            }
        }

        Assert.True(run.Count >= 14, $"{run.Count} were run.");
        AssertMended(cases.Left(bed.Simulation.Snapshot(), run.Contains));
    }

    private static string Signature(string command)
    {
        var parsed = AzCommand.Parse(command);
        return $"{parsed.Words} {string.Join(' ', parsed.Options.Select(o => o.Key is "--set" or "--remove" ? $"{o.Key} {o.Value[0]}" : o.Key))}";
    }

    private static void AssertMended(IReadOnlyList<string> left) => Assert.True(left.Count == 0, string.Join('\n', left));

    /// <summary>The Azure CLI with a folder of its own, which asks nobody but the server.</summary>
    private sealed class AzSession : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");
        private readonly string _az;

        private AzSession(string az) => _az = az;

        public static AzSession Open()
        {
            var az = ToolProcess.Find("az");
            Assert.SkipWhen(az is null, "The Azure CLI is not installed.");
            return new(az!);
        }

        public async Task SignInAsync(ServerBed bed, string subscription)
        {
            foreach (var command in new[]
            {
                $"cloud register -n simulation --endpoint-resource-manager {bed.Server["ARM_ENDPOINT"]}", "cloud set -n simulation",
                "login --identity", $"account set -s {subscription}",
            })
            {
                (await RunAsync(bed, command.Split(' '))).Succeeded();
            }
        }

        /// <summary>False where a command does not load, or deploys a template, which the simulation has not.</summary>
        public async Task<bool> RunAsync(ServerBed bed, string remedy)
        {
            foreach (var command in AzCommand.Split(remedy))
            {
                if (AzCommand.Parse(command).Words == "network vpn-connection create")
                {
                    return false;
                }

                var run = await RunAsync(bed, AzCommand.Arguments(command).Skip(1));
                if (run.ExitCode != 0 && run.Error.Contains("No module named", StringComparison.Ordinal))
                {
                    return false;
                }

                run.Succeeded();
            }

            return true;
        }

        private Task<ToolRun> RunAsync(ServerBed bed, IEnumerable<string> arguments) => ToolProcess.RunAsync(_az, arguments, _folder.FullName, bed.Environment(
        [
            .. AzureCliTests.Quiet,
            ("AZURE_CONFIG_DIR", _folder.FullName),
            ("REQUESTS_CA_BUNDLE", bed.Server["CA_FILE"]),
            ("PYTHONPATH", Path.Combine(Repository.Root, "tests", "interop", "az")),
        ]), TimeSpan.FromMinutes(3));

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
