using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Whom a gateway lets in, by roots of every kind, dates at their edges and revocations in any case.</summary>
public sealed class ClientAcceptanceTests : IDisposable
{
    private readonly X509Certificate2 _root = Roots.Root();
    private readonly List<IDisposable> _made = [];

    public void Dispose()
    {
        _root.Dispose();
        _made.ForEach(m => m.Dispose());
    }

    private static VirtualNetworkGateway Gateway(X509Certificate2[] roots, params string[] revoked) => PackageReaderTests.Gateway("Certificate") with
    {
        Clients = PackageReaderTests.Gateway("Certificate").Clients! with
        {
            Roots = [.. roots.Select((r, i) => new ClientRoot($"root{i}", Convert.ToBase64String(r.RawData)))],
            Revoked = [.. revoked.Select((r, i) => new RevokedClient($"lost{i}", r))],
        },
    };

    private ProfileClient Client(X509Certificate2 certificate, params X509Certificate2[] issuers)
    {
        var key = RSA.Create();
        using var own = certificate.GetRSAPrivateKey()!;
        key.ImportParameters(own.ExportParameters(true));
        var client = ProfileClient.Of(new(X509CertificateLoaders.Load(certificate.RawData), key, [.. issuers.Select(i => X509CertificateLoaders.Load(i.RawData))]));
        _made.Add(client);
        _made.Add(certificate);
        return client;
    }

    private static string[] Ids(ProfileClient client, VirtualNetworkGateway? gateway, DateTimeOffset? now = null) =>
        [.. ClientAcceptance.Problems(client, gateway, now ?? Roots.Start.AddDays(10)).Select(p => p.Id)];

    [Fact]
    public void A_client_of_one_of_the_roots_is_let_in()
    {
        using var other = Roots.Root("Fabrikam");
        var client = Client(Roots.Issue(_root, "alice"));
        Assert.Empty(Ids(client, Gateway([other, _root])));
        Assert.Equal("root1", ClientAcceptance.RootOf(client.Certificate!, Gateway([other, _root]).Clients!, Roots.Start)!.Name);
        Assert.Equal(["ClientOfForeignRoot"], Ids(client, Gateway([other])));
        Assert.Equal(["ClientOfForeignRoot"], Ids(client, Gateway([])));
    }

    [Fact]
    public void A_root_of_the_same_name_with_another_key_is_another_root()
    {
        using var twin = Roots.Root();
        Assert.Equal(["ClientOfForeignRoot"], Ids(Client(Roots.Issue(_root, "alice")), Gateway([twin])));
        Assert.Empty(Ids(Client(Roots.Issue(_root, "bob")), Gateway([twin, _root])));
    }

    [Fact]
    public void An_issuer_between_is_taken_from_the_client_or_is_what_the_gateway_trusts()
    {
        using var between = Roots.Issue(_root, "Issuing", isAuthority: true, days: 3000);
        Assert.Empty(Ids(Client(Roots.Issue(between, "alice"), between), Gateway([_root])));
        Assert.Equal(["ClientOfForeignRoot"], Ids(Client(Roots.Issue(between, "bob")), Gateway([_root])));
        Assert.Empty(Ids(Client(Roots.Issue(between, "carol")), Gateway([between])));
    }

    [Fact]
    public void Dates_count_at_their_edges()
    {
        var client = Client(Roots.Issue(_root, "alice", days: 365));
        var gateway = Gateway([_root]);
        Assert.Empty(Ids(client, gateway, Roots.Start));
        Assert.Empty(Ids(client, gateway, Roots.Start.AddDays(365)));
        Assert.Equal(["ClientExpired"], Ids(client, gateway, Roots.Start.AddDays(365).AddSeconds(1)));
        Assert.Equal(["ClientNotYetValid", "RootExpired"], Ids(client, gateway, Roots.Start.AddSeconds(-1)));
        Assert.Equal(["ClientExpired"], Ids(client, null, Roots.Start.AddDays(366)));
    }

    [Fact]
    public void A_revocation_counts_in_any_case_and_beside_other_reasons()
    {
        var client = Client(Roots.Issue(_root, "alice"));
        var thumbprint = client.Certificate!.Certificate.Thumbprint;
        Assert.Equal(["ClientRevoked"], Ids(client, Gateway([_root], thumbprint.ToLowerInvariant())));
        Assert.Equal(["ClientRevoked"], Ids(client, Gateway([_root], string.Join(':', thumbprint.Chunk(2).Select(c => new string(c))))));
        Assert.Empty(Ids(client, Gateway([_root], new string('A', 40))));
        Assert.Equal(["ClientExpired", "ClientRevoked", "ClientOfForeignRoot"], Ids(client, Gateway([], thumbprint), Roots.Start.AddDays(999)));
    }

    [Fact]
    public void Data_of_a_root_that_is_no_certificate_is_no_root()
    {
        var gateway = Gateway([_root]);
        gateway = gateway with { Clients = gateway.Clients! with { Roots = [new("broken", "AAAA"), .. gateway.Clients.Roots] } };
        Assert.Empty(Ids(Client(Roots.Issue(_root, "alice")), gateway));
        Assert.Equal(["ClientOfForeignRoot"], Ids(Client(Roots.Issue(_root, "bob")), gateway with { Clients = gateway.Clients with { Roots = [new("broken", "AAAA")] } }));
    }

    [Fact]
    public void Other_ways_to_sign_in_want_no_certificate()
    {
        var gateway = Gateway([_root]) with { Clients = Gateway([_root]).Clients! with { Authentication = ["AAD", "Radius"] } };
        Assert.Equal(["CertificateSignInOff"], Ids(Client(Roots.Issue(_root, "alice")), gateway));
        Assert.Empty(Ids(new("everybody", null), gateway));
    }
}

/// <summary>The platform's two ways to read a certificate: .NET 8 has the older alone.</summary>
internal static class X509CertificateLoaders
{
    public static X509Certificate2 Load(byte[] der) => X509Certificate2.CreateFromPem(PemEncoding.WriteString("CERTIFICATE", der));
}
