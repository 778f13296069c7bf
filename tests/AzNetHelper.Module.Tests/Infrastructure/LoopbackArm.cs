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

    /// <summary>What answers in place of paths that were written down: the handler of a simulation.</summary>
    public HttpMessageHandler? Behind { get; set; }

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
                    var body = await BodyAsync(reader, request);
                    await stream.WriteAsync(Behind is null ? Reply(request) : await ForwardAsync(Behind, request, body), _closing.Token);
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

    private async Task<string> BodyAsync(StreamReader reader, string request)
    {
        var body = new char[Headers(request).Where(h => h.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(h => int.Parse(h.Value, System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault()];

        // A read of nothing would wait for the next request.
        return body.Length == 0 ? string.Empty : new(body, 0, await reader.ReadBlockAsync(body.AsMemory(), _closing.Token));
    }

    private async Task<byte[]> ForwardAsync(HttpMessageHandler behind, string request, string body)
    {
        var first = request.Split(' ');
        using var invoker = new HttpMessageInvoker(behind, disposeHandler: false);
        using var message = new HttpRequestMessage(new(first[0]), new Uri(new Uri(Endpoint), first[1]));
        message.Content = body.Length > 0 ? new StringContent(body, Encoding.ASCII, "application/json") : null;
        foreach (var (name, value) in Headers(request).Where(h => !h.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await invoker.SendAsync(message, _closing.Token);
        var content = await answer.Content.ReadAsByteArrayAsync(_closing.Token);
        var head = new StringBuilder($"HTTP/1.1 {(int)answer.StatusCode} Answer\r\n");
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .Where(h => !h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append($"{name}: {values}\r\n");
        }

        head.Append((int)answer.StatusCode == 204 ? "\r\n" : $"Content-Length: {content.Length}\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. content];
    }

    private static IEnumerable<(string Name, string Value)> Headers(string request) => request.Split('\n').Skip(1)
        .Select(line => line.Split(':', 2)).Where(h => h.Length == 2).Select(h => (h[0].Trim(), h[1].Trim()));

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
