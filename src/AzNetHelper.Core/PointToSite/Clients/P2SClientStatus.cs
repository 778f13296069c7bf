using System.Collections.Immutable;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite;

/// <summary>What a client certificate is worth at a gateway.</summary>
public enum P2SClientState
{
    /// <summary>It connects.</summary>
    Valid,

    /// <summary>It connects, and not for long any more.</summary>
    Expiring,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>Its time has not come yet.</summary>
    NotYetValid,

    /// <summary>The gateway refuses it, whatever issued it.</summary>
    Revoked,

    /// <summary>The gateway does not trust what issued it, or takes no certificates.</summary>
    NotTrusted,
}

/// <summary>When a certificate is in a state, and what to do then: docs/p2s-clients.md shows the table.</summary>
/// <param name="State">The state.</param>
/// <param name="When">When.</param>
/// <param name="ToDo">What to do; empty for nothing.</param>
internal sealed record P2SClientStateRule(P2SClientState State, string When, string ToDo)
{
    /// <summary>In the order in which they are looked at: what cannot be mended comes first.</summary>
    public static ImmutableArray<P2SClientStateRule> All { get; } =
    [
        new(P2SClientState.Revoked, "the gateway refuses it", "`Restore-P2SClientCertificate`, if it was a mistake"),
        new(P2SClientState.Expired, "its last day is over", "a new certificate (`New-P2SClientCertificate`)"),
        new(P2SClientState.NotTrusted, "clients do not sign in by certificate; the gateway has no root that it goes back to; that root is outside its dates",
            "`Set-P2SConfiguration -AddRoot`"),
        new(P2SClientState.NotYetValid, "its first day has not come", "wait, or set the clock right"),
        new(P2SClientState.Expiring, "its last day is within `-ExpiringWithinDays`", "a new certificate in time"),
        new(P2SClientState.Valid, "else", string.Empty),
    ];
}

/// <summary>A client certificate of a set, at a gateway.</summary>
/// <param name="Name">Its name in the set.</param>
/// <param name="Certificate">What it says.</param>
/// <param name="State">What it is worth.</param>
public sealed record P2SClientStatus(string Name, CertificateFacts Certificate, P2SClientState State)
{
    public string Thumbprint => Certificate.Thumbprint;

    public DateTimeOffset NotAfter => Certificate.NotAfter;

    /// <summary>The name of the set's root.</summary>
    public string? Root { get; init; }

    /// <summary>The name of the revocation on the gateway; null for none.</summary>
    public string? RevokedAs { get; init; }

    /// <summary>A sentence: why, and what to do; empty for one that is valid.</summary>
    public string Reason { get; init; } = string.Empty;

    public override string ToString() => $"{Name}: {State}";
}
