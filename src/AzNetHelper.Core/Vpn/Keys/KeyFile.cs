using System.Security;
using System.Text;
using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>A file with one shared key in one line, its owner's alone. None is ever overwritten.</summary>
public static class KeyFile
{
    // The longest key, and a line end.
    private const int MostBytes = SharedKey.MostCharacters + 2;

    /// <summary>Writes a key into a file that is made; why that cannot be done, or null.</summary>
    public static Failure? Write(string path, SecureString key)
    {
        try
        {
            using var file = OwnerOnlyFile.Create(path);
            file.Write(Encoding.ASCII.GetBytes(ConnectionKey.Reveal(key) + "\n"));
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return File.Exists(path) && e is IOException ? Exists(path) : new("KeyFileNotWritten", FailureKind.WriteError,
                $"The key file {path} cannot be written: {e.Message} No key was changed.", path) { Cause = e };
        }
    }

    /// <summary>That a file is there, which a key would overwrite.</summary>
    public static Failure Exists(string path) => new("FileExists", FailureKind.ResourceExists,
        $"The file {path} exists, and a key file is never overwritten. No key was changed. Name another one.", path);

    /// <summary>Reads the key of a file; the caller disposes of it.</summary>
    /// <returns>The key, or why there is none.</returns>
    public static (SecureString? Key, Failure? Failure) Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            var bytes = new byte[MostBytes + 1];
            var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimEnd('\r', '\n');
            return SharedKey.Problem(text) is { } problem
                ? (null, new("KeyFileInvalid", FailureKind.InvalidData, $"The file {path} holds no shared key in one line: {problem}", path))
                : (ConnectionKey.Secure(text), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, new("KeyFileNotRead", e is FileNotFoundException or DirectoryNotFoundException ? FailureKind.ObjectNotFound : FailureKind.ReadError,
                $"The key file {path} cannot be read: {e.Message}", path) { Cause = e });
        }
    }
}
