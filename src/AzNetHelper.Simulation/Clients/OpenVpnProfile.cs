using System.Security.Cryptography;
using System.Text;

namespace AzNetHelper.Simulation;

/// <summary>The profile for OpenVPN clients, with the two places that a person fills in (azure-network-rules 5.2).</summary>
internal static class OpenVpnProfile
{
    private const int KeyLine = 16;

    public static string Write(ServerIdentity identity, bool withCertificate)
    {
        var text = new StringBuilder()
            .Append("client\n")
            .Append($"remote {identity.Server} 443\n")
            .Append($"verify-x509-name '{identity.CertificateName}' name\n")
            .Append("remote-cert-tls server\n\ndev tun\nproto tcp\nresolv-retry infinite\nnobind\n\n")
            .Append("auth SHA256\ncipher AES-256-GCM\npersist-key\npersist-tun\n\n")
            .Append("tls-timeout 30\ntls-version-min 1.2\nkey-direction 1\n\n#log openvpn.log\nverb 3\n\n");
        Section(text, "ca", PemEncoding.WriteString("CERTIFICATE", identity.Root));
        Section(text, "tls-auth", StaticKey(identity.SharedSecret));
        if (withCertificate)
        {
            text.Append("# The certificate of the client, as PEM, in place of the next line but one.\n");
            Section(text, "cert", "$CLIENTCERTIFICATE");
            text.Append("# Its private key, as PEM.\n");
            Section(text, "key", "$PRIVATEKEY");
        }
        else
        {
            text.Append("auth-user-pass\n");
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, string name, string content) => text.Append($"<{name}>\n{content}\n</{name}>\n\n");

    private static string StaticKey(byte[] secret)
    {
#pragma warning disable CA1308 // OpenVPN writes its keys in lower case.
        var lines = secret.Chunk(KeyLine).Select(c => Convert.ToHexString(c).ToLowerInvariant());
#pragma warning restore CA1308
        return $"-----BEGIN OpenVPN Static key V1-----\n{string.Join('\n', lines)}\n-----END OpenVPN Static key V1-----";
    }
}
