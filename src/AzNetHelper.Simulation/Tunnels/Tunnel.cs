namespace AzNetHelper.Simulation;

/// <summary>The tunnels of one connection: what both ends come to, and since when.</summary>
internal sealed class Tunnel(OperationTimes times)
{
    // Bytes a second while a tunnel is up: keepalives and a little more, so that a reader sees the counters grow.
    private const int OutRate = 120;
    private const int InRate = 100;

    private (long In, long Out) _earlier;

    /// <summary>Its document was loaded and nothing that it hangs on has changed since.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>The connection was Succeeded once.</summary>
    public bool IsMade { get; private set; }

    /// <summary>What a loaded document said.</summary>
    public string? LoadedStatus { get; private set; }

    public Agreement? Agreement { get; private set; }

    /// <summary>Since when it is as it is.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When it was Succeeded first; a loaded one always was.</summary>
    public DateTimeOffset FirstMade { get; private set; } = DateTimeOffset.MaxValue;

    public static Tunnel Loaded(OperationTimes times, DateTimeOffset now) => new(times)
    {
        IsLoaded = true,
        IsMade = true,
        Since = now,
        FirstMade = DateTimeOffset.MinValue,
    };

    /// <summary>Takes a loaded document as it is.</summary>
    public void Adopt(Agreement agreement, string? status, long ingress, long egress)
    {
        LoadedStatus = status;
        Agreement = agreement;
        _earlier = (ingress, egress);
    }

    public void Made(bool isMade, DateTimeOffset now)
    {
        IsMade = isMade;
        if (isMade && FirstMade == DateTimeOffset.MaxValue)
        {
            FirstMade = now;
        }
    }

    /// <summary>Both ends negotiate anew.</summary>
    /// <param name="agreement">What they come to.</param>
    /// <param name="now">The time.</param>
    /// <param name="wasUp">It was up until now.</param>
    public void BeginAnew(Agreement? agreement, DateTimeOffset now, bool wasUp)
    {
        _earlier = wasUp ? Bytes(now, isUp: true) : _earlier;
        IsLoaded = false;
        Agreement = agreement;
        Since = now;
    }

    public bool IsUp(DateTimeOffset now) => Agreement is { Any: true } && IsMade && now >= UpSince;

    /// <summary>When it came up, or will.</summary>
    public DateTimeOffset UpSince => IsLoaded ? Since : Later(Since + times.TunnelConnect, Told);

    /// <summary>Unknown until the gateway has told something for the first time (recorded), then as both ends come to.</summary>
    public string Status(DateTimeOffset now) => now < Told ? "Unknown"
        : IsUp(now) ? "Connected"
        : Agreement is { Any: false } && now >= Since + times.TunnelGiveUp ? "NotConnected"
        : "Connecting";

    public (long In, long Out) Bytes(DateTimeOffset now, bool isUp)
    {
        var seconds = isUp ? Math.Max(0, (long)(now - UpSince).TotalSeconds) : 0;
        return (_earlier.In + (seconds * InRate), _earlier.Out + (seconds * OutRate));
    }

    private DateTimeOffset Told => FirstMade == DateTimeOffset.MinValue || FirstMade == DateTimeOffset.MaxValue
        ? FirstMade : FirstMade + times.TunnelUnknown;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
