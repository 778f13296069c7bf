using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite;

/// <summary>A client that a profile is written for. Whoever has it disposes of it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Certificate">Its certificate with its key; null for clients that sign in by Entra ID or RADIUS.</param>
public sealed record ProfileClient(string Name, KeyedCertificate? Certificate) : IDisposable
{
    /// <summary>The name that it signs in with at a RADIUS server; null where it has a certificate, or types its name.</summary>
    public string? UserName { get; init; }

    /// <summary>A client by its certificate, called by its common name.</summary>
    public static ProfileClient Of(KeyedCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(certificate.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name
            ? name : certificate.Certificate.Thumbprint, certificate);
    }

    public void Dispose() => Certificate?.Dispose();

    /// <summary>Nothing of the key.</summary>
    public override string ToString() => Name;
}
