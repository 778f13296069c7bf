using AzNetHelper.Arm;
using AzNetHelper.Planning;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>A journal in an append blob, against what the documents of Blob Storage say.</summary>
public sealed class BlobJournalTests
{
    private const string Address = "https://account.blob.core.windows.net/journals/run";

    private static readonly Change Creation = new(Estate.Half("hub", "h"), ChangeKind.Create, "c") { After = "{}" };

    private readonly FakeBlob _blob = new();

    [Fact]
    public async Task It_is_made_leased_read_added_to_and_released()
    {
        await WriteAsync();
        await WriteAsync();

        Assert.Equal(["PUT", "PUT lease acquire", "GET", "PUT appendblock 0"], _blob.Log.Take(4));
        Assert.Equal("PUT lease release", _blob.Log[5]);
        Assert.Equal(6, _blob.Log.Skip(6).Count());
        Assert.Equal(5, _blob.Text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal("Bearer for https://storage.azure.com/.default", _blob.Authorization);
        Assert.Null(_blob.Lease);
    }

    [Theory]
    [InlineData("LostAfter")]
    [InlineData("LostBefore")]
    [InlineData("503")]
    [InlineData("429")]
    public async Task An_entry_whose_answer_was_lost_stands_there_once(string fault)
    {
        _blob.Faults = n => n == 2 ? fault : null;
        await WriteAsync();

        Assert.Equal(3, _blob.Text.TrimEnd('\n').Split('\n').Length);
        await using var again = await OpenAsync();
        Assert.Equal(1, again.OpenCount);
    }

    [Fact]
    public async Task A_second_run_is_kept_out_and_one_that_lost_its_lease_starts_no_further_write()
    {
        await using var first = await OpenAsync();
        Assert.Equal("JournalInUse", (await Assert.ThrowsAsync<JournalException>(OpenAsync)).Id);

        var own = _blob.Lease;
        _blob.Lease = "another's";
        Assert.Equal("JournalNotWritten", (await Assert.ThrowsAsync<JournalException>(() => first.SendingAsync(Creation, isNew: true))).Id);
        Assert.Equal((0, string.Empty), (first.OpenCount, _blob.Text));
        _blob.Lease = own;
    }

    [Fact]
    public async Task A_signature_stands_for_the_sign_in_goes_anywhere_and_is_shown_nowhere()
    {
        await using (var journal = await RunJournal.OpenAsync(await BlobJournalStore.OpenAsync(
            new("https://storage.example/journals/run?sv=2021&sig=SECRET%2B"), new Tokens(), TimeProvider.System, default, _blob), TimeProvider.System, default))
        {
            Assert.Equal("https://storage.example/journals/run", journal.Name);
            Assert.Null(_blob.Authorization);
        }

        _blob.Type = "BlockBlob";
        var refused = await Assert.ThrowsAsync<JournalException>(() => BlobJournalStore.OpenAsync(
            new("https://storage.example/journals/run?sig=SECRET"), null, TimeProvider.System, default, _blob));
        Assert.Equal("NotAJournal", refused.Id);
        Assert.DoesNotContain("SECRET", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://account.blob.core.windows.net/journals/run")]
    [InlineData("https://account.blob.core.windows.net.example/journals/run")]
    [InlineData("https://example.com/journals/run")]
    [InlineData("https://account.blob.core.windows.net/run")]
    [InlineData("ftp://account/journals/run?sig=x")]
    public async Task The_sign_in_is_shown_to_storage_accounts_alone(string address)
    {
        var refused = await Assert.ThrowsAsync<JournalException>(() =>
            BlobJournalStore.OpenAsync(new(address), new Tokens(), TimeProvider.System, default, _blob));

        Assert.Equal("JournalLocationNotSupported", refused.Id);
        Assert.Empty(_blob.Log);
    }

    private async Task WriteAsync()
    {
        await using var journal = await OpenAsync();
        await journal.BeginAsync(new("p"));
        await journal.SendingAsync(Creation, isNew: true);
    }

    private async Task<RunJournal> OpenAsync() => await RunJournal.OpenAsync(
        await BlobJournalStore.OpenAsync(new(Address), new Tokens(), TimeProvider.System, default, _blob), TimeProvider.System, default);

    private sealed class Tokens : ITokenSource
    {
        public Task<ArmToken> GetTokenAsync(string audience, CancellationToken cancellationToken) =>
            Task.FromResult(new ArmToken($"for {audience}", DateTimeOffset.MaxValue));
    }
}
