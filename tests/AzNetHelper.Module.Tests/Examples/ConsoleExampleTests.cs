using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Console;

namespace AzNetHelper.Tests.Examples;

/// <summary>The quick start and the examples of gateway transit in the console. The other scripts run against the server of the simulation.</summary>
public sealed class ConsoleExampleTests
{
    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public async Task The_quick_start_shows_the_main_job_in_every_culture(string culture)
    {
        var run = await RunAsync("quickstart.ps1", culture);

        Assert.Empty(run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(4, run.Lines.Count(l => l.StartsWith("What if: Create peering ", StringComparison.Ordinal)));
        Assert.Contains("address spaces overlap: 10.0.0.0/16 and 10.0.128.0/17", run.Out, StringComparison.Ordinal);
        Assert.Equal(
            [["vnet-spoke-data", "Connected", "True"], ["vnet-spoke-web", "Connected", "True"]], Rows(run, "5.", "6."));
        Assert.Equal(
            [["vnet-spoke-data", "Connected", "False"], ["vnet-spoke-web", "Connected", "False"]], Rows(run, "6.", "7."));
        Assert.Contains("NoRoute", run.Out, StringComparison.Ordinal);
        Assert.Contains("Reachable", string.Join('\n', Section(run, "8.", null)), StringComparison.Ordinal);
    }

    /// <summary>The classic examples of gateway transit: blocked, a plan that opens it and what is behind the gateway, reachable.</summary>
    [Theory]
    [InlineData("transit-site.ps1", "site:rg-hub/datacenter", "the on-premises site 'datacenter'")]
    [InlineData("transit-vnet.ps1", "rg-partner/vnet-partner", "the VPN gateway 'vpngw-partner' in vnet-partner")]
    [InlineData("transit-clients.ps1", "pool:rg-hub/vpngw-hub", "hands it to its point-to-site clients")]
    public async Task Gateway_transit_is_missing_then_planned_then_there(string script, string end, string way)
    {
        foreach (var culture in new[] { "en-US", "tr-TR" })
        {
            var run = await RunAsync(script, culture);

            Assert.Empty(run.Error);
            Assert.Equal(0, run.ExitCode);
            var (before, planned, after) = (Text("1.", "2."), Text("2.", "3."), Text("3.", null));
            Assert.Contains(" do not reach each other.", before, StringComparison.Ordinal);
            Assert.Contains(end, before, StringComparison.Ordinal);
            Assert.Contains("[NoRoute]", before, StringComparison.Ordinal);
            Assert.DoesNotContain(way, before, StringComparison.Ordinal);
            Assert.Equal(3, planned.Split('\n').Count(l => l.StartsWith("Opens ", StringComparison.Ordinal)));
            Assert.DoesNotContain("Closes", planned, StringComparison.Ordinal);
            Assert.Equal(2, after.Split('\n').Count(l => l.StartsWith("Done ", StringComparison.Ordinal)));
            Assert.Contains("uses the remote", after, StringComparison.Ordinal);
            Assert.Contains(" reach each other by routing, through a VPN gateway.", after, StringComparison.Ordinal);
            Assert.Contains(way, after, StringComparison.Ordinal);

            string Text(string from, string? to) => string.Join('\n', Section(run, from, to));
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    public async Task Services_trust_one_subnet_get_a_subnet_and_are_connected(string culture)
    {
        var run = await RunAsync("services.ps1", culture);

        Assert.Empty(run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("stcontosodata: Open", Section(run, "1.", "2."));
        var granted = Section(run, "2.", "3.").ToList();
        Assert.Contains(granted, l => l.StartsWith("What if: Enable the service endpoint Microsoft.Storage", StringComparison.Ordinal));
        Assert.Contains("stcontosodata lets in: subnet vnet-spoke-data/snet-data; address 198.51.100.7; trusted services of Azure", granted);
        Assert.Contains("StillTrusted", Section(run, "3.", "4."));
        Assert.Contains(Section(run, "4.", "5."), l => l.EndsWith("fits: True", StringComparison.Ordinal));
        Assert.Contains("1. PrivateEndpoint: Possible, Backbone", Section(run, "5.", null));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    public async Task A_circuit_is_ordered_peered_configured_and_judged(string culture)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var run = await RunAsync("expressroute.ps1", culture, "-Path", folder.FullName);

            Assert.Empty(run.Error);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("er-frankfurt is NotProvisioned, key shown: True", Section(run, "1.", "2."));
            Assert.Contains("er-frankfurt is Provisioned, key shown: False", Section(run, "1.", "2."));
            Assert.Contains("Secondary: you 192.168.20.5, Microsoft 192.168.20.6 (192.168.20.4/30)", Section(run, "2.", "3."));
            Assert.Equal(["er-frankfurt-frr-interfaces.sh", "er-frankfurt.frr.conf"],
                folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
            Assert.Contains("BgpDownPrimary: You", Section(run, "4.", "5."));
            Assert.Contains("ergw-hub is Connected with er-contoso, which announces 172.20.0.0/16", Section(run, "5.", "6."));
            Assert.Contains("er-contoso is Healthy: AzurePrivatePeering Primary: Up AzurePrivatePeering Secondary: Up", Section(run, "6.", null));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    public async Task Point_to_site_goes_from_nothing_to_profiles_and_a_lost_client(string culture)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await LoseAClientAsync(culture, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task LoseAClientAsync(string culture, string folder)
    {
        var run = await RunAsync("point-to-site.ps1", culture, "-Path", folder);

        Assert.Empty(run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(Section(run, "2.", "3."), l => l.StartsWith("What if: Configure point-to-site", StringComparison.Ordinal));
        Assert.Contains("alice: OpenVpn, StrongSwan, Windows, Apple, NetworkManager, AzureVpn; reaches rg-hub/vnet-hub", run.Lines);
        Assert.Equal(["alice: Valid", "bob: Revoked"], Section(run, "4.", null).Where(l => l.Contains(": ", StringComparison.Ordinal)));
        var profile = Assert.Single(Directory.GetFiles(folder, "*.ovpn", SearchOption.AllDirectories), f => f.Contains("alice", StringComparison.Ordinal));
        Assert.Contains("PRIVATE KEY", await File.ReadAllTextAsync(profile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Of each row of the table: the spoke, the state, whether it was changed (the fifth column).
    private static string[][] Rows(ConsoleRun run, string from, string to) =>
    [
        .. Section(run, from, to).Where(l => l.StartsWith("vnet-spoke-", StringComparison.Ordinal))
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(cells => new[] { cells[0], cells[1], cells[4] })
            .OrderBy(r => r[0], StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Section(ConsoleRun run, string from, string? to) => run.Lines
        .SkipWhile(l => !l.StartsWith(from, StringComparison.Ordinal))
        .TakeWhile(l => to is null || !l.StartsWith(to, StringComparison.Ordinal));

    private static Task<ConsoleRun> RunAsync(string script, string culture, params string[] arguments) => ConsoleProcess.RunAsync(
        input: null,
        new Dictionary<string, string?>
        {
            ["LANG"] = culture.Replace('-', '_') + ".UTF-8", ["LC_ALL"] = culture.Replace('-', '_') + ".UTF-8",
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
        },
        ["-NonInteractive", "-File", Path.Combine(Repository.Root, "examples", script), .. arguments]);
}
