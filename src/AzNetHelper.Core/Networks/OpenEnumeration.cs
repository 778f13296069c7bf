namespace AzNetHelper.Networks;

/// <summary>
/// Values of an enumeration in any case. Azure's enumerations are open: a value that came later than this module is
/// unknown, never the value that absence stands for.
/// </summary>
internal static class OpenEnumeration
{
    public static T Read<T>(string? text, T absent, T unknown)
        where T : struct, Enum =>
        text is not { Length: > 0 } ? absent
            : char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit)
                && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : unknown;
}
