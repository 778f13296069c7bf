namespace AzNetHelper.Rendering;

/// <summary>The parts of the page, as src/explorer makes them.</summary>
internal static class ExplorerFiles
{
    public static string Script => Read("explorer.js");

    public static string Style => Read("explorer.css");

    /// <summary>The page in pieces: a text, and the name of what comes behind it; at the end nothing does.</summary>
    public static IEnumerable<(string Text, string Slot)> Page
    {
        get
        {
            var rest = Read("explorer.html");
            while (rest.IndexOf(Open, StringComparison.Ordinal) is >= 0 and var at)
            {
                var end = rest.IndexOf(Close, at, StringComparison.Ordinal);
                yield return (rest[..at], rest[(at + Open.Length)..end]);
                rest = rest[(end + Close.Length)..];
            }

            yield return (rest, "end");
        }
    }

    private const string Open = "{{", Close = "}}";

    // A browser counts every line end as one line feed before it makes a hash.
    private static string Read(string name)
    {
        using var stream = typeof(ExplorerFiles).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
