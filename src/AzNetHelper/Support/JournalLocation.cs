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
        journal.Contains("://", StringComparison.Ordinal) ? journal : cmdlet.ResolveNewFile(journal);

    /// <summary>Opens it; null for one that is kept in memory, for this run alone.</summary>
    public static async Task<RunJournal> OpenAsync(string? journal, IArm arm, CancellationToken stop)
    {
        if (journal is null)
        {
            return RunJournal.InMemory(arm.Time);
        }

        if (journal.Contains("://", StringComparison.Ordinal))
        {
            // Without its query, which may be what grants access to it.
            var shown = journal.Split('?')[0];
            throw new JournalException(shown, "JournalLocationNotSupported", FailureKind.InvalidArgument,
                $"A journal cannot be kept at {shown}. Nothing was written. Give the path of a file.");
        }

        return await RunJournal.OpenAsync(FileJournalStore.Open(journal), arm.Time, stop);
    }
}
