using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// A configuration profile for the IKEv2 client of macOS and iOS (developer.apple.com, "Device Management": TopLevel, VPN.IKEv2,
/// CertificateRoot, CertificatePKCS12): the gateway's roots, the client's certificate, and the connection.
/// </summary>
internal static class AppleProfile
{
    private const string Prefix = "aznethelper.p2s.";
    private const int SecondsPerMinute = 60;

    public static ProfileDraft Write(ClientProfileRequest request)
    {
        var (profile, why) = IkeProfile.Of(request);
        if (profile is null)
        {
            return ProfileDraft.Not(why!);
        }

        var payloads = new List<XElement>();
        payloads.AddRange(profile.Settings.ServerRoots
            .Select((root, i) => Root(profile, root.ToArray(), ProfileNames.Numbered("server", i, string.Empty))));
        payloads.AddRange((profile.IsByRadius ? profile.Settings.RadiusRoots : [])
            .Select((root, i) => Root(profile, root.ToArray(), ProfileNames.Numbered("radius", i, string.Empty))));
        string? identity = null;
        if (profile.Client is { } client)
        {
            // Apple's systems open PFX files of the older kind alone (docs.strongswan.org, "Apple IKEv2 Configuration Profile").
            var (pfx, missing) = ClientPfx.Write(request, PfxEncryption.TripleDes, "Apple's systems");
            if (pfx is null)
            {
                return ProfileDraft.Not(missing!);
            }

            identity = StableId.Of("pkcs12", client.Certificate.RawData);

            // Without the password, which is asked for when the profile is installed: the profile itself is not encrypted.
            payloads.Add(Payload(profile, "com.apple.security.pkcs12", "client", identity, request.ClientName,
                ("PayloadCertificateFileName", $"{profile.FileName}.p12"), ("PayloadContent", pfx)));
        }

        string Id(string kind) => StableId.Of(kind, profile.Settings.Server, identity ?? string.Empty, request.Name);
        payloads.Add(Payload(profile, "com.apple.vpn.managed", "vpn", Id("vpn"), request.Name,
            ("UserDefinedName", ProfileText.OneLine(request.Name)), ("VPNType", "IKEv2"), ("IKEv2", Connection(profile, identity))));
        var file = PropertyList.File(Payload(profile, "Configuration", null, Id("profile"), request.Name,
            ("PayloadDescription", $"Point-to-site of an Azure VPN gateway, for {ProfileText.OneLine(request.ClientName)}."),
            ("PayloadContent", payloads)));
        return new([new($"{profile.FileName}.mobileconfig", file, HoldsKey: profile.Client is not null)], Steps(profile));
    }

    private static ImmutableArray<string> Steps(IkeProfile profile) =>
    [
        $"macOS: open {profile.FileName}.mobileconfig, then install it in System Settings, General, Device Management.",
        "iPhone, iPad: send it by AirDrop or through a file share of your own, open it, then install it in Settings, General, "
        + "VPN & Device Management.",
        .. profile.Client is null ? [] : (ImmutableArray<string>)["It asks for the password of the key."],
        .. profile is { Client: null, UserName: null } ? ["It asks for the name and the password of whoever signs in."] : (ImmutableArray<string>)[],
        "It is not signed, so the system calls it unverified.",
        "Connect in the VPN settings.",
    ];

    private static XElement Root(IkeProfile profile, byte[] der, string part)
    {
        using var certificate = new X509Certificate2(der);
        var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        return Payload(
            profile, isRoot ? "com.apple.security.root" : "com.apple.security.pkcs1", part, StableId.Of("root", der),
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            ("PayloadCertificateFileName", $"{profile.FileName}-{part}.cer"), ("PayloadContent", der));
    }

    private static XElement Payload(
        IkeProfile profile, string type, string? part, string id, string name, params ImmutableArray<(string Key, object? Value)> members) =>
        PropertyList.Dictionary(
        [
            ("PayloadDisplayName", ProfileText.OneLine(name)),
            ("PayloadIdentifier", $"{Prefix}{profile.FileName}{(part is null ? string.Empty : $".{part}")}"),
            ("PayloadType", type), ("PayloadUUID", id), ("PayloadVersion", 1), .. members,
        ]);

    private static XElement Connection(IkeProfile profile, string? identity)
    {
        var ike = Association("SHA2-384", Vpn.AzureProposals.IkeLifeTimeSeconds);
        var child = Association("SHA2-256", Vpn.AzureProposals.SALifeTimeSeconds);
        return PropertyList.Dictionary(
            ("RemoteAddress", profile.Settings.Server),
            ("RemoteIdentifier", profile.Settings.Server),
            ("LocalIdentifier", LocalIdentifier(profile)),
            ("AuthenticationMethod", profile.SignIn == IkeSignIn.Password ? "None" : "Certificate"),
            ("PayloadCertificateUUID", identity),
            ("ExtendedAuthEnabled", profile.SignIn == IkeSignIn.Certificate ? 0 : 1),
            ("AuthName", profile.SignIn == IkeSignIn.Password ? profile.UserName : null),
            ("TLSMinimumVersion", profile.SignIn == IkeSignIn.EapTls ? "1.2" : null),
            ("DeadPeerDetectionRate", "Medium"),
            ("EnablePFS", 0),
            ("IKESecurityAssociationParameters", ike),
            ("ChildSecurityAssociationParameters", child));
    }

    // The strongest of what the gateway takes (see ClientProposals); the group of the child is used with EnablePFS alone.
    private static XElement Association(string integrity, int seconds) => PropertyList.Dictionary(
        ("EncryptionAlgorithm", "AES-256-GCM"), ("IntegrityAlgorithm", integrity), ("DiffieHellmanGroup", 20),
        ("LifeTimeInMinutes", seconds / SecondsPerMinute));

    // Names of DNS and e-mail are sent as they are; a subject would be sent as if it were a name of DNS (docs.strongswan.org), so of that
    // the common name is taken, as in Microsoft's instructions.
    private static string LocalIdentifier(IkeProfile profile)
    {
        if (profile.Client is not { } client)
        {
            // It must be there; who it is is asked within EAP.
            return profile.UserName ?? ProfileText.OneLine(profile.Request.Name);
        }

        var (dns, email) = IkeProfile.AlternativeNames(client.Certificate);
        return ProfileText.OneLine(dns ?? email ?? client.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
    }
}
