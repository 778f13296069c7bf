using System.Text;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>Texts within PowerShell scripts.</summary>
internal static class PowerShellText
{
    // PowerShell takes these for a quote, too (about_Quoting_Rules; CodeGeneration.EscapeSingleQuotedStringContent doubles them).
    private const string Quotes = "'\u2018\u2019\u201A\u201B";

    /// <summary>A literal, in which nothing is expanded.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("'");
        foreach (var c in ProfileText.OneLine(text))
        {
            _ = Quotes.Contains(c, StringComparison.Ordinal) ? literal.Append(c).Append(c) : literal.Append(c);
        }

        return literal.Append('\'').ToString();
    }

    /// <summary>
    /// A script with the line ends of Windows. Windows PowerShell reads what has no mark of its encoding in the code page of the machine.
    /// </summary>
    public static byte[] Script(string text)
    {
        var lines = text.ReplaceLineEndings("\r\n");
        return Ascii.IsValid(lines) ? Encoding.ASCII.GetBytes(lines) : [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(lines)];
    }
}
