using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Addressing;
using AzNetHelper.PointToSite;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>A gateway that a test makes up: its names, its certificates, and the package that it would offer.</summary>
internal sealed class StandInGateway
{
    public StandInGateway()
    {
        Guid = System.Guid.NewGuid().ToString("D");
        Fqdn = $"azuregateway-{Guid}-{Convert.ToHexString(RandomNumberGenerator.GetBytes(6)).ToLowerInvariant()}.vpn.azure.com";
        Authority = TestCertificates.Root("Stand-in Global Root", 0);
        Server = TestCertificates.Server($"{Guid}.vpn.azure.com", TestCertificates.Key(1), Authority, Fqdn);
    }

    public string Guid { get; }

    public string Fqdn { get; }

    public TestAuthority Authority { get; }

    public X509Certificate2 Server { get; }

    /// <summary>The static key of OpenVPN: 256 bytes in hexadecimal digits.</summary>
    public string StaticKey { get; } = "-----BEGIN OpenVPN Static key V1-----\n"
        + string.Join('\n', Convert.ToHexString(RandomNumberGenerator.GetBytes(256)).ToLowerInvariant().Chunk(32).Select(c => new string(c)))
        + "\n-----END OpenVPN Static key V1-----";

    public ImmutableArray<IPPrefix> Routes { get; init; } = [IPPrefix.Parse("10.1.0.0/16"), IPPrefix.Parse("172.16.201.0/24")];

    public string? Auth { get; init; } = "EAPTLS";

    public ClientPackage Package => new()
    {
        Ike = new(Fqdn) { Routes = Routes, Auth = Auth, ServerRoots = [Authority.Certificate.RawData] },
        OpenVpn = OpenVpn,
    };

    /// <summary>As a gateway writes it (azure-network-rules 5.2), with the log file that it names.</summary>
    public string OpenVpn => $"""
        client
        remote {Fqdn} 443
        verify-x509-name '{Guid}.vpn.azure.com' name
        remote-cert-tls server

        dev tun
        proto tcp
        resolv-retry infinite
        nobind

        auth SHA256
        cipher AES-256-GCM
        persist-key
        persist-tun

        tls-timeout 30
        tls-version-min 1.2
        key-direction 1

        log openvpn.log
        verb 3

        # P2S CA root certificate
        <ca>
        {Authority.Certificate.ExportCertificatePem()}
        </ca>

        # Pre Shared Key
        <tls-auth>
        {StaticKey}
        </tls-auth>

        # P2S client certificate
        # Please fill this field with a PEM formatted client certificate
        # Alternatively, configure 'cert PATH_TO_CLIENT_CERT' to use input from a PEM certificate file.
        <cert>
        $CLIENTCERTIFICATE
        </cert>

        # P2S client certificate private key
        # Please fill this field with a PEM formatted private key of the client certificate.
        # Alternatively, configure 'key PATH_TO_CLIENT_KEY' to use input from a PEM key file.
        <key>
        $PRIVATEKEY
        </key>

        """.ReplaceLineEndings("\n");
}
