namespace AzNetHelper.Simulation;

/// <summary>How the two ends of a link stand to each other.</summary>
internal enum LinkAccord
{
    /// <summary>Microsoft's end is not there: the circuit is not usable, the peering is off, or the family has no prefix.</summary>
    Off,

    /// <summary>Nobody answers ARP at the customer's address in this VLAN.</summary>
    Silent,

    /// <summary>Somebody answers, and no session comes up: no BGP, or another key.</summary>
    NoSession,

    /// <summary>The router has another autonomous system than the peering expects.</summary>
    WrongAsn,

    /// <summary>The router announces more than the circuit takes.</summary>
    TooManyPrefixes,

    /// <summary>They agree.</summary>
    Agreed,
}

/// <summary>The BGP session of one family over one link of a peering.</summary>
internal sealed class CircuitSession(TimeSpan connect)
{
    // Bytes a second in each direction of a link that carries traffic.
    private const long Inward = 125_000;
    private const long Outward = 75_000;

    private long _in;
    private long _out;
    private DateTimeOffset _since;
    private bool _carries;
    private string? _signature;
    private bool _wasUp;

    public LinkAccord Accord { get; private set; }

    public bool IsUp(DateTimeOffset now) => Accord == LinkAccord.Agreed && now >= UpSince;

    /// <summary>How long it has been up, or down; null for one that was never up.</summary>
    public TimeSpan? Lasts(DateTimeOffset now) => IsUp(now) ? now - UpSince : _wasUp ? now - _since : null;

    public long In(DateTimeOffset now) => _in + Carried(now, Inward);

    public long Out(DateTimeOffset now) => _out + Carried(now, Outward);

    private DateTimeOffset UpSince => _since + connect;

    /// <summary>What both ends say; where that is new, the session begins anew.</summary>
    public void Compare(LinkAccord accord, string signature, bool carries, DateTimeOffset now)
    {
        if (string.Equals(signature, _signature, StringComparison.Ordinal) && carries == _carries)
        {
            return;
        }

        (_in, _out) = (In(now), Out(now));
        var stays = string.Equals(signature, _signature, StringComparison.Ordinal) && IsUp(now);
        _wasUp |= IsUp(now);
        _since = stays ? _since : now;
        if (stays)
        {
            // Only what it carries has changed: what was counted until now is kept apart.
            (_in, _out) = (_in - (carries ? Seconds(now) * Inward : 0), _out - (carries ? Seconds(now) * Outward : 0));
        }

        (Accord, _signature, _carries) = (accord, signature, carries);
    }

    /// <summary>A session that was up for long before the simulation began.</summary>
    public void Adopt(DateTimeOffset since) => _since = Accord == LinkAccord.Agreed ? since - connect : _since;

    private long Seconds(DateTimeOffset now) => IsUp(now) ? (long)(now - UpSince).TotalSeconds : 0;

    private long Carried(DateTimeOffset now, long rate) => _carries ? Seconds(now) * rate : 0;
}
