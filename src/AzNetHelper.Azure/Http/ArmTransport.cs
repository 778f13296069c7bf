using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>
/// Where requests go: the handler of the connection (then there is no network at all), else the network.
/// </summary>
internal static class ArmTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    // Connections are renewed now and then, so that a change of DNS is noticed in a wait of an hour.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    public static HttpPipelineTransport For(ArmConnection connection, Belongings belongings)
    {
        // A handler that was brought belongs to who brought it.
        var handler = connection.Handler ?? belongings.Add(Network(connection.TrustedRootPath));
        // The pipeline has its own timeout; HttpClient's would end a long answer at 100 seconds whatever that says.
        var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return new HttpClientTransport(client);
    }

    private static SocketsHttpHandler Network(string? trustedRootPath)
    {
        var handler = new SocketsHttpHandler
        {
            // Neither a redirect nor a cookie is part of ARM, and a token must not follow one.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLife,
            MaxConnectionsPerServer = 64,
        };
        if (trustedRootPath is not null)
        {
            handler.SslOptions = new() { CertificateChainPolicy = TrustOnly(trustedRootPath) };
        }

        return handler;
    }

    // The host name is still checked by SslStream. A private root seldom publishes revocation lists, so none are asked
    // for.
    private static X509ChainPolicy TrustOnly(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unreadable(path, $"cannot be read: {e.Message}", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw Unreadable(path, "holds no certificate in PEM form.", null);
    }

    private static ArmException Unreadable(string path, string why, Exception? cause) =>
        new(0, "TrustedRootUnreadable", $"The trusted root {path} {why}", cause);
}
