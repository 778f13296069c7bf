using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Isolation;

/// <summary>
/// Each in a process of its own, where an older Azure.Core was loaded first and a hook for the whole process hands it
/// out.
/// </summary>
public sealed class IsolationTests
{
    private const string Import = "Import-Module $env:AzNetHelperManifest -ErrorAction Stop; ";
    private const string Connect = "$null = Connect-AzNetSession -Rehearsal; (Get-AzNetSession).Id";
    private const string Use = "(Connect-AzNetSession -Rehearsal -PassThru).IsRehearsal";

    private static readonly string[] Sdk = ["Azure.", "Microsoft.Identity.", "System.ClientModel", "AzNetHelper.Azure"];

    [Fact]
    public async Task Import_loads_nothing_of_the_Azure_SDK()
    {
        var lines = await ChildProcess.RunAsync(Import + "(Get-Module AzNetHelper).Name; Get-AzNetSession");

        Assert.Equal(["output AzNetHelper"], Told(lines));
        Assert.DoesNotContain(Loaded(lines), a => Sdk.Any(s => a.StartsWith(s, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Import + Use, 1)]
    [InlineData(Import + "Import-Module $env:AzNetHelperManifest -Force; " + Use, 1)]
    [InlineData(Import + Use + "; Import-Module $env:AzNetHelperManifest -Force; " + Use, 2)]
    [InlineData(Import + Use + "; Remove-Module AzNetHelper; " + Import + Use, 2)]
    public async Task An_older_Azure_Core_elsewhere_changes_nothing(string script, int uses)
    {
        var lines = await ChildProcess.RunAsync(script, withOldCore: true);

        Assert.Equal(Enumerable.Repeat("output True", uses), Told(lines));
        AssertBothCores(lines);
    }

    [Fact]
    public Task Four_runspaces_at_once_share_the_SDK_and_have_a_session_each() =>
        AssertASessionEachAsync(4, preparation: string.Empty, Import + Connect);

    [Fact]
    public Task The_first_use_of_the_SDK_by_many_runspaces_at_once_loads_it_once() =>
        AssertASessionEachAsync(32, Import, Connect);

    private static async Task AssertASessionEachAsync(int runspaces, string preparation, string script)
    {
        var lines = await ChildProcess.RunAsync(script, withOldCore: true, runspaces, preparation);

        Assert.All(Told(lines), line => Assert.True(Guid.TryParse(line["output ".Length..], out _), string.Join('\n', Told(lines))));
        Assert.Equal(runspaces, Told(lines).Distinct().Count());
        AssertBothCores(lines);
    }

    private static void AssertBothCores(IReadOnlyList<string> lines)
    {
        Assert.Single(Loaded(lines), "Azure.Core 1.36.0.0 in Default");
        Assert.Single(Loaded(lines), "Azure.Core 1.53.0.0 in AzNetHelper.Azure");
        Assert.Single(Loaded(lines), a => a.StartsWith("AzNetHelper.Azure ", StringComparison.Ordinal));
        // The port's types exist once, or nothing that crosses it would fit.
        Assert.EndsWith(" in Default",
            Assert.Single(Loaded(lines), a => a.StartsWith("AzNetHelper.Core ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Told(IEnumerable<string> lines) =>
        lines.Where(l => !l.StartsWith("loaded ", StringComparison.Ordinal));

    private static IEnumerable<string> Loaded(IEnumerable<string> lines) =>
        lines.Where(l => l.StartsWith("loaded ", StringComparison.Ordinal)).Select(l => l["loaded ".Length..]);
}
