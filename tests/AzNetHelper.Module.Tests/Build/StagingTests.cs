using System.Diagnostics;
using System.IO.Compression;
using Xunit;

namespace AzNetHelper.Tests.Build;

/// <summary>The targets themselves, into a folder of the test.</summary>
public sealed class StagingTests
{
    [Fact]
    public async Task Staging_removes_what_is_stale_and_the_zip_has_the_same_files_and_always_the_same_bytes()
    {
        var output = Directory.CreateTempSubdirectory("AzNetHelper staging ");
        try
        {
            string[] stale = ["AzNetHelper/0.0.1/AzNetHelper.dll", $"AzNetHelper/{Repository.Version}/dependencies/AzNetHelper.Core.dll"];
            foreach (var file in stale.Select(f => Path.Combine(output.FullName, f)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, "from an earlier build");
            }

            await PackAsync(output.FullName);
            var zipFile = Path.Combine(output.FullName, "AzNetHelper.zip");
            var first = await File.ReadAllBytesAsync(zipFile);
            await PackAsync(output.FullName);

            var staged = StagedModuleTests.FilesBelow(Repository.Module).ToArray();
            Assert.Equal([Repository.Version], Directory.GetDirectories(Path.Combine(output.FullName, "AzNetHelper")).Select(Path.GetFileName));
            Assert.Equal(staged, StagedModuleTests.FilesBelow(Path.Combine(output.FullName, "AzNetHelper", Repository.Version)));
            await using var zip = await ZipFile.OpenReadAsync(zipFile);
            Assert.Equal(staged.Select(f => "AzNetHelper/" + f), zip.Entries.Select(e => e.FullName));
            Assert.Equal(first, await File.ReadAllBytesAsync(zipFile));
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private static async Task PackAsync(string output)
    {
        // No server or node stays behind, and nothing that is already built is built again.
        var start = new ProcessStartInfo("dotnet",
        [
            "build", "src/AzNetHelper", "--no-restore", "-c", Repository.Configuration, "-t:PackModule", "-nodeReuse:false", "-v:quiet",
            "-p:UseSharedCompilation=false", "-p:BuildProjectReferences=false", $"-p:OutputRoot={output}/",
        ])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            var said = await build.StandardOutput.ReadToEndAsync(limit.Token);
            await build.WaitForExitAsync(limit.Token);
            Assert.True(build.ExitCode == 0, said);
        }
        finally
        {
            if (!build.HasExited)
            {
                build.Kill(entireProcessTree: true);
            }
        }
    }
}
