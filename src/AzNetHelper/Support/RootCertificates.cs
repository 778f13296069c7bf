using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace AzNetHelper.Support;

/// <summary>
/// Root certificates as people give them: sets, certificates, files, text, objects with PublicCertData (a gateway's own, ours and Az's),
/// or a hashtable that names them. What cannot be one ends the command before Azure is asked anything.
/// </summary>
internal static class RootCertificates
{
    public static ImmutableArray<GivenRoot> ReadRoots(this PSCmdlet cmdlet, IEnumerable<object?> given, SecureString? password) =>
        [.. given.Select(Plain).SelectMany(one => one is IDictionary named
            ? named.Cast<DictionaryEntry>().Select(e => cmdlet.ReadRoot(Plain(e.Value), $"{e.Key}", password)) : [cmdlet.ReadRoot(one, null, password)])];

    /// <summary>The sets among what was given: whose clients are known.</summary>
    public static IEnumerable<P2SCertificateSet> Sets(IEnumerable<object?> given) => given.Select(Plain).OfType<P2SCertificateSet>();

    /// <summary>Roots that are to go: names and thumbprints as they are; all that a root can be read from by its thumbprint.</summary>
    public static ImmutableArray<string> NameRoots(this PSCmdlet cmdlet, IEnumerable<object?> given, SecureString? password) =>
        [.. given.Select(Plain).Select(one => one switch
        {
            CertificateFacts facts => facts.Thumbprint,
            Networks.ClientRoot root => root.Name,
            PointToSite.P2SRootStatus root => root.Name,
            string text when Thumbprint.Read(text).Thumbprint is { } thumbprint => thumbprint.Value,
            string name when cmdlet.IsName(name) => name,
            var other => cmdlet.ReadRoot(other, null, password).Certificate.Thumbprint,
        })];

    // A gateway's names may have dots as those of files do. A bare word is a file where there is one; a folder is written as ./folder.
    private static bool IsName(this PSCmdlet cmdlet, string text) => Arm.NetworkName.IsValid(text) && !File.Exists(cmdlet.Locate(text))
        && !text.EndsWith(CertificateSetFile.Extension, StringComparison.OrdinalIgnoreCase);

    private static GivenRoot ReadRoot(this PSCmdlet cmdlet, object? given, string? name, SecureString? password)
    {
        var (root, failure) = given switch
        {
            GivenRoot read => (read, null),
            P2SCertificateSet set => (RootCertificateInput.Of(set.Root, name), null),
            P2SRootCertificate own => (RootCertificateInput.Of(own, name), null),
            X509Certificate2 certificate => (RootCertificateInput.Of(certificate, name), null),
            FileSystemInfo entry => RootCertificateInput.Read(entry.FullName, password, name),
            string text => RootCertificateInput.Read(cmdlet.Locate(text), password, name),
            _ => Members(given, name),
        };
        return root ?? throw cmdlet.Terminate(failure!);
    }

    private static (GivenRoot? Root, Failure? Failure) Members(object? given, string? name)
    {
        var members = given is null ? null : PSObject.AsPSObject(given).Properties;
        return members?["PublicCertData"]?.Value is string data
            ? RootCertificateInput.Read(data, password: null, name ?? members["Name"]?.Value as string)
            : (null, new("RootCertificateUnreadable", FailureKind.InvalidArgument, $"'{given}' is no root certificate: give a set, a certificate, a file "
                + "(.cer, .pem, .p7b, .pfx), base64, or an object with PublicCertData.", given ?? "null"));
    }

    // A path is resolved as PowerShell does; base64 and PEM are no paths, and are handed on as they are.
    private static string Locate(this PSCmdlet cmdlet, string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal) || text.Length > short.MaxValue)
        {
            return text;
        }

        try
        {
            var path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text);
            return File.Exists(path) || Directory.Exists(path) || path.EndsWith(CertificateSetFile.Extension, StringComparison.OrdinalIgnoreCase) ? path : text;
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException or ArgumentException or NotSupportedException)
        {
            return text;
        }
    }

    private static object? Plain(object? value) => value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
}
