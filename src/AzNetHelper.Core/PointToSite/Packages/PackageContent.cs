using System.Collections.Immutable;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AzNetHelper.Addressing;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Makes sense of an unpacked client package (azure-network-rules 5.1). It becomes configuration files of others, so what ends up
/// there is checked here: the server is a name, routes are prefixes, and the profile of OpenVPN has options of a gateway alone.
/// </summary>
public static class PackageContent
{
    /// <summary>What is wrong with a package, whatever it is.</summary>
    public const string Invalid = "ClientPackageInvalid";

    private const string SettingsFile = "Generic/VpnSettings.xml";
    private const string ServerRootFile = "Generic/VpnServerRoot.cer";
    private const string RadiusRootFile = "Generic/RadiusServerRoot.cer";
    private const string OpenVpnFile = "OpenVPN/vpnconfig.ovpn";
    private const string AzureFolder = "AzureVPN/";
    private const int MostCharacters = 1 << 20;

    // Folders of a package; another one above them is whoever's who packed it again.
    private static readonly string[] Folders = ["Generic", "OpenVPN", "AzureVPN", "WindowsAmd64", "WindowsX86", "WindowsPowershell"];

    /// <summary>Unpacks and reads a package.</summary>
    /// <param name="packed">The zip file.</param>
    /// <param name="name">What it is called in an error.</param>
    /// <param name="limits">The most that it may hold; null for the usual.</param>
    /// <returns>The package, or the one failure that says why it is none.</returns>
    public static (ClientPackage? Package, Failure? Failure) Read(ReadOnlyMemory<byte> packed, string name, PackageLimits? limits = null)
    {
        try
        {
            return (Of(PackageArchive.Unpack(packed, limits ?? PackageLimits.Default)), null);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException)
        {
            return (null, new(Invalid, FailureKind.InvalidData,
                $"{name} is no client package that can be used: {e.Message.TrimEnd('.')}. Nothing was written.", name) { Cause = e });
        }
    }

    /// <summary>Reads a package that lies in a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<(ClientPackage? Package, Failure? Failure)> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        // No more than what is refused for its length.
        var content = new byte[Math.Min(file.Length, PackageLimits.Default.PackedBytes + 1)];
        var length = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Read(content.AsMemory(0, length), path);
    }

    private static ClientPackage Of(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        files = WithoutOuterFolder(files);
        var remarks = new List<string>();
        var package = new ClientPackage
        {
            Files = files,
            Ike = files.TryGetValue(SettingsFile, out var settings) ? Ike(settings, files, remarks) : null,
            OpenVpn = files.TryGetValue(OpenVpnFile, out var profile) ? OpenVpn(Text(profile)) : null,
        };
        return package.Ike is not null || package.OpenVpn is not null || files.Keys.Any(IsAzureProfile)
            ? package with { Remarks = [.. remarks] }
            : throw new InvalidDataException($"it has neither {SettingsFile} nor {OpenVpnFile} nor a profile in {AzureFolder}");
    }

    private static bool IsAzureProfile(string name) => name.StartsWith(AzureFolder, StringComparison.OrdinalIgnoreCase)
        && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> WithoutOuterFolder(
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        string[] tops = [.. files.Keys.Select(n => n[..Math.Max(0, n.IndexOf('/', StringComparison.Ordinal))]).Distinct(StringComparer.OrdinalIgnoreCase)];
        return tops is [{ Length: > 0 } only] && !Folders.Contains(only, StringComparer.OrdinalIgnoreCase)
            ? files.ToImmutableSortedDictionary(f => f.Key[(only.Length + 1)..], f => f.Value, StringComparer.OrdinalIgnoreCase) : files;
    }

    private static IkeSettings Ike(
        ReadOnlyMemory<byte> xml, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, List<string> remarks)
    {
        var root = Xml(xml).Root!;
        var server = Value(root, "VpnServer") ?? throw new InvalidDataException($"{SettingsFile} names no server (VpnServer)");
        if (Uri.CheckHostName(server) is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
        {
            throw new InvalidDataException($"the server in {SettingsFile} is no name and no address");
        }

        var roots = Roots(files, ServerRootFile, Value(root, "CaCert"));
        if (roots.IsEmpty)
        {
            remarks.Add("The package holds no root certificate of the gateway: a client must trust the root of the gateway's certificate by itself.");
        }

        return new(server)
        {
            Auth = Value(root, "Auth"), Routes = Routes(Value(root, "Routes"), remarks), ServerRoots = roots,
            RadiusRoots = Roots(files, RadiusRootFile, inXml: null),
        };
    }

    private static string? Value(XElement root, string name) => root.Elements()
        .FirstOrDefault(e => e.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.Trim() is { Length: > 0 } value ? value : null;

    private static ImmutableArray<IPPrefix> Routes(string? text, List<string> remarks)
    {
        var routes = ImmutableArray.CreateBuilder<IPPrefix>();
        foreach (var part in (text ?? string.Empty).Split([',', ';', ' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPPrefix.TryParse(part, null, out var prefix))
            {
                routes.Add(prefix);
            }
            else
            {
                remarks.Add($"The route '{part}' of the package is no prefix, and is left out.");
            }
        }

        return [.. routes.Distinct()];
    }

    // The first as a file; further ones have a number at their end. Each is DER, PEM or base64.
    private static ImmutableArray<ReadOnlyMemory<byte>> Roots(
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, string name, string? inXml)
    {
        var found = files.Where(f => f.Key.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(f => CertificateText.Read(f.Value.Span).Certificates switch
            {
                { IsEmpty: true } => throw new InvalidDataException($"{f.Key} is no certificate"),
                var certificates => certificates,
            }).Concat(inXml is not null ? CertificateText.Read(inXml).Certificates : []);
        return [.. found.DistinctBy(c => c.Thumbprint, StringComparer.Ordinal).Select(c => (ReadOnlyMemory<byte>)c.Data.ToArray())];
    }

    private static string OpenVpn(string profile)
    {
        OpenVpnOptions.Check(profile.TrimStart('\uFEFF'), OpenVpnFile);
        return profile;
    }

    private static string Text(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static XDocument Xml(ReadOnlyMemory<byte> bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), new()
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters,
        });
        return XDocument.Load(reader);
    }
}
