using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation;

/// <summary>What a gateway's document says of point-to-site.</summary>
internal static class ClientShape
{
    public const string Roots = "vpnClientRootCertificates";
    public const string Revoked = "vpnClientRevokedCertificates";
    public const string Health = "vpnClientConnectionHealth";

    public static JsonObject? Of(JsonObject? gateway) => gateway.Object("properties").Object("vpnClientConfiguration");

    public static bool Has(JsonObject? clients, string member, string value) =>
        clients.Texts(member).Contains(value, StringComparer.OrdinalIgnoreCase);

    public static bool Speaks(JsonObject? clients, string protocol) => Has(clients, "vpnClientProtocols", protocol);

    public static bool Authenticates(JsonObject? clients, string kind) => SignIns(clients).Contains(kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>The ways to sign in. A document that names none and has roots is of a time when these were the only way.</summary>
    public static IEnumerable<string> SignIns(JsonObject? clients) => clients.Texts("vpnAuthenticationTypes").DefaultIfEmpty(
        clients.Objects(Roots).Any() ? "Certificate" : string.Empty).Where(k => k.Length > 0);

    /// <summary>The addresses of its RADIUS servers, written as the only one or in the list.</summary>
    public static IEnumerable<JsonObject> RadiusServers(JsonObject? clients) =>
        (clients.Text("radiusServerAddress") is { Length: > 0 } ? [clients!] : Array.Empty<JsonObject>())
        .Concat(clients.Objects("radiusServers")).Where(s => s.Text("radiusServerAddress") is { Length: > 0 });

    /// <summary>The certificate of an entry of <see cref="Roots"/>; null for data that holds none.</summary>
    public static CertificateFacts? Root(JsonObject entry) => Certificate(entry.Object("properties").Text("publicCertData"));

    /// <summary>
    /// A certificate in base64 without line breaks. The data may also be the base64 of a whole PEM text: the service took that
    /// (recorded), though it is a mistake of the sender.
    /// </summary>
    public static CertificateFacts? Certificate(string? data)
    {
        if (data is null || data.Any(char.IsWhiteSpace))
        {
            return null;
        }

        if (CertificateFacts.FromPublicCertData(data) is { } plain)
        {
            return plain;
        }

        var bytes = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(bytes, 0, length);
        return System.Security.Cryptography.PemEncoding.TryFind(text, out var fields) && text[fields.Label] is "CERTIFICATE"
            ? CertificateFacts.FromPublicCertData(string.Concat(text[fields.Base64Data].Where(c => !char.IsWhiteSpace(c)))) : null;
    }

    public static IEnumerable<CertificateFacts> TrustedRoots(JsonObject? clients) =>
        clients.Objects(Roots).Select(Root).OfType<CertificateFacts>();

    public static bool IsRevoked(JsonObject? clients, CertificateFacts certificate) => clients.Objects(Revoked)
        .Any(r => Json.Same(r.Object("properties").Text("thumbprint"), certificate.Thumbprint));
}
