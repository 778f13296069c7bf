using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;

namespace AzNetHelper.Certificates;

/// <summary>The characters of a secret for as long as they are used; then they are wiped out.</summary>
internal sealed class ClearText : IDisposable
{
    private readonly char[] _characters;

    public ClearText(SecureString secret)
    {
        var copy = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            // Pinned, so that the collector leaves no copies behind.
            _characters = GC.AllocateUninitializedArray<char>(secret.Length, pinned: true);
            Marshal.Copy(copy, _characters, 0, _characters.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }

    public ReadOnlySpan<char> Span => _characters;

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_characters.AsSpan()));

    public override string ToString() => string.Empty;
}
