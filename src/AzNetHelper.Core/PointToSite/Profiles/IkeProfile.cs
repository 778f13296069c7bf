using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>How a client of IKEv2 signs in.</summary>
internal enum IkeSignIn
{
    /// <summary>With its certificate, in TLS within EAP: what packages for certificates say.</summary>
    EapTls,

    /// <summary>With its certificate, in IKE itself.</summary>
    Certificate,

    /// <summary>With a name and a password, which a RADIUS server knows.</summary>
    Password,
}

/// <summary>What all profiles of IKEv2 have in common.</summary>
internal sealed partial record IkeProfile(ClientProfileRequest Request, IkeSettings Settings, IkeSignIn SignIn)
{
    // rfc822Name of GeneralName, RFC 5280, 4.2.1.6.
    private static readonly Asn1Tag MailName = new(TagClass.ContextSpecific, 1);

    public string FileName { get; } = ProfileNames.Safe(Request.Name);

    public KeyedCertificate? Client => SignIn == IkeSignIn.Password ? null : Request.Client;

    /// <summary>What it is and for whom, in one line.</summary>
    public string Title => $"{ProfileText.OneLine(Request.Name)}: point-to-site of an Azure VPN gateway, for {ProfileText.OneLine(Request.ClientName)}.";

    /// <summary>Who signs in with a name and a password; null where nobody has told.</summary>
    public string? UserName => Request.UserName is { } name ? ProfileText.OneLine(name) : null;

    public bool HasPassword => Request.KeyPassword is { Length: > 0 };

    public bool HasIPv6 => Settings.Routes.Any(r => r.IsIPv6);

    /// <summary>
    /// The names that the gateway's certificate may hold. It is made for the address that clients call, and named after the gateway's
    /// own identifier, which is the middle of that address (MicrosoftDocs/azure-docs#42535).
    /// </summary>
    public ImmutableArray<string> ServerNames => Identifier().Match(Settings.Server) is { Success: true } match
        ? [Settings.Server, match.Groups["gateway"].Value + match.Groups["domain"].Value] : [Settings.Server];

    /// <summary>True where a RADIUS server is shown the client's certificate, and not the gateway.</summary>
    public bool IsByRadius => SignIn == IkeSignIn.EapTls && !Settings.RadiusRoots.IsEmpty;

    /// <summary>The names that the certificate of whoever is asked within EAP may hold; nothing where these are not known.</summary>
    public ImmutableArray<string> EapNames => IsByRadius ? [] : ServerNames;

    /// <summary>What the certificate of whoever is asked within EAP goes back to.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> EapRoots => IsByRadius ? Settings.RadiusRoots : Settings.ServerRoots;

    /// <summary>What the profile needs of a request; or why there is none.</summary>
    public static (IkeProfile? Profile, Failure? Failure) Of(ClientProfileRequest request)
    {
        var settings = request.Package.Ike!;
        var profile = new IkeProfile(request, settings, settings.Auth?.ToUpperInvariant() switch
        {
            "EAPMSCHAPV2" => IkeSignIn.Password,
            null or "" or "EAPTLS" => IkeSignIn.EapTls,
            _ => IkeSignIn.Certificate,
        });
        return profile.SignIn != IkeSignIn.Password && request.Client is null ? (null, new("ProfileNeedsCertificate", FailureKind.InvalidArgument,
                "Clients of this gateway sign in with a certificate. Give the client's certificate with its key.", request.Name))
            : settings.ServerRoots.IsEmpty ? (null, new("ServerRootMissing", FailureKind.InvalidData,
                "The gateway's package holds no certificate that the gateway's own one goes back to (Generic/VpnServerRoot.cer), so that a client "
                + "could not know the gateway. Download the package again.", request.Name))
            : (profile, null);
    }

    /// <summary>
    /// The client's certificate says who it is by a name of its own, or else by its subject. The platform would take the e-mail address of
    /// the subject for one of these, and who shows that as its name has no certificate for it.
    /// </summary>
    public static (string? Dns, string? Email) AlternativeNames(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return (names?.EnumerateDnsNames().FirstOrDefault(), names is null ? null : Email(names.RawData));
    }

    private static string? Email(byte[] names)
    {
        try
        {
            for (var list = new AsnReader(names, AsnEncodingRules.DER).ReadSequence(); list.HasData; list.ReadEncodedValue())
            {
                if (list.PeekTag().HasSameClassAndValue(MailName))
                {
                    return list.ReadCharacterString(UniversalTagNumber.IA5String, MailName);
                }
            }
        }
        catch (AsnContentException)
        {
            // Who cannot be read is called by its subject.
        }

        return null;
    }

    // azuregateway-<identifier of the gateway>-<twelve digits>.vpn.azure.com, and the same in other clouds.
    [GeneratedRegex(@"^azuregateway-(?<gateway>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})-[0-9a-f]+(?<domain>\..+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();
}
