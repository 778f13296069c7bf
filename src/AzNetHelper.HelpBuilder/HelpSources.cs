namespace AzNetHelper.HelpBuilder;

/// <summary>Brings cmdlets and the files that describe them together.</summary>
public static class HelpSources
{
    private const string NoCmdlet = "README.md";

    /// <summary>Every cmdlet with its page, and everything that is wrong, at once.</summary>
    public static (IReadOnlyList<(CmdletShape Cmdlet, HelpPage Page)> Commands, IReadOnlyList<HelpError> Errors) Match(
        IReadOnlyList<CmdletShape> cmdlets,
        string folder)
    {
        ArgumentNullException.ThrowIfNull(cmdlets);
        var commands = new List<(CmdletShape, HelpPage)>();
        var errors = new List<HelpError>();
        foreach (var cmdlet in cmdlets)
        {
            var file = Path.Combine(folder, cmdlet.Name + ".md");
            if (!File.Exists(file))
            {
                errors.Add(new(file, 1, "HELP020", $"{cmdlet.Name} ({cmdlet.TypeName}) has no help: write this file as README.md beside it says."));
                continue;
            }

            var reader = new HelpPageReader(file);
            var page = reader.Read(File.ReadAllText(file));
            errors.AddRange(reader.Errors);
            if (reader.Errors.Count == 0)
            {
                errors.AddRange(PageCheck.Check(page, cmdlet));
            }

            commands.Add((cmdlet, page));
        }

        foreach (var file in Strays(cmdlets, folder))
        {
            errors.Add(new(file, 1, "HELP021", "No cmdlet has this name: rename the file or delete it."));
        }

        return (commands, errors);
    }

    private static IEnumerable<string> Strays(IEnumerable<CmdletShape> cmdlets, string folder)
    {
        var known = cmdlets.Select(c => c.Name + ".md").Append(NoCmdlet).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(folder, "*.md").Where(f => !known.Contains(Path.GetFileName(f))).Order(StringComparer.Ordinal);
    }
}
