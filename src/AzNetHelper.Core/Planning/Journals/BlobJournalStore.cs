using System.Net;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// A journal in an append blob of a storage account: for runs whose disk is gone with them. A lease keeps other runs out; that
/// of a run that was killed ends by itself after a minute. Each entry says how long the blob must be before it, so that one
/// whose answer was lost is neither lost nor doubled.
/// </summary>
public sealed class BlobJournalStore : IJournalStore
{
    private const int LeaseSeconds = 60;
    private const int Tries = 5;
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    // Where the session's own identity is shown; a shared access signature goes wherever its owner says.
    private static readonly string[] Hosts = [".blob.core.windows.net", ".blob.core.chinacloudapi.cn", ".blob.core.usgovcloudapi.net"];

    private readonly BlobRequests _blob;
    private readonly CancellationTokenSource _end = new();
    private readonly string _lease;
    private readonly byte[] _bytes;
    private readonly Task _renewing;
    private long _position;

    private BlobJournalStore(string name, BlobRequests blob, string lease, byte[] bytes) =>
        (Name, _blob, _lease, _bytes, _position, _renewing) = (name, blob, lease, bytes, bytes.Length, RenewAsync());

    public string Name { get; }

    /// <summary>Opens the blob, or makes it. Its container has to be there.</summary>
    /// <param name="address">The blob; a shared access signature in its query stands for the sign-in.</param>
    /// <param name="tokens">Who signs in without one.</param>
    /// <param name="time">The clock of tokens and dates.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="handler">What sends; null for the network.</param>
    /// <exception cref="JournalException">Another run has it, or it cannot be opened.</exception>
    public static async Task<BlobJournalStore> OpenAsync(
        Uri address, ITokenSource? tokens, TimeProvider time, CancellationToken cancellationToken, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var name = address.GetLeftPart(UriPartial.Path);
        var isSigned = address.Query.Contains("sig=", StringComparison.Ordinal);
        if (address.Scheme != Uri.UriSchemeHttps || address.Segments.Length < 3
            || (!isSigned && (tokens is null || !Hosts.Any(h => address.Host.EndsWith(h, StringComparison.OrdinalIgnoreCase)))))
        {
            throw new JournalException(name, "JournalLocationNotSupported", FailureKind.InvalidArgument,
                $"A journal cannot be kept at {name}. Nothing was written. Give the path of a file, or a blob as "
                + "https://<account>.blob.core.windows.net/<container>/<name>, elsewhere with a shared access signature.");
        }

        var blob = new BlobRequests(address, isSigned ? null : tokens, handler, time);
        try
        {
            return await OpenAsync(name, blob, cancellationToken);
        }
        catch (Exception e)
        {
            blob.Dispose();
            throw e is HttpRequestException or ArmException ? NotOpened(name, e.Message, e) : e;
        }
    }

    public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>>(_bytes);

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var mayBeThere = false;
        for (var tried = 1; ; tried++)
        {
            string why;
            try
            {
                using var answer = await _blob.AppendAsync(bytes, _position, _lease, cancellationToken);
                if (answer.StatusCode == HttpStatusCode.Created || (mayBeThere && Code(answer) == "AppendPositionConditionNotMet"))
                {
                    // The lease keeps everybody else from writing: what stands there now is ours.
                    _position += bytes.Length;
                    return;
                }

                why = Why(answer);
                if ((int)answer.StatusCode is not (408 or 429 or >= 500))
                {
                    throw new IOException(why);
                }

                mayBeThere |= (int)answer.StatusCode is not 429;
            }
            catch (HttpRequestException e)
            {
                (mayBeThere, why) = (true, e.Message);
            }
            catch (ArmException e)
            {
                throw new IOException(e.Message, e);
            }

            if (tried == Tries)
            {
                throw new IOException(why);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250 << tried), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        await TryLeaseAsync("release", CancellationToken.None);
        _blob.Dispose();
        _end.Dispose();
    }

    private static async Task<BlobJournalStore> OpenAsync(string name, BlobRequests blob, CancellationToken stop)
    {
        using var made = await blob.CreateAsync(stop);
        if (made.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed))
        {
            throw NotOpened(name, Why(made));
        }

        using var leased = await blob.AcquireAsync(LeaseSeconds, stop);
        if (leased.StatusCode == HttpStatusCode.Conflict && Code(leased) == "LeaseAlreadyPresent")
        {
            throw new JournalException(name, "JournalInUse", FailureKind.ResourceBusy, $"Another run has the journal {name} open, "
                + "or was killed less than a minute ago. Nothing was written. Wait until it has ended, or use another journal.");
        }

        if (leased.StatusCode != HttpStatusCode.Created || !leased.Headers.TryGetValues("x-ms-lease-id", out var ids))
        {
            throw NotOpened(name, Why(leased));
        }

        using var read = await blob.ReadAsync(stop);
        var isJournal = read.Headers.TryGetValues("x-ms-blob-type", out var types) && types.Contains("AppendBlob", StringComparer.Ordinal);
        return read.StatusCode != HttpStatusCode.OK ? throw NotOpened(name, Why(read))
            : isJournal ? new(name, blob, ids.First(), await read.Content.ReadAsByteArrayAsync(stop))
            : throw new JournalException(name, "NotAJournal", FailureKind.InvalidData,
                $"{name} is no append blob. Nothing was written. Give a journal, or a name that is not taken.");
    }

    // In real time: that is what the service counts.
    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, _end.Token).ConfigureAwait(false);
                await TryLeaseAsync("renew", _end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    // A lease that was lost shows when the next entry is refused.
    private async Task TryLeaseAsync(string action, CancellationToken stop)
    {
        try
        {
            using var answer = await _blob.LeaseAsync(action, _lease, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or ArmException)
        {
            return;
        }
    }

    private static string? Code(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : null;

    private static string Why(HttpResponseMessage answer) => $"the storage account answered {(int)answer.StatusCode} {Code(answer)}.";

    private static JournalException NotOpened(string name, string why, Exception? inner = null) =>
        new(name, "JournalNotOpened", FailureKind.WriteError, $"The journal {name} cannot be opened: {why} Nothing was written. "
            + "Its container has to be there; without a shared access signature the session's identity needs the role "
            + "'Storage Blob Data Contributor'.", inner);
}
