using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Whom the simulated gateway lets in is whom the module says that it would.</summary>
public sealed class TrustedChainTests
{
    public static TheoryData<string> Kinds => [.. TrustCases.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Both_answer_alike(string kind)
    {
        using var given = TrustCases.Of(kind);
        var now = Roots.Start.AddDays(10);
        CertificateFacts[] trusted = [.. given.Trusted.Select(CertificateFacts.Of)];
        var client = new ConnectedClient("alice") { Certificate = CertificateFacts.Of(given.Client), Issuers = [.. given.Issuers.Select(CertificateFacts.Of)] };
        Assert.Equal(given.IsTrusted, TrustedChain.Reaches(trusted, client, now));
        Assert.Equal(given.IsTrusted, new ClientTrust(trusted).RootOf(client.Certificate, client.Issuers, now) is not null);
    }
}
