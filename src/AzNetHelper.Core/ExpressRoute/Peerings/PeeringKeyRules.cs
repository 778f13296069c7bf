using System.Security;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The form of an MD5 key. No document that could be read says what Azure takes; what is here is what TCP-MD5 and routers take
/// (RFC 2385; Linux holds 80 bytes), and beyond 25 letters and digits it is told that Azure may refuse (azure-network-rules 6, confidence low).
/// </summary>
public static class PeeringKeyRules
{
    /// <summary>The most that routers hold.</summary>
    public const int MostCharacters = 80;

    /// <summary>What is said to be the most that Azure takes; not confirmed.</summary>
    public const int SafeCharacters = 25;

    /// <summary>Why a key cannot be one, without the key itself; null when it may be.</summary>
    public static string? Problem(SecureString key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var text = ConnectionKey.Reveal(key);
        return text.Length == 0 ? $"The MD5 key is empty: give one of 1 to {MostCharacters} characters, or none at all."
            : text.Length > MostCharacters ? $"The MD5 key has {text.Length} characters; routers take at most {MostCharacters}."
            : text.Any(c => c is <= ' ' or > '~') ? "The MD5 key has a blank, or a character that is no printable ASCII; routers take none of these."
            : null;
    }

    /// <summary>What is not known of a key that may be one; null for nothing.</summary>
    public static string? Doubt(SecureString key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var text = ConnectionKey.Reveal(key);
        return text.Length > SafeCharacters || !text.All(char.IsAsciiLetterOrDigit)
            ? $"The MD5 key has more than {SafeCharacters} characters, or others than letters and digits. Whether Azure takes that is not documented: "
                + "if it refuses the peering, take a key of letters and digits."
            : null;
    }
}
