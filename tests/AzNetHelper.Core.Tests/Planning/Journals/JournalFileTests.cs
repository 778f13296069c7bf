using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>A journal as bytes: what is written is read, and what was torn, damaged or is another's is told apart.</summary>
public sealed class JournalFileTests
{
    private const string Signed = "https://management.azure.com/subscriptions/s/operations/1?api-version=2025-05-01&t=1&c=MII%2B&s=a+b/c&h=%e4";

    private static readonly ResourceId Half = Estate.Half("hub", "hub-to-s1");
    private static readonly Plan Plan = new("Peer \"ä\"\nb") { Changes = [Creation(Half)] };

    [Fact]
    public async Task What_is_under_way_is_read_back_with_its_url_character_for_character()
    {
        var store = new MemoryStore();
        await using (var journal = await OpenAsync(store))
        {
            await journal.BeginAsync(Plan);
            await journal.SendingAsync(Plan.Changes[0], isNew: true);
            await journal.AcceptedAsync(Plan.Changes[0], Operation());
        }

        await using var again = await OpenAsync(store);
        var open = again.OpenOn(Half)!;
        Assert.Equal(Signed, open.Operation!.StatusUri!.OriginalString);
        Assert.Equal((ChangeKind.Create, true), (open.Sent.Kind, open.Sent.IsNew));
        Assert.Equal(JournalContent.Of(Plan.Changes[0]), open.Sent.Content);
        Assert.True(again.HasMade(Half));
        Assert.Equal(4, store.Lines.Length);
        Assert.DoesNotContain("allowForwardedTraffic", store.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_entry_decides_what_is_open_and_what_was_made()
    {
        await using var journal = await OpenAsync(new MemoryStore());
        var (create, delete) = (Plan.Changes[0], new Change(Half, ChangeKind.Delete, "d"));

        await journal.SendingAsync(create, isNew: true);
        Assert.Equal((1, false), (journal.OpenCount, journal.HasMade(Half)));
        await journal.EndedAsync(create, WriteEnd.Refused);
        Assert.Equal((0, false), (journal.OpenCount, journal.HasMade(Half)));
        await journal.SendingAsync(create, isNew: true);
        await journal.EndedAsync(create, WriteEnd.Done);
        Assert.Equal((0, true), (journal.OpenCount, journal.HasMade(Half)));

        // Made by the run and taken back by it, then made again: it is the run's own all the same.
        await journal.SendingAsync(delete, isNew: false);
        await journal.EndedAsync(delete, WriteEnd.Done);
        Assert.False(journal.HasMade(Half));
        await journal.SendingAsync(create, isNew: true);
        await journal.AcceptedAsync(create, Operation());
        Assert.True(journal.HasMade(Half));

        await journal.EndedAsync(create, WriteEnd.Done);
        await journal.CloseAsync(new(Plan, [new(create, ChangeOutcome.Done, TimeSpan.Zero)], TimeSpan.Zero));
        Assert.False(journal.HasMade(Half));
    }

    [Fact]
    public async Task What_was_there_and_is_only_made_again_is_not_the_run_s_own()
    {
        await using var journal = await OpenAsync(new MemoryStore());
        var delete = new Change(Half, ChangeKind.Delete, "d");
        await journal.SendingAsync(delete, isNew: false);
        await journal.EndedAsync(delete, WriteEnd.Done);
        await journal.SendingAsync(Plan.Changes[0], isNew: true);
        await journal.EndedAsync(Plan.Changes[0], WriteEnd.Done);

        Assert.False(journal.HasMade(Half));
    }

    [Theory]
    [InlineData(2, "{\"entry\":\"sending\"}", "JournalDamaged")]
    [InlineData(2, "{\"entry\":\"later\"}", "JournalDamaged")]
    [InlineData(2, "garbage", "JournalDamaged")]
    [InlineData(2, "", "JournalDamaged")]
    [InlineData(2, "{\"entry\":\"ended\",\"write\":7,\"end\":\"Done\"}", "JournalDamaged")]
    [InlineData(0, "{\"format\":\"AzNetHelper journal\",\"version\":\"2.0\"}", "JournalVersion")]
    [InlineData(0, "{\"format\":\"AzNetHelper plan\",\"version\":\"1.0\"}", "NotAJournal")]
    [InlineData(0, "my shopping list", "NotAJournal")]
    public async Task Damage_in_the_middle_another_version_and_another_s_file_are_refused(int line, string text, string id)
    {
        var store = new MemoryStore();
        await using (var journal = await OpenAsync(store))
        {
            await journal.BeginAsync(Plan);
            await journal.SendingAsync(Plan.Changes[0], isNew: true);
            await journal.AcceptedAsync(Plan.Changes[0], Operation());
        }

        var lines = store.Lines;
        lines[line] = text;
        store.Text = string.Join('\n', lines) + "\n";

        var refused = await Assert.ThrowsAsync<JournalException>(() => OpenAsync(store));
        Assert.Equal(id, refused.Id);
        Assert.Contains("Nothing was written", refused.Message, StringComparison.Ordinal);
        if (id == "JournalDamaged")
        {
            Assert.Contains($"Line {line + 1} ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_is_its_owner_s_alone_and_one_run_s_at_a_time()
    {
        var folder = Directory.CreateTempSubdirectory("aznet");
        try
        {
            var path = Path.Combine(folder.FullName, "run.journal");
            await File.WriteAllTextAsync(path, string.Empty);
            await using (var journal = await RunJournal.OpenAsync(FileJournalStore.Open(path), TimeProvider.System, default))
            {
                await journal.BeginAsync(Plan);
                var refused = Assert.Throws<JournalException>(() => FileJournalStore.Open(path));
                Assert.Equal(("JournalInUse", FailureKind.ResourceBusy), (refused.Id, refused.Kind));
            }

            var fresh = Path.Combine(folder.FullName, "fresh");
            await FileJournalStore.Open(fresh).DisposeAsync();
            Assert.Equal("JournalNotOpened", Assert.Throws<JournalException>(() => FileJournalStore.Open(folder.FullName)).Id);
            Assert.Equal(2, (await File.ReadAllLinesAsync(path)).Length);
            Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are a Unix's.");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(fresh));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<RunJournal> OpenAsync(IJournalStore store) => RunJournal.OpenAsync(store, TimeProvider.System, default);

    private static Change Creation(ResourceId id) => new(id, ChangeKind.Create, "c") { After = """{"properties":{"allowForwardedTraffic":true}}""" };

    private static ArmOperation Operation() => new(ArmVerb.Put, Half.ToString(), "2025-05-01", 201)
    {
        StatusUri = new(Signed),
        RetryAfter = TimeSpan.FromSeconds(10),
        StartedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Body = "{\"secret\":1}"u8.ToArray(),
    };
}
