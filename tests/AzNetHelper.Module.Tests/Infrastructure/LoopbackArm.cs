using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AzNetHelper.Tests.Infrastructure;

/// <summary>
/// An HTTPS endpoint on loopback, with a certificate that only its own root vouches for: what a sign-in meets when it is
/// proved. It answers paths as a test wrote them down and keeps what came in.
/// </summary>
internal sealed class LoopbackArm : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");
    private readonly Task _serving;

    public LoopbackArm()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=AzNetHelper tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        RootPath = Path.Combine(_folder.FullName, "root.pem");
        File.WriteAllText(RootPath, made.ExportCertificatePem());
        _listener.Start();
        Endpoint = $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>A PEM file with the root of the endpoint's certificate.</summary>
    public string RootPath { get; }

    /// <summary>Whole requests without bodies, in the order of their arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public LoopbackArm Answer(string path, string body, int status = 200)
    {
        _answers[path] = (status, body);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _certificate.Dispose();
        _closing.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            await using (var stream = new SslStream(client.GetStream()))
            {
                await stream.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _closing.Token);
                using var reader = new StreamReader(stream, Encoding.ASCII);
                while (await ReadAsync(reader) is { Length: > 0 } request)
                {
                    Requests.Enqueue(request);
                    await stream.WriteAsync(Reply(request), _closing.Token);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The caller went away, or does not trust the certificate: both are what some tests want.
        }
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var lines = new StringBuilder();
        while (await reader.ReadLineAsync(_closing.Token) is { Length: > 0 } line)
        {
            lines.AppendLine(line);
        }

        return lines.ToString();
    }

    private byte[] Reply(string request)
    {
        var path = request.Split(' ')[1].Split('?')[0];
        var (status, body) = _answers.TryGetValue(path, out var answer)
            ? answer
            : (404, """{"error":{"code":"ResourceNotFound","message":"Nothing is here."}}""");
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
