using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// EAP-TLS as Windows is told it (learn.microsoft.com, "EAP configuration"; the schemas EapHostConfig, BaseEapConnectionPropertiesV1 and
/// EapTlsConnectionPropertiesV1 to V3 of [MS-GPWL] and the VPNv2 configuration service provider): the server's names and roots, and by
/// whom the client's certificate is issued, so that Windows takes no other one and asks nobody. Where that is not known nothing is said
/// of it: a list without an entry would let no certificate through.
/// </summary>
internal static class WindowsEap
{
    private const string Base = "http://www.microsoft.com/provisioning/";

    private static readonly XNamespace Host = Base + "EapHostConfig";
    private static readonly XNamespace Common = Base + "EapCommon";
    private static readonly XNamespace Connection = Base + "BaseEapConnectionPropertiesV1";
    private static readonly XNamespace Tls = Base + "EapTlsConnectionPropertiesV1";
    private static readonly XNamespace Tls2 = Base + "EapTlsConnectionPropertiesV2";
    private static readonly XNamespace Tls3 = Base + "EapTlsConnectionPropertiesV3";

    // The number of EAP-TLS (RFC 5216).
    private const int EapTls = 13;

    public static XElement Configuration(
        ImmutableArray<string> serverNames, IEnumerable<ReadOnlyMemory<byte>> serverRoots, ImmutableArray<byte[]> clientIssuers) =>
        new(Host + "EapHostConfig",
            new XElement(Host + "EapMethod",
                new XElement(Common + "Type", EapTls), new XElement(Common + "VendorId", 0), new XElement(Common + "VendorType", 0),
                new XElement(Common + "AuthorId", 0)),
            new XElement(Host + "Config",
                new XElement(Connection + "Eap",
                    new XElement(Connection + "Type", EapTls),
                    new XElement(Tls + "EapType",
                        new XElement(Tls + "CredentialsSource",
                            new XElement(Tls + "CertificateStore", new XElement(Tls + "SimpleCertSelection", true))),
                        new XElement(Tls + "ServerValidation",
                            new XElement(Tls + "DisableUserPromptForServerValidation", true),
                            new XElement(Tls + "ServerNames", string.Join(';', serverNames)),
                            serverRoots.Select(r => new XElement(Tls + "TrustedRootCA", Hash(r.Span)))),
                        new XElement(Tls + "DifferentUsername", false),
                        new XElement(Tls2 + "PerformServerValidation", true),
                        new XElement(Tls2 + "AcceptServerName", !serverNames.IsEmpty),
                        clientIssuers.IsEmpty ? null : new XElement(Tls2 + "TLSExtensions",
                            new XElement(Tls3 + "FilteringInfo",
                                new XElement(Tls3 + "CAHashList", new XAttribute("Enabled", true),
                                    clientIssuers.Select(i => new XElement(Tls3 + "IssuerHash", Hash(i))))))))));

    // The thumbprint in pairs of digits, as the dialog of Windows writes it.
    private static string Hash(ReadOnlySpan<byte> certificate) =>
        string.Join(' ', SHA1.HashData(certificate).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
