namespace AzNetHelper.HelpBuilder;

/// <summary>Whether a page says all of a cmdlet, and nothing that the cmdlet has not.</summary>
public static class PageCheck
{
    private const int LeastExamples = 2;

    public static IEnumerable<HelpError> Check(HelpPage page, CmdletShape cmdlet)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(cmdlet);
        if (page.Name != cmdlet.Name)
        {
            yield return new(page.File, 1, "HELP010", $"The title is '{page.Name}', the cmdlet is '{cmdlet.Name}'.");
        }

        if (page.Synopsis.Length == 0)
        {
            yield return new(page.File, 1, "HELP011", $"{cmdlet.Name} has no '## Synopsis'.");
        }

        if (page.Description.Count == 0)
        {
            yield return new(page.File, 1, "HELP012", $"{cmdlet.Name} has no '## Description'.");
        }

        foreach (var missing in cmdlet.Parameters.Where(p => p.StandardText is null && !page.Parameters.Any(e => e.Name == p.Name)))
        {
            yield return new(page.File, 1, "HELP013", $"{cmdlet.Name} has a parameter -{missing.Name} that '## Parameters' does not describe.");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in page.Parameters)
        {
            if (cmdlet.Parameters.FirstOrDefault(p => p.Name == entry.Name) is not { } parameter)
            {
                yield return new(page.File, entry.Line, "HELP014", $"{cmdlet.Name} has no parameter -{entry.Name}.");
            }
            else if (parameter.StandardText is not null)
            {
                yield return new(page.File, entry.Line, "HELP015", $"-{entry.Name} is described for all cmdlets in the same words: leave it out.");
            }

            if (!seen.Add(entry.Name))
            {
                yield return new(page.File, entry.Line, "HELP016", $"-{entry.Name} is described twice.");
            }

            if (entry.Text.Count == 0)
            {
                yield return new(page.File, entry.Line, "HELP017", $"-{entry.Name} has a heading and no text.");
            }
        }

        if (page.Examples.Count < LeastExamples)
        {
            yield return new(page.File, 1, "HELP018", $"{cmdlet.Name} has {page.Examples.Count} examples and needs {LeastExamples}.");
        }
    }
}
