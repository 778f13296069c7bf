using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Azure;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

/// <summary>Files at signed addresses: no token goes there, and the signature goes nowhere else.</summary>
public sealed class DownloadTests
{
    private const string Canary = "canary4711";
    private const string Signed = $"https://tools01.blob.core.windows.net/packages/hub.zip?sv=2021&sr=b&sig=a%2Fb%3D{Canary}&se=2027-03-01T09%3A00%3A00Z";

    private static readonly byte[] File = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    private static Uri Address => new(Signed, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static HttpResponseMessage Bytes(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    private static HttpResponseMessage Storage(int status, string code, bool inHeader = false)
    {
        var answer = Answer(status, null, inHeader ? [("x-ms-error-code", code)] : []);
        answer.Content = new StringContent($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>Signature {Canary} is not valid.</Message></Error>");
        return answer;
    }

    [Fact]
    public async Task The_file_comes_without_a_token_and_by_the_address_as_it_was_written()
    {
        var server = new ScriptedServer(() => Bytes(File));
        var answer = await Open(server).DownloadAsync(Address, File.Length, Stop);
        Assert.Equal(File, answer.Body.ToArray());
        var sent = Assert.Single(server.Requests);
        Assert.Equal(("GET", Signed), (sent.Method, sent.Url));
        Assert.DoesNotContain("Authorization", sent.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-ms-authorization-auxiliary", sent.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(sent.Headers.Values, v => v.Contains("the-token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://tools01.blob.core.windows.net/a.zip")]
    [InlineData("ftp://tools01.blob.core.windows.net/a.zip")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@tools01.blob.core.windows.net/a.zip")]
    [InlineData("/a.zip")]
    public async Task Only_https_is_followed(string address)
    {
        var server = new ScriptedServer();
        Assert.Equal("DownloadNotHttps", (await Fails(() => Open(server).DownloadAsync(new(address, UriKind.RelativeOrAbsolute), 10, Stop))).Code);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task No_redirect_is_followed(int status)
    {
        var server = new ScriptedServer(() => Answer(status, null, ("Location", "http://elsewhere.example/a.zip")));
        Assert.Equal("RedirectRefused", (await Fails(() => Open(server).DownloadAsync(Address, 10, Stop))).Code);
    }

    [Theory]
    [InlineData(2999)]
    [InlineData(0)]
    public async Task What_is_too_long_is_not_read_to_its_end(int most)
    {
        var source = new CountingStream(1L << 40);
        var server = new ScriptedServer(() => new(HttpStatusCode.OK) { Content = new StreamContent(source) });
        Assert.Equal("DownloadTooLong", (await Fails(() => Open(server).DownloadAsync(Address, most, Stop))).Code);
        Assert.InRange(source.Position, 1, 1 << 20);
    }

    [Fact]
    public async Task A_length_that_the_answer_announces_is_not_believed()
    {
        var server = new ScriptedServer(() =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(File)) };
            answer.Content.Headers.ContentLength = 5;
            return answer;
        });
        Assert.Equal("DownloadTooLong", (await Fails(() => Open(server).DownloadAsync(Address, File.Length - 1, Stop))).Code);
    }

    [Theory]
    [InlineData(403, "AuthenticationFailed", false, SignedDownload.Refused)]
    [InlineData(403, "AuthenticationFailed", true, SignedDownload.Refused)]
    [InlineData(401, "NoAuthenticationInformation", true, SignedDownload.Refused)]
    [InlineData(404, "BlobNotFound", false, "DownloadNotFound")]
    [InlineData(409, "PublicAccessNotPermitted", true, "PublicAccessNotPermitted")]
    public async Task A_refusal_is_told_without_the_signature(int status, string code, bool inHeader, string expected)
    {
        var server = new ScriptedServer(() => Storage(status, code, inHeader));
        var error = await Fails(() => Open(server).DownloadAsync(Address, 10, Stop));
        Assert.Equal((status, expected), (error.Status, error.Code));
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hub.zip", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE e [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Error><Code>&x;</Code></Error>")]
    [InlineData("<Error><Code>")]
    [InlineData("no xml")]
    [InlineData("")]
    public async Task A_refusal_that_says_nothing_readable_is_one_all_the_same(string body)
    {
        var server = new ScriptedServer(() => new(HttpStatusCode.Forbidden) { Content = new StringContent(body) });
        Assert.Equal(SignedDownload.Refused, (await Fails(() => Open(server).DownloadAsync(Address, 10, Stop))).Code);
    }

    [Fact]
    public async Task It_is_repeated_like_a_read_on_the_sessions_clock()
    {
        var time = new JumpingTime();
        var server = new ScriptedServer(() => Storage(503, "ServerBusy"), () => throw new HttpRequestException($"reset {Signed}"), () => Bytes(File));
        Assert.Equal(File, (await Open(server, time).DownloadAsync(Address, File.Length, Stop)).Body.ToArray());
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_repeated_too()
    {
        var server = new ScriptedServer(() => new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream(File)) }, () => Bytes(File));
        Assert.Equal(File, (await Open(server).DownloadAsync(Address, File.Length, Stop)).Body.ToArray());
    }

    [Fact]
    public async Task Repeating_ends_and_tells_no_address()
    {
        var server = new ScriptedServer((_, _) => throw new HttpRequestException($"no route to {Signed}"));
        var error = await Fails(() => Open(server).DownloadAsync(Address, 10, Stop));
        Assert.Equal("NoAnswer", error.Code);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trace_shows_where_and_how_but_neither_signature_nor_content()
    {
        var trace = new ConcurrentQueue<ArmExchange>();
        var server = new ScriptedServer(() => Storage(403, "AuthenticationFailed"), () => Bytes(File));
        var arm = Open(server).For(new() { Trace = trace.Enqueue });
        await Fails(() => arm.DownloadAsync(Address, File.Length, Stop));
        await arm.DownloadAsync(Address, File.Length, Stop);
        Assert.Equal([403, 200], trace.Select(t => t.Status));
        Assert.All(trace, t => Assert.Contains("tools01.blob.core.windows.net", t.ToString(), StringComparison.Ordinal));
        Assert.All(trace, t => Assert.DoesNotContain(Canary, t + t.Detail!(), StringComparison.Ordinal));
        Assert.Contains("3000 bytes", trace.Last().Detail!(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compression_does_not_hide_a_long_file()
    {
        // The network handler unpacks answers before they are counted; here the content does, as that handler would.
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[5_000_000], Stop);
        }

        packed.Position = 0;
        var server = new ScriptedServer(() => new(HttpStatusCode.OK) { Content = new StreamContent(new GZipStream(packed, CompressionMode.Decompress)) });
        Assert.Equal("DownloadTooLong", (await Fails(() => Open(server).DownloadAsync(Address, 1_000_000, Stop))).Code);
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var server = new ScriptedServer(() =>
        {
            stop.Cancel();
            return Storage(503, "ServerBusy");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open(server).DownloadAsync(Address, 10, stop.Token));
        Assert.Single(server.Requests);
    }

    private sealed class CountingStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Position += count;
            return Position <= length ? count : 0;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class BrokenStream(byte[] content) : MemoryStream(content[..1000])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException($"broken off at {Signed}");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override bool CanSeek => false;
    }
}
