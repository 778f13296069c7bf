using System.Diagnostics;
using System.Management.Automation;
using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Console;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>Files that cannot be written, may not be changed, or are not what they should be.</summary>
public sealed class FileTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void A_rehearsal_leaves_its_read_only_snapshot_as_it_was()
    {
        var file = new FileInfo(HubEstate.Write(_rehearsal.Folder, 2));
        var before = File.ReadAllText(file.FullName);
        file.IsReadOnly = true;

        _rehearsal.RunWell("Connect-AzNetSession -Rehearsal -Snapshot ./estate.json; New-HubSpokePeering vnet-hub spoke-01, spoke-02");

        Assert.Equal(before, File.ReadAllText(file.FullName));
        file.IsReadOnly = false;
    }

    [Theory]
    [InlineData("./none.json", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("./bad.json", "InvalidSnapshot", ErrorCategory.InvalidData)]
    [InlineData("Variable:x", "NotAFile", ErrorCategory.InvalidArgument)]
    [InlineData("nodrive:/x.json", "PathNotFound", ErrorCategory.ObjectNotFound)]
    public void A_snapshot_that_cannot_be_read_opens_no_session(string path, string id, ErrorCategory category)
    {
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "bad.json"), "{ no json");

        var run = _rehearsal.Engine.RunStrict($"Disconnect-AzNetSession; Connect-AzNetSession -Rehearsal -Snapshot '{path}'");

        Assert.Equal((id, category), (run.TerminatingId, run.Terminating?.CategoryInfo.Category));
        Assert.NotNull(run.Terminating!.TargetObject);
        Assert.Empty(_rehearsal.RunWell("Get-AzNetSession").Output);
    }

    [Fact]
    public void An_export_does_not_replace_a_file_unless_told()
    {
        var file = Path.Combine(_rehearsal.Folder, "mine.json");
        File.WriteAllText(file, "mine");

        var run = _rehearsal.Run("Export-VNetTopology ./mine.json");

        Assert.StartsWith("FileExists,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(_rehearsal.Folder));
        _rehearsal.RunWell("Export-VNetTopology ./mine.json -Force");
        Assert.StartsWith("{", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./no-such-folder/x.json")]
    [InlineData("/proc/x.json")]
    public void An_export_to_where_nothing_can_be_written_says_so(string path)
    {
        Assert.SkipUnless(path[0] == '.' || OperatingSystem.IsLinux(), "Only Linux has /proc, where nobody can make a file.");

        var error = Assert.Single(_rehearsal.Run($"Export-VNetTopology {path}").Errors);

        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
        Assert.StartsWith("FileNotWritten,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotNull(error.TargetObject);
    }

    [Fact]
    public async Task A_full_disk_leaves_what_was_there_and_nothing_half_written()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_rehearsal.Folder, "disk")).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && (await RunAsync("unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=16k", "none", disk)).ExitCode == 0,
            "A disk of its own needs Linux and a user who may mount one in a namespace.");
        const string script = """
            $folder = "$args"
            Connect-AzNetSession -Rehearsal
            Export-VNetTopology "$folder/old.json" -Force
            "errors: $($Error.Count) $($Error[0].FullyQualifiedErrorId) $($Error[0].CategoryInfo.Category)"
            Export-VNetTopology "$folder/new.json"
            "errors: $($Error.Count) $($Error[0].FullyQualifiedErrorId) $($Error[0].CategoryInfo.Category)"
            [IO.Directory]::GetFileSystemEntries($folder) | ForEach-Object { "left: $([IO.Path]::GetFileName($_)) $([IO.File]::ReadAllText($_))" }
            """;
        File.WriteAllText(Path.Combine(_rehearsal.Folder, "script.ps1"), script);

        var run = await RunAsync("unshare", "-rm", "sh", "-c",
            "mount -t tmpfs -o size=16k none \"$0\" && printf old > \"$0/old.json\" && exec dotnet \"$1\" -NonInteractive -File \"$2\" \"$0\"",
            disk, Repository.Built("AzNetHelper.Console", "net10.0", "AzNetHelper.Console.dll"), Path.Combine(_rehearsal.Folder, "script.ps1"));

        Assert.Equal(
            [
                "errors: 1 FileNotWritten,AzNetHelper.Commands.ExportVNetTopologyCommand WriteError",
                "errors: 2 FileNotWritten,AzNetHelper.Commands.ExportVNetTopologyCommand WriteError",
                "left: old.json old",
            ],
            run.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
        Assert.Contains("What was there before is unchanged", string.Join(' ', run.Error.Split((char[])[' ', '\n', '|'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<ConsoleRun> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
