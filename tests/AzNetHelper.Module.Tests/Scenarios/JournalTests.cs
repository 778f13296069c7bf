using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>-Journal and -UndoOnFailure as people use them.</summary>
public sealed class JournalTests : IDisposable
{
    private const string Peer = "New-VNetPeering vnet-spoke-data vnet-spoke-web";

    private readonly Rehearsal _rehearsal = new();

    private string Journal => Path.Combine(_rehearsal.Folder, "run.journal");

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-PlanOnly")]
    public void What_is_only_looked_at_leaves_no_journal(string option)
    {
        _rehearsal.RunWell($"{Peer} -Journal ./run.journal {option}");

        Assert.False(File.Exists(Journal));
    }

    [Theory]
    [InlineData(Peer)]
    [InlineData("New-HubSpokePeering vnet-spoke-data vnet-spoke-web")]
    [InlineData(Peer + " -PlanOnly | Invoke-VNetPlan")]
    [InlineData("Remove-VNetPeering vnet-dev vnet-test -Force")]
    public void Every_changing_command_keeps_one_relative_to_the_location(string command)
    {
        _rehearsal.RunWell($"{command} -Journal ./run.journal");

        var lines = File.ReadAllLines(Journal);
        var writes = _rehearsal.WritesTaken.Count;
        Assert.NotEqual(0, writes);
        Assert.Equal((writes, writes), (lines.Count(l => l.Contains("\"sending\"", StringComparison.Ordinal)), lines.Count(l => l.Contains("\"end\":\"Done\"", StringComparison.Ordinal))));
        Assert.Contains("\"succeeded\":true", lines[^1], StringComparison.Ordinal);

        _rehearsal.RunWell($"{command} -Journal ./run.journal -ErrorAction SilentlyContinue");
        Assert.Equal(writes, _rehearsal.WritesTaken.Count);
    }

    [Theory]
    [InlineData("my shopping list", "NotAJournal")]
    [InlineData("{\"format\":\"AzNetHelper journal\",\"version\":\"1.0\"}\ngarbage\n{\"entry\":\"x\"}\n", "JournalDamaged")]
    public void A_file_that_is_none_is_refused_before_any_write_and_left_as_it_is(string text, string id)
    {
        File.WriteAllText(Journal, text);

        var run = _rehearsal.Run($"{Peer} -Journal ./run.journal");

        Assert.StartsWith(id + ",", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(_rehearsal.Writes);
        Assert.DoesNotContain(run.Host, l => l.Contains("was stopped", StringComparison.Ordinal));
        Assert.Equal(text, File.ReadAllText(Journal));
    }

    [Fact]
    public void One_that_another_run_has_open_is_refused_before_any_write()
    {
        using (new FileStream(Journal, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var run = _rehearsal.Run($"{Peer} -Journal ./run.journal");

            Assert.StartsWith("JournalInUse,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.Empty(_rehearsal.Writes);
    }

    [Fact]
    public async Task A_run_that_is_stopped_gives_its_account_in_the_journal_and_the_next_one_finishes()
    {
        var run = await _rehearsal.Engine.StopAsync(
            "New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data, vnet-spoke-web -Journal ./run.journal", () => _rehearsal.WritesArriveAsync(1));

        Assert.IsType<System.Management.Automation.PipelineStoppedException>(run.Ended);
        Assert.Contains("NotStarted", (await File.ReadAllLinesAsync(Journal))[^1], StringComparison.Ordinal);
        Assert.Contains("\"succeeded\":false", (await File.ReadAllLinesAsync(Journal))[^1], StringComparison.Ordinal);

        var again = _rehearsal.RunWell("New-HubSpokePeering vnet-hub vnet-spoke-app, vnet-spoke-data, vnet-spoke-web -Journal ./run.journal");
        Assert.All(again.Output, o => Assert.Equal("Connected", $"{o.Properties["State"].Value}"));
        Assert.Equal(_rehearsal.WritesTaken.Distinct().Count(), _rehearsal.WritesTaken.Count);
    }

    [Fact]
    public void What_a_failed_run_made_is_taken_back_and_nothing_else()
    {
        _rehearsal.RunWell("""
            $simulation.Faults.Add('PUT', '*/vnet-spoke-web/virtualNetworkPeerings/*', [AzNetHelper.Simulation.Fault+Answers]::new(403, 'RequestDisallowedByPolicy', 'No.'), 0)
            """);
        var before = _rehearsal.Networks().Select(Halves).ToList();

        var run = _rehearsal.Run("New-VNetPeering vnet-spoke-data vnet-spoke-web, vnet-spoke-app -UndoOnFailure");

        Assert.StartsWith("RequestDisallowedByPolicy,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, _rehearsal.Networks().Select(Halves).ToList());
        var undone = run.Output.Where(o => o.BaseObject.GetType().Name == "ChangeResult").ToList();
        Assert.Equal(3, undone.Count);
        Assert.All(undone, o => Assert.Equal("Done Delete", $"{o.Properties["Outcome"].Value} {o.Properties["Kind"].Value}"));
    }

    [Fact]
    public void A_run_that_ended_well_or_was_not_asked_to_takes_nothing_back()
    {
        Assert.Single(_rehearsal.RunWell($"{Peer} -UndoOnFailure").Output);
        _rehearsal.RunWell("""
            $simulation.Faults.Add('PUT', '*/vnet-spoke-app/virtualNetworkPeerings/*', [AzNetHelper.Simulation.Fault+Answers]::new(403, 'RequestDisallowedByPolicy', 'No.'), 0)
            """);
        _rehearsal.Run("New-VNetPeering vnet-spoke-data vnet-spoke-app");

        Assert.DoesNotContain(_rehearsal.Writes, w => w.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Equal(3, _rehearsal.WritesTaken.Count);
    }

    [Fact]
    public void A_journal_at_an_address_that_is_no_blob_is_refused_and_its_query_is_not_shown()
    {
        // Who rehearses is signed in nowhere.
        Assert.StartsWith("JournalNotOpened,", Assert.Single(_rehearsal.Run($"{Peer} -Journal https://a.blob.core.windows.net/c/j").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        var run = _rehearsal.Run($"{Peer} -Journal 'http://a.blob.core.windows.net/c/j?sig=SECRET'");

        Assert.StartsWith("JournalLocationNotSupported,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Everything, StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Writes);
    }

    private static string Halves(System.Text.Json.Nodes.JsonObject network) => string.Join(' ',
        (network["properties"]!["virtualNetworkPeerings"]?.AsArray() ?? []).Select(h => $"{h!["name"]} {h["properties"]!["peeringState"]}").Order(StringComparer.Ordinal));
}
