using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// Where the transcriber of a recording wrote what a value is like instead of the value, in angle brackets: what that says of ours.
/// </summary>
internal static class TranscriberRemarks
{
    private const string RootData = "<base64 DER of the root certificate, or (as here) base64 of a PEM text>";

    // As here: base64 of a PEM text, which the service took.
    private static readonly Lazy<string> s_root = new(() =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", TestCertificates.Root("replay").RawData))));

    private static readonly Dictionary<string, Func<string, bool>> All = new(StringComparer.Ordinal)
    {
        ["<50 characters, [A-Za-z0-9]>"] = text => text.Length == 50 && text.All(char.IsAsciiLetterOrDigit),

        // The key that the connection of this recording has.
        ["\"<the script as ONE JSON string, contains the pre-shared key>\""] =
            text => text.Contains("AzureA1b2C3", StringComparison.Ordinal) && JsonValue.Create(text) is not null,

        [RootData] = text => text == s_root.Value,

        ["\"https://nfvprodsuppby.blob.core.windows.net/vpnprofileimmutable/<guid>/vpnprofile/<guid>/vpnclientconfiguration.zip?sv=2018-03-28&sr=b&sig=<sig>"
            + "&st=2022-01-20T02%3A41%3A38Z&se=2022-01-20T03%3A41%3A38Z&sp=r&fileExtension=.zip\""] = IsSigned,
        ["\"https://nfvprodsuppby.blob.core.windows.net/vpnprofileimmutable/<guid>/vpnprofile/<guid>/vpnclientconfiguration.zip?<sas>\""] = IsSigned,
    };

    /// <summary>The text of a request with what stands for its remarks.</summary>
    public static string? Fill(string? body) => body?.Replace(RootData, s_root.Value, StringComparison.Ordinal);

    // Recorded: the start and the end of validity are an hour apart.
    private static bool IsSigned(string text)
    {
        var match = Regex.Match(text, "^https://[a-z]+\\.blob\\.core\\.windows\\.net/vpnprofileimmutable/[0-9a-f-]{36}/vpnprofile/[0-9a-f-]{36}/"
            + "vpnclientconfiguration\\.zip\\?sv=2018-03-28&sr=b&sig=[^&]+&st=(?<st>[^&]+)&se=(?<se>[^&]+)&sp=r&fileExtension=\\.zip$",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success && At("se") - At("st") == TimeSpan.FromHours(1);

        DateTimeOffset At(string name) =>
            DateTimeOffset.Parse(Uri.UnescapeDataString(match.Groups[name].Value), CultureInfo.InvariantCulture);
    }

    public static Func<string, bool>? Find(string recorded) => All.GetValueOrDefault(recorded);
}
