using System.Security.Cryptography;

namespace AzNetHelper.Vpn;

/// <summary>
/// The rules of pre-shared keys: printable ASCII without blank, hyphen and tilde, 1 to 128 characters, the same on both
/// connections of two gateways (vpn-gateway-vpn-faq; the length: azure-network-rules 4.4).
/// </summary>
public static class SharedKey
{
    /// <summary>The longest key that Azure takes.</summary>
    public const int MostCharacters = 128;

    /// <summary>How long a key is that this module makes: 48 characters of 62 are 285 bits.</summary>
    public const int MadeCharacters = 48;

    // Letters and digits only: every device's configuration language takes these unquoted.
    private const string Made = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Why Azure does not take a key, without the key itself; null for one that it takes.</summary>
    public static string? Problem(ReadOnlySpan<char> key)
    {
        if (key.IsEmpty)
        {
            return "The shared key is empty.";
        }

        if (key.Length > MostCharacters)
        {
            return $"The shared key has {key.Length} characters; Azure takes 1 to {MostCharacters}.";
        }

        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] is <= ' ' or >= '~' or '-')
            {
                return $"Character {i + 1} of the shared key is {Name(key[i])}, which Azure does not take: "
                    + "printable ASCII characters without blank, hyphen and tilde.";
            }
        }

        return null;
    }

    /// <summary>A new key, from the cryptographic generator of the platform.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Made, MadeCharacters);

    private static string Name(char character) => character switch
    {
        ' ' => "a blank",
        '-' => "a hyphen",
        '~' => "a tilde",
        < ' ' or '\x7f' => "a control character",
        _ => "no ASCII character",
    };
}
