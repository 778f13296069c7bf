using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>From what -Journal names to the journal.</summary>
internal static class JournalLocation
{
    /// <summary>The full path of a journal; a URI is left as it is.</summary>
    public static string ResolveJournal(this PSCmdlet cmdlet, string journal) =>
        IsAddress(journal) ? journal : cmdlet.ResolveNewFile(journal);

    /// <summary>Opens it; null for one that is kept in memory, for this run alone.</summary>
    public static async Task<RunJournal> OpenAsync(string? journal, IArm arm, CancellationToken stop)
    {
        if (journal is null)
        {
            return RunJournal.InMemory(arm.Time);
        }

        IJournalStore store = !IsAddress(journal) ? FileJournalStore.Open(journal)
            : Uri.TryCreate(journal, UriKind.Absolute, out var address)
                ? await BlobJournalStore.OpenAsync(address, arm as ITokenSource, TimeProvider.System, stop)
                : throw new JournalException("-Journal", "JournalLocationNotSupported", FailureKind.InvalidArgument,
                    "-Journal is neither a path nor the address of a blob. Nothing was written.");
        return await RunJournal.OpenAsync(store, arm.Time, stop);
    }

    private static bool IsAddress(string journal) => journal.Contains("://", StringComparison.Ordinal);
}
