using AzNetHelper.Arm;
using AzNetHelper.Planning;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>However often its writers are killed in the middle of a line, a journal can be read, and says what is under way.</summary>
public sealed class JournalProperties
{
    private static readonly Change Creation = new(Estate.Half("hub", "ä"), ChangeKind.Create, "c") { After = "{}" };

    [Fact]
    public void Cut_anywhere_it_is_read_and_goes_on_and_is_cut_again() => Gen.Int[0, 100_000].Array[1, 6].Sample(cuts =>
    {
        var store = new MemoryStore();
        foreach (var cut in cuts)
        {
            var before = store.Length;
            WriteAsync(store).GetAwaiter().GetResult();
            store.Cut(cut % (store.Length - before + 1));
        }

        WriteAsync(store).GetAwaiter().GetResult();
        var whole = RunJournal.OpenAsync(store, TimeProvider.System, default).GetAwaiter().GetResult();
        Assert.NotNull(whole.OpenOn(Creation.Resource)!.Operation);
    }, iter: 500);

    private static async Task WriteAsync(MemoryStore store)
    {
        await using var journal = await RunJournal.OpenAsync(store, TimeProvider.System, default);
        await journal.BeginAsync(new("ü\n") { Changes = [Creation] });
        await journal.SendingAsync(Creation, isNew: true);
        await journal.AcceptedAsync(Creation, new(ArmVerb.Put, Creation.Resource.ToString(), "2025-05-01", 201)
        {
            StatusUri = new("https://management.azure.com/operations/1?s=a%2Bb"),
        });
        await journal.EndedAsync(Creation, WriteEnd.Refused);
        await journal.SendingAsync(Creation, isNew: true);
        await journal.AcceptedAsync(Creation, new(ArmVerb.Put, Creation.Resource.ToString(), "2025-05-01", 201));
    }
}
