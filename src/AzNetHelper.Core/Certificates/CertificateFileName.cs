using System.Buffers;
using System.Text;

namespace AzNetHelper.Certificates;

/// <summary>
/// How a file of a certificate is called: by the certificate's name, as it is, but for what a file system, a shell of Windows or
/// PowerShell's wildcards would take for something else. That is written as in a URL, for example <c>%2F</c> for a slash, and is
/// read back in the same way. The rules are those of Windows on every platform, so that a set can be moved
/// (learn.microsoft.com/windows/win32/fileio/naming-a-file).
/// </summary>
public static class CertificateFileName
{
    // A name in a folder has 255 bytes on Linux, 255 UTF-16 units on Windows and macOS; the longest ending is .publicdata.txt.
    private const int MostBytes = 240;

    private static readonly SearchValues<char> Special = SearchValues.Create("<>:\"/\\|?*[]`%");

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\u00B9", "COM\u00B2", "COM\u00B3",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\u00B9", "LPT\u00B2", "LPT\u00B3",
    };

    /// <summary>The name of the file, without its ending.</summary>
    /// <param name="name">A <see cref="CommonName"/>.</param>
    public static string Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        // A device is one with any ending, too: CON.pfx is the console.
        var isDevice = Devices.Contains(name.Split('.')[0].TrimEnd(' '));
        var file = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            // A dot or a hyphen at the start hides a file, or makes it an option of a program; one at the end is lost on Windows.
            var isEscaped = Special.Contains(name[i]) || (i == 0 && (isDevice || name[i] is '.' or '-' or '~'))
                || (i == name.Length - 1 && name[i] is '.' or ' ');
            file.Append(isEscaped ? Uri.HexEscape(name[i]) : name[i].ToString());
        }

        return file.ToString();
    }

    /// <summary>The name that a file was made from.</summary>
    public static string ToName(string file) => Uri.UnescapeDataString(file);

    internal static string? Problem(string name) => Encoding.UTF8.GetByteCount(Of(name)) is var bytes && bytes > MostBytes
        ? $"the name of its file would have {bytes} bytes, and {MostBytes} are possible" : null;
}
