namespace AzNetHelper.Certificates;

/// <summary>From when until when a certificate is valid.</summary>
/// <param name="NotBefore">Its first second.</param>
/// <param name="NotAfter">Its last second.</param>
public sealed record CertificateValidity(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>True where the issuer ends earlier than what was asked for.</summary>
    public bool IsCut { get; private init; }

    /// <summary>So many days from now; it begins a little earlier (<see cref="CertificateTerms.ClockSkew"/>).</summary>
    public static CertificateValidity Of(DateTimeOffset now, int days)
    {
        // A certificate knows no parts of a second.
        var start = now.ToUniversalTime();
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));
        return new(start - CertificateTerms.ClockSkew, start.AddDays(days));
    }

    /// <summary>
    /// The part of it in which an issuer is valid, too: a client that outlives its root would be refused from the root's last
    /// day on, and Windows' own chains ask for certificates that are valid within each other.
    /// </summary>
    public CertificateValidity Within(CertificateFacts issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return new(NotBefore < issuer.NotBefore ? issuer.NotBefore : NotBefore, NotAfter > issuer.NotAfter ? issuer.NotAfter : NotAfter)
        {
            IsCut = NotAfter > issuer.NotAfter,
        };
    }
}
