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
