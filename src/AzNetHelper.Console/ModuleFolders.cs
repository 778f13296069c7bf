namespace AzNetHelper.Console;

/// <summary>Where modules are looked for: nowhere but here, so that what runs is what was built.</summary>
internal static class ModuleFolders
{
    public const string ModuleName = "AzNetHelper";

    /// <summary>The value of PSModulePath; empty when there is no folder at all.</summary>
    public static string SearchPath(string? modulePath)
    {
        string?[] folders = [modulePath is null ? null : Path.GetFullPath(modulePath), OutputFolder(AppContext.BaseDirectory)];
        return string.Join(Path.PathSeparator, folders.OfType<string>());
    }

    /// <summary>The output/ of the repository that a folder lies in.</summary>
    private static string? OutputFolder(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var output = Path.Combine(folder.FullName, "output");
            if (File.Exists(Path.Combine(folder.FullName, ModuleName + ".psd1")) && Directory.Exists(Path.Combine(output, ModuleName)))
            {
                return output;
            }
        }

        return null;
    }
}
