using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Shared;
using Xunit;

namespace AzNetHelper.Tests.PointToSite.Tunnels;

/// <summary>A configuration profile as a reader of property lists that is not ours sees it.</summary>
public sealed class PropertyListTests
{
    private const string Reader = """
        import plistlib, sys
        with open(sys.argv[1], 'rb') as f: profile = plistlib.load(f)
        vpn = profile['PayloadContent'][-1]
        print(profile['PayloadDisplayName'], vpn['IKEv2']['RemoteAddress'], vpn['IKEv2']['ExtendedAuthEnabled'], type(profile['PayloadContent'][0]['PayloadContent']).__name__, sep='|')
        """;

    [Fact]
    public async Task Python_reads_what_was_written()
    {
        if (ToolProcess.Find("python3") is not { } python)
        {
            ToolProcess.Missing("Needs python3 (.ci/run installs it).");
            return;
        }

        var gateway = new StandInGateway();
        using var client = TestCertificates.Client("alice", 3, TestCertificates.Root("P2S Root", 2));
        using var password = TestCertificates.Secret("pass word");
        var (files, _, _) = ClientProfiles.Apple.Write(new("Zoë & <王>", gateway.Package) { Client = client, KeyPassword = password });
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, files[0].Content.ToArray());
            var run = await ToolProcess.RunAsync(python, ["-c", Reader, file], Path.GetTempPath(),
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["PYTHONIOENCODING"] = "utf-8" }, TimeSpan.FromSeconds(60));
            Assert.Equal($"Zoë & <王>|{gateway.Fqdn}|1|bytes", run.Succeeded());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
