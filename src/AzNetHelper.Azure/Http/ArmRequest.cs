namespace AzNetHelper.Azure;

/// <summary>One request; a read may be repeated at will, a write may not.</summary>
internal sealed record ArmRequest(string Method, Uri Uri)
{
    public bool IsRead { get; init; } = true;

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? IfMatch { get; init; }

    /// <summary>The tenant whose token it needs, where its address does not tell; null where it does.</summary>
    public string? Tenant { get; init; }

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
