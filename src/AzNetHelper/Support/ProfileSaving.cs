using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Files;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>Writes the profiles of clients below a folder: what is in the way is told of all of them before the first one is written.</summary>
/// <param name="cmdlet">Whose profiles they are.</param>
/// <param name="folder">The full path of the folder.</param>
/// <param name="replaces">True to replace files that are there.</param>
/// <param name="stop">Ends it; a profile that is under way is not left half written.</param>
internal sealed class ProfileSaving(PSCmdlet cmdlet, string folder, bool replaces, CancellationToken stop)
{
    /// <summary>Says what would be written, where that is all that is asked.</summary>
    public void Foretell(ImmutableArray<ExportedClientProfile> foreseen)
    {
        foreach (var profile in foreseen)
        {
            Agrees(profile, Path.Combine(folder, profile.Path));
        }
    }

    /// <summary>Writes the profiles, one after another, each whole or not at all, and returns what was written.</summary>
    public void Save(ImmutableArray<PreparedProfile> prepared)
    {
        var files = prepared.Select(p => p.FilesBelow(folder)).ToArray();
        var obstacles = FileSet.Obstacles(files.SelectMany(f => f), replaces);
        foreach (var obstacle in obstacles)
        {
            cmdlet.WriteFailure(obstacle);
        }

        for (var i = 0; i < files.Length && obstacles.IsEmpty; i++)
        {
            var told = prepared[i].Below(folder);
            if (Agrees(told, told.Path) && Save(told, files[i]))
            {
                TellLeftovers(told);
                cmdlet.WriteObject(told);
            }
        }
    }

    private bool Agrees(ExportedClientProfile told, string path) =>
        cmdlet.ShouldProcess(path, $"Save the profiles ({string.Join(", ", told.Formats)}) of {told.Client}");

    // What an earlier export has written under other names, keys among it, would go to the client's person with the rest.
    private void TellLeftovers(ExportedClientProfile told)
    {
        if (ProfileLeftovers.Of(told) is { IsEmpty: false } left)
        {
            cmdlet.Warn($"{told.Path} holds files that this export has not written, with a key perhaps: {string.Join(", ", left)}. "
                + "Remove what is of an earlier one.");
        }
    }

    private bool Save(ExportedClientProfile told, ImmutableArray<NewFile> files)
    {
        try
        {
            FileSet.Write(files, replaces, stop);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cmdlet.WriteFailure(new("FileNotWritten", FailureKind.WriteError,
                $"The profiles of {told.Client} were not written: {EarlierFileException.Told(e)}", told.Path) { Cause = e });
            return false;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
