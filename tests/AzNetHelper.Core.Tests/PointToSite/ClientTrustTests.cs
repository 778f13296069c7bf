using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Which clients go back to what a gateway trusts, by every kind of root, and that all who ask get one answer.</summary>
public sealed class ClientTrustTests
{
    public static TheoryData<string> Kinds => [.. TrustCases.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Roots_of_every_kind_are_answered_alike(string kind)
    {
        using var given = TrustCases.Of(kind);
        CertificateFacts[] trusted = [.. given.Trusted.Select(CertificateFacts.Of)];
        var root = new ClientTrust(trusted).RootOf(CertificateFacts.Of(given.Client), given.Issuers.Select(CertificateFacts.Of), ClientGateway.Now);
        Assert.Equal(given.IsTrusted, root is not null);

        // The root is one that was given, and takes part.
        Assert.True(root is null || trusted.Contains(root));
        Assert.Null(new ClientTrust(trusted.Where(t => !t.Equals(root))).RootOf(CertificateFacts.Of(given.Client), [], ClientGateway.Now));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_exported_and_what_is_shown_agree(string kind)
    {
        using var given = TrustCases.Of(kind);
        var document = ClientGateway.Document(given.Trusted.Select((r, i) => ClientGateway.Root($"r{i}", r)));
        var gateway = ClientGateway.Topology(document).Gateways.Single();
        var root = given.Issuers.Length > 0 ? given.Issuers[0] : given.Trusted[0];
        var shown = ClientStates.Of("gw", gateway.Clients!, ClientGateway.Set(root, ("alice", given.Client)), ClientGateway.Now, TimeSpan.Zero).Single();
        using var client = ProfileClient.Of(new(
            X509CertificateLoaders.Load(given.Client.RawData), System.Security.Cryptography.RSA.Create(), [.. given.Issuers.Select(i => X509CertificateLoaders.Load(i.RawData))]));
        var problems = ClientAcceptance.Problems(client, gateway, ClientGateway.Now).Select(p => p.Id);
        Assert.Equal(given.IsTrusted ? [] : ["ClientOfForeignRoot"], problems);
        Assert.Equal(given.IsTrusted ? P2SClientState.Valid : P2SClientState.NotTrusted, shown.State);
        var target = RevocationTarget.Of(CertificateFacts.Of(given.Client)) with { Issuer = CertificateFacts.Of(root) };
        Assert.Equal(given.IsTrusted, RevocationPlanner.Create(ClientGateway.Ground(document, true, target)).Notices.All(n => n.Id != "NotIssuedByTrustedRoot"));
    }

    [Fact]
    public void Of_a_root_and_its_renewal_with_one_key_the_valid_one_counts()
    {
        using var old = Roots.Root(days: 100);
        using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(old)!;
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(old.SubjectName, key,
            System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var renewed = request.CreateSelfSigned(Roots.Start, Roots.Start.AddDays(4000));
        using var client = Roots.Issue(old, "alice", days: 90);
        var trust = new ClientTrust([CertificateFacts.Of(old), CertificateFacts.Of(renewed)]);
        Assert.Equal(renewed.Thumbprint, trust.RootOf(CertificateFacts.Of(client), [], Roots.Start.AddDays(200))!.Thumbprint);
        Assert.Equal(old.Thumbprint, trust.RootOf(CertificateFacts.Of(client), [], Roots.Start.AddDays(50))!.Thumbprint);
    }
}
