using System.Collections.Immutable;

namespace AzNetHelper.Certificates;

/// <summary>
/// A root certificate and the client certificates that it has issued. Nothing in it is secret: keys are in the files that it
/// names, and nowhere else.
/// </summary>
/// <param name="Root">The root.</param>
public sealed record P2SCertificateSet(P2SRootCertificate Root)
{
    /// <summary>The clients, in the order in which they were made.</summary>
    public ImmutableArray<P2SClientCertificate> Clients { get; init; } = [];

    /// <summary>The file that keeps this list (<see cref="CertificateSetFile"/>); null for a set that was not written.</summary>
    public string? SetFile { get; init; }

    public override string ToString() => $"{Root.Name} with {Clients.Length} client{(Clients.Length == 1 ? string.Empty : "s")}";
}

/// <summary>The root certificate of a set.</summary>
/// <param name="Name">Its common name.</param>
/// <param name="Certificate">What it says.</param>
public sealed record P2SRootCertificate(string Name, CertificateFacts Certificate)
{
    public string Subject => Certificate.Subject;

    public string Thumbprint => Certificate.Thumbprint;

    public DateTimeOffset NotBefore => Certificate.NotBefore;

    public DateTimeOffset NotAfter => Certificate.NotAfter;

    /// <summary>The one line of base64 that Azure wants.</summary>
    public string PublicCertData => Certificate.PublicCertData;

    /// <summary>The full paths of its files; empty for those that were not written.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    public override string ToString() => $"{Name} ({Thumbprint})";
}

/// <summary>A client certificate of a set.</summary>
/// <param name="Name">Its common name.</param>
/// <param name="Certificate">What it says.</param>
public sealed record P2SClientCertificate(string Name, CertificateFacts Certificate)
{
    public string Subject => Certificate.Subject;

    public string Thumbprint => Certificate.Thumbprint;

    public DateTimeOffset NotBefore => Certificate.NotBefore;

    public DateTimeOffset NotAfter => Certificate.NotAfter;

    /// <summary>The full paths of its files; empty for those that were not written.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    public override string ToString() => $"{Name} ({Thumbprint})";
}
