using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// Where the transcriber of a recording wrote what a value is like instead of the value, in angle brackets: what that says of ours.
/// </summary>
internal static class TranscriberRemarks
{
    private static readonly Dictionary<string, Func<string, bool>> All = new(StringComparer.Ordinal)
    {
        ["<50 characters, [A-Za-z0-9]>"] = text => text.Length == 50 && text.All(char.IsAsciiLetterOrDigit),

        // The key that the connection of this recording has.
        ["\"<the script as ONE JSON string, contains the pre-shared key>\""] =
            text => text.Contains("AzureA1b2C3", StringComparison.Ordinal) && JsonValue.Create(text) is not null,
    };

    public static Func<string, bool>? Find(string recorded) => All.GetValueOrDefault(recorded);
}
