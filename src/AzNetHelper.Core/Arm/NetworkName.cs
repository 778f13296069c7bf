namespace AzNetHelper.Arm;

/// <summary>The names that Microsoft.Network takes for its resources (resource-name-rules; InvalidResourceName).</summary>
public static class NetworkName
{
    /// <summary>How long a name may be.</summary>
    public const int MaxLength = 80;

    /// <summary>True for up to 80 letters, digits, '_', '.' and '-', a letter or digit first, a letter, digit or '_' last.</summary>
    public static bool IsValid(string name) => name is { Length: > 0 and <= MaxLength }
        && char.IsAsciiLetterOrDigit(name[0]) && (char.IsAsciiLetterOrDigit(name[^1]) || name[^1] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
