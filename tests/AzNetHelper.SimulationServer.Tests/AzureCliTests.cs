using System.Text.Json.Nodes;
using AzNetHelper.Simulation;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>
/// The Azure CLI and this module on the same networks. Where it is not installed the test is skipped, in .ci/run too:
/// it takes minutes to install. tests/interop/az sets a fault of Debian's package right from outside; a CLI without the
/// fault does not notice it.
/// </summary>
public sealed class AzureCliTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_the_CLI_builds_this_module_reads_and_the_other_way_round()
    {
        await using var bed = await ServerBed.StartAsync(scale: 60, pageSize: 2);
        await SignInAsync(bed);

        await AzAsync(bed, "network vnet create -g rg-app -n vnet-az --address-prefixes 10.71.0.0/16 "
            + "--subnet-name snet-az --subnet-prefixes 10.71.0.0/24");
        var first = await AzAsync(bed, "network vnet peering create -g rg-app --vnet-name vnet-az -n az-to-hub "
            + $"--remote-vnet {SampleEstate.Hub} --allow-vnet-access");
        Assert.Equal("Initiated", (string)first["peeringState"]!);
        var second = await AzAsync(bed, "network vnet peering create -g rg-hub --vnet-name vnet-hub -n hub-to-az "
            + $"--remote-vnet {Network("vnet-az")} --allow-vnet-access --allow-gateway-transit");
        Assert.Equal("Connected", (string)second["peeringState"]!);

        Assert.Equal(["vnet-az Connected True"], await bed.ModuleAsync("""
            Get-VNetPeering -VNet rg-hub/vnet-hub | ForEach-Object { "$($_.RemoteVNet) $($_.State) $($_.IsHealthy)" }
            """));

        // A grown address space leaves the other side behind, until it is synchronised.
        await AzAsync(bed, "network vnet update -g rg-app -n vnet-az --address-prefixes 10.71.0.0/16 10.72.0.0/16");
        Assert.Equal("LocalNotInSync", (string)(await ShowAsync())["peeringSyncLevel"]!);
        var synced = await AzAsync(bed, "network vnet peering sync -g rg-hub --vnet-name vnet-hub -n hub-to-az");
        Assert.Equal("FullyInSync", (string)synced["peeringSyncLevel"]!);
        Assert.Contains("10.72.0.0/16", synced["remoteAddressSpace"]!.ToJsonString(), StringComparison.Ordinal);

        // The other way round: this module takes the pair away and peers two spokes, and the CLI sees it.
        await bed.ModuleAsync("""
            $null = Remove-VNetPeering -VNet rg-hub/vnet-hub -RemoteVNet rg-app/vnet-az -Force -Confirm:$false
            $null = New-HubSpokePeering -Hub rg-hub/vnet-hub -Spoke vnet-spoke-app, vnet-spoke-data, vnet-spoke-web -Force
            """);
        var list = (await AzAsync(bed, "network vnet peering list -g rg-hub --vnet-name vnet-hub")).AsArray();
        Assert.Equal(["vnet-spoke-app Connected", "vnet-spoke-data Connected", "vnet-spoke-web Connected"],
            list.Select(p => $"{((string)p!["remoteVirtualNetwork"]!["id"]!).Split('/')[^1]} {p["peeringState"]}")
                .Order(StringComparer.Ordinal));

        var name = (string)list[0]!["name"]!;
        await RunAsync(bed, $"network vnet peering delete -g rg-hub --vnet-name vnet-hub -n {name}");
        var gone = await RunAsync(bed, $"network vnet peering show -g rg-hub --vnet-name vnet-hub -n {name}");
        Assert.Equal(3, gone.ExitCode);
        Assert.Contains("(NotFound)", gone.Error, StringComparison.Ordinal);
        var overlap = await RunAsync(bed, "network vnet subnet create -g rg-app --vnet-name vnet-az -n snet-out "
            + "--address-prefixes 192.168.0.0/24");
        Assert.NotEqual(0, overlap.ExitCode);
        Assert.Contains("NetcfgSubnetRangeOutsideVnet", overlap.Error, StringComparison.Ordinal);

        async Task<JsonNode> ShowAsync() =>
            await AzAsync(bed, "network vnet peering show -g rg-hub --vnet-name vnet-hub -n hub-to-az");
    }

    [Theory]
    [InlineData("README.md", "az cloud register")]
    [InlineData("src/AzNetHelper.SimulationServer/README.md", "az cloud register")]
    public async Task The_commands_of_the_readmes_work_as_they_stand(string readme, string holding)
    {
        await using var bed = await ServerBed.StartAsync(scale: 60);
        var lines = Readme.Block(Path.Combine(Repository.Root, readme), "bash", holding);
        // The server is here already; how it is started from a shell is what ProcessTests see to.
        lines = lines[Math.Max(0, lines.IndexOf("export AZURE_CONFIG_DIR", StringComparison.Ordinal))..];
        Az();

        var run = await ToolProcess.RunAsync("bash", ["-e", "-c", lines], Repository.Root,
            bed.Environment([.. Quiet, ("TMPDIR", _folder.FullName)]), TimeSpan.FromMinutes(5));

        Assert.Contains("vnet-hub", run.Succeeded(), StringComparison.Ordinal);
    }

    private static string Network(string name) =>
        SampleEstate.SpokeApp.ToString().Replace("vnet-spoke-app", name, StringComparison.Ordinal);

    private async Task SignInAsync(ServerBed bed)
    {
        await RunAsync(bed, $"cloud register -n simulation --endpoint-resource-manager {bed.Server["ARM_ENDPOINT"]}");
        await RunAsync(bed, "cloud set -n simulation");
        var accounts = (await AzAsync(bed, "login --identity")).AsArray();
        Assert.Contains(accounts, a => (string)a!["id"]! == ServerBed.Subscription && (string)a["state"]! == "Enabled");
        await RunAsync(bed, $"account set -s {ServerBed.Subscription}");
    }

    private async Task<JsonNode> AzAsync(ServerBed bed, string command) =>
        JsonNode.Parse((await RunAsync(bed, command + " -o json")).Succeeded())!;

    private async Task<ToolRun> RunAsync(ServerBed bed, string command)
    {
        return await ToolProcess.RunAsync(Az(), command.Split(' '), _folder.FullName, bed.Environment(
        [
            .. Quiet,
            ("AZURE_CONFIG_DIR", _folder.FullName),
            ("REQUESTS_CA_BUNDLE", bed.Server["CA_FILE"]),
            ("PYTHONPATH", Path.Combine(Repository.Root, "tests", "interop", "az")),
        ]), TimeSpan.FromMinutes(3));
    }

    // It talks to nobody but the server: no telemetry, no extensions on the way; and what has no switch (a look for
    // newer versions, suggestions for wrong commands) meets a proxy that is not there.
    internal static (string, string?)[] Quiet { get; } =
    [
        ("AZURE_CORE_COLLECT_TELEMETRY", "false"),
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("AZURE_EXTENSION_USE_DYNAMIC_INSTALL", "no"),
        ("AZURE_CORE_NO_COLOR", "true"),
        ("AZURE_CORE_DISABLE_PROGRESS_BAR", "true"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
    ];

    private static string Az()
    {
        var az = ToolProcess.Find("az");
        Assert.SkipWhen(az is null, "The Azure CLI is not installed.");
        return az!;
    }
}
