using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// The gateway's vpnconfig.ovpn with the client's certificate and key where its two placeholders stand, and nothing else changed
/// (azure-network-rules 5.2).
/// </summary>
internal static partial class OpenVpnProfile
{
    private const string CertificatePlace = "$CLIENTCERTIFICATE";
    private const string KeyPlace = "$PRIVATEKEY";

    public static ProfileDraft Write(ClientProfileRequest request)
    {
        var text = request.Package.OpenVpn!.TrimStart('\uFEFF');
        var certificates = Places(text, CertificatePlace);
        var keys = Places(text, KeyPlace);
        if ((certificates.Length, keys.Length) is not ((1, 1) or (0, 0)) || (certificates.Length == 1 && !IsWithin(text, certificates[0], keys[0])))
        {
            return ProfileDraft.Not(Unusable(request, $"it has {certificates.Length} lines {CertificatePlace} and {keys.Length} lines {KeyPlace}, "
                + "where one of each stands between <cert> and </cert>, <key> and </key>"));
        }

        if (request.Client is null)
        {
            return certificates.Length == 0 ? new([File(request, text, holdsKey: false)], Steps(request, text)) : ProfileDraft.Not(new(
                "ProfileNeedsCertificate", FailureKind.InvalidArgument,
                "Clients of this gateway sign in with a certificate. Give the client's certificate with its key.", request.Name));
        }

        if (certificates.Length == 0)
        {
            return ProfileDraft.Not(Unusable(request, WhyNoPlace(text)));
        }

        // The later place first, so that the earlier one stays where it was found.
        (Match Place, string Pem)[] parts =
            [(certificates[0], ClientPem.Certificate(request.Client.Certificate)), (keys[0], ClientPem.Key(request))];
        foreach (var (place, what) in parts.OrderByDescending(p => p.Place.Index))
        {
            text = string.Concat(text.AsSpan(0, place.Index), what.ReplaceLineEndings(LineEnd(text)), text.AsSpan(place.Index + place.Length));
        }

        return new([File(request, WithIssuers(request, text), holdsKey: true)], Steps(request, text));
    }

    // Where a line holds nothing but the placeholder.
    private static ImmutableArray<Match> Places(string text, string name) =>
    [
        .. Regex.Matches(text, $@"(?<=^[ \t]*){Regex.Escape(name)}(?=[ \t]*\r?$)", RegexOptions.Multiline | RegexOptions.CultureInvariant, s_patience)
            .Cast<Match>(),
    ];

    private static bool IsWithin(string text, Match certificate, Match key) => IsWithin(text, certificate, "cert") && IsWithin(text, key, "key");

    private static bool IsWithin(string text, Match place, string block) =>
        text.LastIndexOf($"<{block}>", place.Index, StringComparison.Ordinal) is >= 0 and var from
        && !text.AsSpan(from, place.Index - from).Contains($"</{block}>", StringComparison.Ordinal)
        && text.IndexOf($"</{block}>", place.Index, StringComparison.Ordinal) >= 0;

    // OpenVPN 3 (OpenVPN Connect) reads one certificate of <cert>; issuers reach the gateway from <extra-certs>, as in OpenVPN 2.
    private static string WithIssuers(ClientProfileRequest request, string text)
    {
        var issuers = ClientPem.Between(request.Client!);
        if (issuers.IsEmpty)
        {
            return text;
        }

        const string End = "</cert>";
        var at = text.IndexOf(End, StringComparison.Ordinal) + End.Length;
        var block = $"\n<extra-certs>\n{string.Join('\n', issuers.Select(ClientPem.Certificate))}\n</extra-certs>";
        return text.Insert(at, block.ReplaceLineEndings(LineEnd(text)));
    }

    private static string WhyNoPlace(string text) =>
        text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) && CertificateBlock().Match(text) is { Success: true, Value: var block }
            && block.Contains("BEGIN", StringComparison.Ordinal) ? "its certificate is filled in already"
        : AnyPlaceholder().Matches(text) is { Count: > 0 } others
            ? $"its placeholders are {string.Join(", ", others.Select(m => m.Value).Distinct(StringComparer.Ordinal))} "
                + $"instead of {CertificatePlace} and {KeyPlace}"
        : $"it has no lines {CertificatePlace} and {KeyPlace}, so its clients sign in without a certificate";

    private static Failure Unusable(ClientProfileRequest request, string why) => new("OpenVpnProfileUnusable", FailureKind.InvalidData,
        $"The gateway's vpnconfig.ovpn cannot take a client's certificate: {why}. Download a new package of a gateway with certificate sign-in; "
        + "other kinds of profile are not concerned.", request.Name);

    private static ProfileFile File(ClientProfileRequest request, string text, bool holdsKey) =>
        new($"{ProfileNames.Safe(request.Name)}.ovpn", Encoding.UTF8.GetBytes(text), holdsKey);

    private static string LineEnd(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    private static ImmutableArray<string> Steps(ClientProfileRequest request, string text)
    {
        var file = $"{ProfileNames.Safe(request.Name)}.ovpn";
        var steps = ImmutableArray.CreateBuilder<string>();
        steps.Add($"Linux: sudo openvpn --config {file}");
        steps.Add($"Windows, macOS, Android, iOS: import {file} into OpenVPN Connect, or into the client of the community.");
        if (LogDirective().Match(text) is { Success: true } log)
        {
            steps.Add($"What happens is written to {log.Groups["file"].Value}, in the folder where openvpn is started.");
        }

        if (request is { Client: not null, KeyPassword.Length: > 0 })
        {
            steps.Add("The client asks for the password of the key when it connects.");
        }

        // azure-network-rules 5.2
        steps.Add("Microsoft supports version 2.4 and later of OpenVPN, and does not list 2.6 yet.");
        return steps.ToImmutable();
    }

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    [GeneratedRegex(@"(?<=<cert>)[\s\S]*?(?=</cert>)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CertificateBlock();

    [GeneratedRegex(@"(?<=^[ \t]*)[$%{][$%{}\w]{3,60}(?=[ \t]*\r?$)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyPlaceholder();

    [GeneratedRegex(@"^[ \t]*log(-append)?[ \t]+(?<file>\S+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogDirective();
}
