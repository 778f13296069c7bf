using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Tests;

/// <summary>A client certificate, what a gateway trusts, what came along, and whether the one goes back to the other.</summary>
internal sealed record TrustCase(X509Certificate2 Client, X509Certificate2[] Trusted, X509Certificate2[] Issuers, bool IsTrusted) : IDisposable
{
    public void Dispose()
    {
        foreach (var certificate in Trusted.Concat(Issuers).Append(Client))
        {
            certificate.Dispose();
        }
    }
}

/// <summary>Every kind of root that a gateway may have, for all who say which clients go back to it.</summary>
internal static class TrustCases
{
    private const X509KeyUsageFlags Signs = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
    private static readonly Dictionary<string, Func<TrustCase>> s_all = new(StringComparer.Ordinal)
    {
        ["an authority"] = () => OfRoot(Root(true, Signs), true),
        ["no basic constraints, but its key signs"] = () => OfRoot(Root(null, Signs), true),
        ["neither basic constraints nor key usage"] = () => OfRoot(Root(null, null), true),
        ["says that it is no authority"] = () => OfRoot(Root(false, null), false),
        ["its key does not sign"] = () => OfRoot(Root(true, X509KeyUsageFlags.DigitalSignature), false),
        ["another of the name"] = () => new(Client(Root(true, Signs)), [Root(true, Signs)], [], false),
        ["another of the name before it"] = () => OfRoot(Root(true, Signs), true) is var c ? c with { Trusted = [Root(true, Signs), .. c.Trusted] } : null!,
        ["another, without basic constraints, of the name"] = () => new(Client(Root(null, null)), [Root(null, null)], [], false),
        ["above an issuer that is at hand"] = () => Between(above => [above], withIssuer: true, true),
        ["above an issuer that is not at hand"] = () => Between(above => [above], withIssuer: false, false),
        ["an issuer that did not issue itself"] = () => Between(_ => [], withIssuer: false, true, trustIssuer: true),
        ["such an issuer, which came along, too"] = () => Between(_ => [], withIssuer: true, true, trustIssuer: true),
        ["both the issuer and what is above it"] = () => Between(above => [above], withIssuer: true, true, trustIssuer: true),
        ["another issuer of the name"] = () => new(Client(Issued(Root(true, Signs), "Issuing", true, Signs)), [Issued(Root(true, Signs), "Issuing", true, Signs)], [], false),
        ["another issuer of the name, of the same root"] = () => Root(true, Signs) is var above
            ? new(Client(Issued(above, "Issuing", true, Signs)), [Issued(above, "Issuing", true, Signs)], [above], false) : null!,
        ["above a client that has issued another"] = () => Root(true, Signs) is var root && Client(root) is var alice
            ? new(Issued(alice, "mallory", false, X509KeyUsageFlags.DigitalSignature), [root], [alice], false) : null!,
        ["above what does not say that it may issue"] = () => Root(true, Signs) is var root && Issued(root, "between", null, null) is var between
            ? new(Client(between), [root], [between], false) : null!,
    };

    public static IEnumerable<string> Names => s_all.Keys;

    public static TrustCase Of(string name) => s_all[name]();

    private static TrustCase OfRoot(X509Certificate2 root, bool isTrusted) => new(Client(root), [root], [], isTrusted);

    private static TrustCase Between(Func<X509Certificate2, X509Certificate2[]> trusted, bool withIssuer, bool isTrusted, bool trustIssuer = false)
    {
        var above = Root(true, Signs);
        var issuer = Issued(above, "Issuing", true, Signs);
        return new(Client(issuer), [.. trustIssuer ? [issuer] : Array.Empty<X509Certificate2>(), .. trusted(above)], withIssuer ? [issuer] : [], isTrusted);
    }

    private static X509Certificate2 Root(bool? isAuthority, X509KeyUsageFlags? usage)
    {
        using var key = TestKeys.Next();
        return Request("Contoso P2S", key, isAuthority, usage).CreateSelfSigned(Roots.Start, Roots.Start.AddDays(3650));
    }

    private static X509Certificate2 Client(X509Certificate2 issuer) => Issued(issuer, "alice", null, X509KeyUsageFlags.DigitalSignature);

    // The platform's own way refuses issuers that are none.
    private static X509Certificate2 Issued(X509Certificate2 issuer, string name, bool? isAuthority, X509KeyUsageFlags? usage)
    {
        using var key = TestKeys.Next();
        using var signing = issuer.GetRSAPrivateKey()!;
        using var bare = Request(name, key, isAuthority, usage).Create(issuer.SubjectName, X509SignatureGenerator.CreateForRSA(signing, RSASignaturePadding.Pkcs1),
            Roots.Start, Roots.Start.AddDays(1000), RandomNumberGenerator.GetBytes(16));
        return bare.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, RSA key, bool? isAuthority, X509KeyUsageFlags? usage)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (isAuthority is { } says)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(says, false, 0, true));
        }

        if (usage is { } uses)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(uses, true));
        }

        return request;
    }
}
