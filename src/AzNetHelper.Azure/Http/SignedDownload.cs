using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using AzNetHelper.Arm;
using global::Azure.Core;
using global::Azure.Core.Pipeline;

namespace AzNetHelper.Azure;

/// <summary>
/// Downloads a file from a signed address. The pipeline has no token policy: the signature is all that the address needs, and
/// the token is nobody's but Azure Resource Manager's. So the host is not compared with anything either. It came over the
/// connection that the session trusts, storage has names of its own in every cloud and private cloud (also
/// <c>zNN.blob.storage.azure.net</c>), and a wrong one gets nothing but the signature that it gave out itself.
/// The signature is in no message, in no trace and in no exception: whoever has it has the file.
/// </summary>
internal sealed class SignedDownload(HttpPipeline pipeline, RetryRules rules, CurrentCaller current, TimeProvider time)
{
    private const int ChunkSize = 81920;
    private const int LongestError = 4096;

    /// <summary>The storage service refuses a signature that is too old, or wrong.</summary>
    public const string Refused = "SignedAddressRefused";

    public async Task<ArmResponse> RunAsync(Uri signed, long mostBytes, CallScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signed);
        var request = $"GET https://{(signed.IsAbsoluteUri ? signed.IdnHost : "(no address)")}";
        if (!signed.IsAbsoluteUri || signed.Scheme is not "https" || signed.UserInfo.Length > 0)
        {
            throw new ArmException(0, "DownloadNotHttps", $"{request}: the address of the file is not an https address, so it is not followed.")
            {
                Request = request,
            };
        }

        current.Scope = scope;
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await AttemptAsync(signed, request, mostBytes, cancellationToken);
            }
            catch (ArmException error) when (rules.Next(isRead: true, error, attempt, waited) is { } next)
            {
                delay = next;
            }

            await Task.Delay(delay, time, cancellationToken);
            waited += delay;
        }
    }

    private async Task<ArmResponse> AttemptAsync(Uri signed, string request, long mostBytes, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(signed);
        var started = time.GetTimestamp();
        var told = (Status: 0, Length: 0L);
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
            var response = message.Response;
            told.Status = response.Status;
            if (response.Status is not 200)
            {
                throw await RefusalAsync(message, request, cancellationToken);
            }

            var body = await ReadAsync(response.ContentStream, mostBytes, request, cancellationToken);
            told.Length = body.Length;
            return new(response.Status, body);
        }
        catch (Exception e) when (e is global::Azure.RequestFailedException or HttpRequestException or IOException or InvalidDataException)
        {
            // The inner exceptions name the address; none crosses the port.
            throw NoAnswer(request, $"The connection to {signed.IdnHost} failed ({(e.InnerException ?? e).GetType().Name}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoAnswer(request, "The time for one exchange ran out.");
        }
        finally
        {
            Tell(message, signed, told, time.GetElapsedTime(started));
        }
    }

    // By bytes that arrive: a length that the answer announces may be wrong, and compression hides what is to come.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream? content, long mostBytes, string request, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (int read; content is not null && (read = await content.ReadAsync(chunk, cancellationToken)) > 0;)
            {
                copy.Write(chunk, 0, read);
                if (copy.Length > mostBytes)
                {
                    throw new ArmException(200, "DownloadTooLong", string.Create(CultureInfo.InvariantCulture,
                        $"{request}: the file is longer than {mostBytes} bytes, which it should never be. It was not read any further."))
                    {
                        Request = request,
                    };
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }

        return copy.ToArray();
    }

    private async Task<ArmException> RefusalAsync(HttpMessage message, string request, CancellationToken cancellationToken)
    {
        var response = message.Response;
        string? Header(string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
        var code = Header("x-ms-error-code") ?? await ErrorCodeAsync(response.ContentStream, cancellationToken);
        var said = code is null ? string.Empty : $" {code}";
        var (id, text) = response.Status switch
        {
            401 or 403 => (Refused, $"was refused: {response.Status}{said}. The address is valid for a short time only; ask for a new one"),
            404 or 410 => ("DownloadNotFound", $"was answered {response.Status}{said}: the file is not there (any more)"),
            >= 300 and < 400 => ("RedirectRefused", $"was answered {response.Status}: it leads elsewhere, and that is not followed"),
            _ => (code ?? $"Http{response.Status.ToString(CultureInfo.InvariantCulture)}", $"was answered {response.Status}{said}"),
        };
        return new(response.Status, id, $"{request} {text}.")
        {
            Request = request,
            RequestId = Header("x-ms-request-id"),
            RetryAfter = RetryAfter.Read(Header, time.GetUtcNow()),
        };
    }

    // <Error><Code>AuthenticationFailed</Code>...: the rest of it repeats what was signed, so only the code is taken.
    private static async Task<string?> ErrorCodeAsync(Stream? content, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestError];
        var length = content is null ? 0 : await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes, 0, length), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return reader.ReadToFollowing("Code") && reader.ReadElementContentAsString() is { Length: > 0 and < 100 } code
                && code.All(char.IsAsciiLetterOrDigit) ? code : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ArmException NoAnswer(string request, string why) => new(0, ErrorReader.NoAnswer, $"{request}: no answer. {why}")
    {
        Request = request,
    };

    private void Tell(HttpMessage message, Uri signed, (int Status, long Length) told, TimeSpan elapsed)
    {
        if (current.Scope?.Caller.Trace is not { } trace)
        {
            return;
        }

        var (status, length) = told;
        var line = $"GET https://{signed.IdnHost}{signed.AbsolutePath}{(signed.Query.Length > 0 ? $"?{Redaction.Hidden}" : string.Empty)}";
        trace(new("GET", $"https://{signed.IdnHost}{signed.AbsolutePath}", status, elapsed, message.Request.ClientRequestId)
        {
            Fault = status == 0 ? "no answer" : null,
            Detail = () => new StringBuilder(line).Append('\n').Append(CultureInfo.InvariantCulture, $"{status} ({length} bytes)\n").ToString(),
        });
    }
}
