using System.Collections.ObjectModel;
using System.Management.Automation;
using AzNetHelper.Steps;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace AzNetHelper.Support;

/// <summary>From what the person typed to files: relative to the runspace's location, through its drives.</summary>
public static class FilePaths
{
    /// <summary>
    /// The files that -Path (with wildcards) or -LiteralPath name. What names none is a failure each.
    /// </summary>
    public static IEnumerable<string> ResolveFiles(this PSCmdlet cmdlet, IEnumerable<string> paths, bool literal)
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths)
        {
            var files = literal ? [cmdlet.ResolveNewFile(path)] : Matches(cmdlet, path);
            foreach (var file in files.Where(File.Exists))
            {
                yield return file;
            }

            if (!files.Any(File.Exists))
            {
                cmdlet.WriteFailure(new("FileNotFound", FailureKind.ObjectNotFound, $"There is no file '{path}'.", path));
            }
        }
    }

    /// <summary>The one file that a path names; a command cannot go on without it.</summary>
    public static string ResolveFile(this PSCmdlet cmdlet, string path)
    {
        var file = cmdlet.ResolveNewFile(path);
        return File.Exists(file)
            ? file
            : throw cmdlet.Terminate(new(
                "FileNotFound", FailureKind.ObjectNotFound, $"There is no file '{path}' ({file}).", path));
    }

    /// <summary>
    /// The files that a path with wildcards names; a command cannot go on without any. A file whose name has brackets is found
    /// by its name, too.
    /// </summary>
    public static IEnumerable<string> ResolveEach(this PSCmdlet cmdlet, string path)
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        string[] files = [.. Matches(cmdlet, path).Where(File.Exists)];
        return files.Length > 0 ? files : [cmdlet.ResolveFile(path)];
    }

    /// <summary>The full path of a file that need not exist; its characters are taken as they are.</summary>
    public static string ResolveNewFile(this PSCmdlet cmdlet, string path)
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        string? file = null;
        ProviderInfo? provider = null;
        try
        {
            file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException)
        {
            throw cmdlet.Terminate(new("PathNotFound", FailureKind.ObjectNotFound, e.Message, path) { Cause = e });
        }

        return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal)
            ? file
            : throw cmdlet.RefuseArgument(
                "NotAFile", $"'{path}' lies on a drive of {provider.Name}; a file is needed.", path);
    }

    private static Collection<string> Matches(PSCmdlet cmdlet, string path)
    {
        try
        {
            var files = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal) ? files : [];
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException)
        {
            throw cmdlet.Terminate(new("PathNotFound", FailureKind.ObjectNotFound, e.Message, path) { Cause = e });
        }
    }
}
