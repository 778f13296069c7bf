namespace AzNetHelper.Azure;

/// <summary>One request; a read may be repeated at will, a write may not.</summary>
internal sealed record ArmRequest(string Method, Uri Uri)
{
    // Recorded (recorded-behaviour 7.5): Azure Resource Manager counts these POSTs as reads, all others as writes.
    private static readonly string[] AskedByPost = ["/listNetworkManagerEffectiveConnectivityConfigurations", "/listActiveConnectivityConfigurations"];

    public bool IsRead { get; init; } = true;

    /// <summary>True for what is taken from the budget of reads.</summary>
    public bool CountsAsRead => Method is "GET" or "HEAD" || (Method is "POST"
        && AskedByPost.Any(end => Uri.AbsolutePath.EndsWith(end, StringComparison.OrdinalIgnoreCase)));

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? IfMatch { get; init; }

    /// <summary>The tenant whose token it needs, where its address does not tell; null where it does.</summary>
    public string? Tenant { get; init; }

    /// <summary>True for a write that refers, without a body that tells, to what may be in any tenant of the session.</summary>
    public bool RefersToAll { get; init; }

    /// <summary>How messages name it: no query, since a status URL's query is signed.</summary>
    public string Name => $"{Method} {Uri.AbsolutePath}";
}

/// <summary>An answer below 300.</summary>
internal sealed record ArmAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public string? ETag { get; init; }

    public string? StatusUrl { get; init; }

    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The announced rest of the budget for requests of this kind.</summary>
    public int? Remaining { get; init; }

    public string? RequestId { get; init; }
}
