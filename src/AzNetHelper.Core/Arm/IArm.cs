using System.Collections.Immutable;

namespace AzNetHelper.Arm;

/// <summary>
/// The port to Azure Resource Manager. What crosses it is plain: text, bytes (JSON as UTF-8), records of this assembly.
/// Implementations are thread-safe. Reads are retried inside. A write that is throttled (429) is not, because it is the
/// caller who decides what else may start meanwhile, and nothing may be sent after a stop; nor is one whose answer was
/// lost or was a 5xx: it comes back as an <see cref="ArmException"/> with
/// <see cref="ArmException.MayHaveTakenEffect"/>, so that the caller can read before it writes again.
/// </summary>
public interface IArm
{
    /// <summary>The clock that every wait uses.</summary>
    TimeProvider Time { get; }

    /// <summary>The same connection, reporting to (and asking) one caller. Cheap: one per command.</summary>
    IArm For(ArmCaller caller);

    /// <summary>Reads a resource or any path below the endpoint, for example a resource id.</summary>
    /// <exception cref="ArmException">The service answered an error; 404 included.</exception>
    Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a list: one answer a page, <c>nextLink</c> followed verbatim. Each body is <c>{"value":[...]}</c>.
    /// </summary>
    IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Sends one write and returns as soon as the service has answered. <see cref="WaitAsync"/> sees it through.
    /// </summary>
    /// <exception cref="ArmException">The service refused, or the answer was lost.</exception>
    Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a POST that only reads (Resource Graph) and returns the answer; retried like a read.
    /// </summary>
    Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>
    /// Polls until the operation has ended and returns its final answer: for PUT the resource as read back, for POST
    /// the value of the Location URL, for DELETE an empty 204. The status URL is followed verbatim, Retry-After is
    /// honoured.
    /// </summary>
    /// <exception cref="ArmException">The operation failed or was cancelled (from the status body), or its status
    /// cannot be read any more.</exception>
    Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken);

    /// <summary>
    /// Downloads a file from a signed address that the service gave out: no token is sent along, only https is followed, and
    /// what is longer than wanted is not read. Retried like a read.
    /// </summary>
    /// <param name="signed">The address, with its signature.</param>
    /// <param name="mostBytes">The most that is read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">There is no such file, or the signature is not valid any more (403, 404), or the file is
    /// too long (<c>DownloadTooLong</c>). The address is not in the message: who has it has the file.</exception>
    Task<ArmResponse> DownloadAsync(Uri signed, long mostBytes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This connection downloads nothing.");

    /// <summary>Who the requests come from, as the token says it; null where it does not.</summary>
    Task<ArmIdentity?> WhoAsync(CancellationToken cancellationToken) => Task.FromResult<ArmIdentity?>(null);

    /// <summary>Who the requests for a path come from: two tenants know one caller by two names.</summary>
    Task<ArmIdentity?> WhoAsync(string path, CancellationToken cancellationToken) => WhoAsync(cancellationToken);

    /// <summary>
    /// Subscriptions in groups that one query may ask about: Resource Graph answers for the tenant of its token alone, and leaves
    /// the rest out without a word. Known once <c>/subscriptions</c> was listed. Of no subscriptions there is one empty group, which is asked
    /// about all of its tenant; none where the connection has several tenants.
    /// </summary>
    ImmutableArray<ImmutableArray<string>> ByTenant(IReadOnlyCollection<string> subscriptions) => [[.. subscriptions]];

    /// <summary>
    /// The id of a tenant that the connection signs in to, as it was given: an id, or a domain, whose id the first token of it tells;
    /// null where none has.
    /// </summary>
    string? TenantId(string given) => Guid.TryParse(given, out _) ? given : null;
}

/// <summary>Who a token was given to.</summary>
/// <param name="Name">A user's name, or an application's client id.</param>
/// <param name="ObjectId">The object id in the directory, to which roles are assigned; null where the token has none.</param>
public sealed record ArmIdentity(string Name, string? ObjectId)
{
    public override string ToString() => ObjectId is null ? $"'{Name}'" : $"'{Name}' (object id {ObjectId})";
}

/// <summary>Verbs of a write.</summary>
public enum ArmVerb
{
    Put,
    Patch,
    Post,
    Delete,
}

/// <summary>One write: what is sent, complete.</summary>
/// <param name="Verb">PUT, PATCH, POST or DELETE.</param>
/// <param name="Path">The resource id, for POST with the action behind it.</param>
/// <param name="ApiVersion">The pinned api-version.</param>
public sealed record ArmWrite(ArmVerb Verb, string Path, string ApiVersion)
{
    /// <summary>The body as UTF-8 JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>An ETag that must still be current, else 412.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Further query, without a leading mark, for example <c>syncRemoteAddressSpace=true</c>.</summary>
    public string? Query { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">UTF-8 JSON; empty when there was none.</param>
public sealed record ArmResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The ETag response header, where the service sends one.</summary>
    public string? ETag { get; init; }
}

/// <summary>
/// A write that the service has accepted. Serializable: status URLs are signed, so what continues a wait later must
/// keep them verbatim (seen since 2024).
/// </summary>
public sealed record ArmOperation(ArmVerb Verb, string Path, string ApiVersion, int Status)
{
    /// <summary>Azure-AsyncOperation: says how it goes.</summary>
    public Uri? StatusUri { get; init; }

    /// <summary>Location: holds the result of a POST or DELETE.</summary>
    public Uri? ResultUri { get; init; }

    /// <summary>How long to wait before the first poll.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// How many more writes of its kind (deletes, or all others) the service announced that it takes at once in this
    /// subscription; null when it said nothing.
    /// </summary>
    public int? Remaining { get; init; }

    /// <summary>When the service accepted it.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The body of the first answer.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when the first answer was final: nothing to poll.</summary>
    public bool IsFinal => StatusUri is null && ResultUri is null;

    /// <summary>
    /// One line of text from which a later session can go on waiting (<see cref="ArmOperationText"/>).
    /// </summary>
    public string ToText() => ArmOperationText.ToText(this);

    public override string ToString() => $"{Verb} {Path}";
}

/// <summary>Who is calling: where its trace goes, and who can be asked for a token. Both may be null.</summary>
public sealed record ArmCaller
{
    /// <summary>Called once an exchange, from any thread.</summary>
    public Action<ArmExchange>? Trace { get; init; }

    /// <summary>Shows a text to the person (a device code) before the sign-in waits for them.</summary>
    public Func<string, CancellationToken, Task>? Tell { get; init; }

    /// <summary>Gets a token where only the caller's thread may (an Az session). Scope and tenant are given.</summary>
    public Func<string, string?, CancellationToken, Task<ArmToken>>? Token { get; init; }
}

/// <summary>A bearer token. Never printed: <see cref="ToString"/> hides it.</summary>
public sealed record ArmToken(string Value, DateTimeOffset ExpiresOn)
{
    public override string ToString() => $"token until {ExpiresOn:O}";
}

/// <summary>
/// One exchange as the verbose and debug streams tell it. Headers and bodies are redacted by an allow-list.
/// </summary>
public sealed record ArmExchange(string Method, string Path, int Status, TimeSpan Elapsed, string ClientRequestId)
{
    /// <summary>Request and response, redacted, for the debug stream; made only when it is read.</summary>
    public Func<string>? Detail { get; init; }

    /// <summary>Why there was no answer; null when there was one.</summary>
    public string? Fault { get; init; }

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Method} {Path} {(Fault is null ? Status : Fault)} {Elapsed.TotalMilliseconds:F0} ms {ClientRequestId}");
}
