using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using static AzNetHelper.Tests.Arms;

namespace AzNetHelper.Tests;

/// <summary>The real transport against a server on the loopback address.</summary>
public sealed class TransportTests
{
    private static X509Certificate2 Root(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 root, string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1),
            [1, 2, 3, 4]);
        using var both = signed.CopyWithPrivateKey(key);
        // SslStream on Windows needs a key that is not ephemeral.
        return X509CertificateLoader(both.Export(X509ContentType.Pkcs12));
    }

#pragma warning disable SYSLIB0057 // The loader that replaces it does not exist on .NET 8.
    private static X509Certificate2 X509CertificateLoader(byte[] pfx) => new(pfx);
#pragma warning restore SYSLIB0057

    private static async Task<ArmResponse> GetAsync(string serverHost, bool trusted)
    {
        using var folder = new TemporaryFolder();
        using var root = Root("root");
        using var other = Root("other");
        using var leaf = Leaf(root, serverHost);
        File.WriteAllText(folder.File("root.pem"), (trusted ? root : other).ExportCertificatePem());
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, leaf);
        var arm = new AzureArmConnector().Connect(Connection(null, TimeProvider.System) with
        {
            Endpoint = new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"),
            TrustedRootPath = folder.File("root.pem"),
        });
        try
        {
            return await arm.GetAsync("/subscriptions", "2022-12-01", Stop);
        }
        finally
        {
            listener.Stop();
            await serving;
        }
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(Stop);
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate },
                Stop);
            var buffer = new byte[8192];
            _ = await tls.ReadAsync(buffer, Stop);
            await tls.WriteAsync(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}"u8.ToArray(), Stop);
        }
        catch (Exception e) when (
            e is IOException or AuthenticationException or SocketException or ObjectDisposedException)
        {
            // The client went away: that is what the other tests are about.
        }
    }

    [Fact]
    public async Task An_endpoint_behind_the_given_root_is_trusted() =>
        Assert.Equal("{}", Text((await GetAsync("localhost", trusted: true)).Body));

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("other.example", true)]
    public async Task Another_root_or_another_name_is_not(string host, bool trusted)
    {
        var error = await Fails(() => GetAsync(host, trusted));
        Assert.Equal("CertificateRefused", error.Code);
        Assert.Contains("-TrustedRoot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_ends_in_no_answer_after_a_few_tries()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var time = new JumpingTime();
        var arm = new AzureArmConnector()
            .Connect(Connection(null, time) with { Endpoint = new($"https://localhost:{port}") });
        var error = await Fails(() => arm.SendAsync(Put(), Stop));
        Assert.Equal(("NoAnswer", false), (error.Code, error.MayHaveTakenEffect));
        Assert.Equal(4, time.Waits.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no certificate")]
    public void A_root_that_cannot_be_read_is_named(string? content)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
        {
            File.WriteAllText(folder.File("root.pem"), content);
        }

        var error = Assert.Throws<ArmException>(() =>
            new AzureArmConnector().Connect(Connection(null, TimeProvider.System)
                with { TrustedRootPath = folder.File("root.pem") }));
        Assert.Equal("TrustedRootUnreadable", error.Code);
        Assert.Contains("root.pem", error.Message, StringComparison.Ordinal);
    }
}
