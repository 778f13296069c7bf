using System.Security;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite;

/// <summary>Whom a profile is for, and what the gateway says.</summary>
/// <param name="Name">The name of the connection, for people and for files; any text.</param>
/// <param name="Package">What the gateway has generated.</param>
public sealed record ClientProfileRequest(string Name, ClientPackage Package)
{
    /// <summary>The client's certificate with its key; null where clients sign in by Entra ID or RADIUS. The caller disposes of it.</summary>
    public KeyedCertificate? Client { get; init; }

    /// <summary>Encrypts the key in the profile, where its format allows that; null leaves it plain, where that is allowed.</summary>
    public SecureString? KeyPassword { get; init; }

    /// <summary>The name that is signed in with where there is no certificate; null where that is left to whoever connects.</summary>
    public string? UserName { get; init; }

    /// <summary>Who connects, for people; the common name of the certificate where it is not given.</summary>
    public string ClientName
    {
        get => field ?? Client?.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, forIssuer: false) ?? Name;
        init;
    }
}
