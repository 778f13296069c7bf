using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>A client certificate that a gateway is to refuse, or to take again.</summary>
/// <param name="Thumbprint">Which.</param>
/// <param name="Name">What the gateway is to call it; null for a name made from the certificate.</param>
public sealed record RevocationTarget(Thumbprint Thumbprint, string? Name = null) : IParsable<RevocationTarget>
{
    /// <summary>What it says; null where only its thumbprint is known.</summary>
    public CertificateFacts? Certificate { get; init; }

    /// <summary>The root that it was issued by, where that is known.</summary>
    public CertificateFacts? Issuer { get; init; }

    /// <summary>What people call it.</summary>
    public string DisplayName => Name ?? Certificate?.CommonName ?? $"{Thumbprint}";

    /// <summary>
    /// All of it as the text of a certificate, which the commands take, too; with the issuer behind it where that is no root. Null where
    /// there is no certificate, or where it has a name that the certificate does not say.
    /// </summary>
    internal string? CertificateText => Certificate is not { } own || (Name is not null && Name != own.CommonName) ? null
        : Issuer is { IsSelfIssued: false } between ? $"{Pem(own)}\n{Pem(between)}" : own.PublicCertData;

    /// <summary>Reads <see cref="CertificateText"/>.</summary>
    /// <exception cref="FormatException">The text is no certificate.</exception>
    internal static RevocationTarget OfCertificateText(string text) => Certificates.CertificateText.Read(text).Certificates switch
    {
        [var own] => Of(own),
        [var own, var issuer] => Of(own) with { Issuer = issuer },
        _ => throw new FormatException("-Certificate holds no certificate"),
    };

    public static RevocationTarget Of(CertificateFacts certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(Thumbprint.Parse(certificate.Thumbprint, provider: null)) { Certificate = certificate };
    }

    /// <summary>The client of a set that has a name.</summary>
    /// <returns>The client; or why none is meant.</returns>
    public static (RevocationTarget? Target, Failure? Failure) Of(P2SCertificateSet set, string name)
    {
        ArgumentNullException.ThrowIfNull(set);
        var named = set.Clients.Where(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)).DistinctBy(c => c.Thumbprint, StringComparer.Ordinal).ToArray();
        return named switch
        {
            [var one] => (Of(one.Certificate) with { Issuer = set.Root.Certificate, Name = NetworkName.IsValid(one.Name) ? one.Name : null }, null),
            [] => (null, new("ClientNotInSet", FailureKind.ObjectNotFound, $"The set {set.Root.Name} has no client '{name}'. "
                + (set.Clients.IsEmpty ? "It has none at all." : $"It has {string.Join(", ", set.Clients.Select(c => c.Name).Take(10))}"
                    + $"{(set.Clients.Length > 10 ? " and others" : string.Empty)}."), name)),
            _ => (null, new("ClientAmbiguous", FailureKind.InvalidArgument, $"The set {set.Root.Name} has {named.Length} certificates of '{name}': "
                + string.Join(", ", named.Select(c => $"{c.Thumbprint} (until {ClientStates.Text(c.NotAfter)})"))
                + ". Give -Thumbprint of the one that is meant.", name)),
        };
    }

    /// <summary>Reads a thumbprint in any notation, or <c>name=thumbprint</c>.</summary>
    /// <returns>It; or why the text is none.</returns>
    public static (RevocationTarget? Target, string? Why) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mark = text.IndexOf('=', StringComparison.Ordinal);
        var name = mark > 0 && NetworkName.IsValid(text[..mark]) ? text[..mark] : null;
        var (thumbprint, why) = Thumbprint.Read(text);
        return thumbprint is null ? (null, why) : (new(thumbprint, name), null);
    }

    /// <exception cref="FormatException">The text is neither.</exception>
    public static RevocationTarget Parse(string s, IFormatProvider? provider) =>
        Read(s) is ({ } target, _) ? target : throw new FormatException($"{Read(s).Why}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out RevocationTarget? result) =>
        (result = s is null ? null : Read(s).Target) is not null;

    private static string Pem(CertificateFacts certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.Data.AsSpan());

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Name is null ? Thumbprint.Value : $"{Name}={Thumbprint}";
}
