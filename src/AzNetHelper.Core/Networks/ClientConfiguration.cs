using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Certificates;

namespace AzNetHelper.Networks;

/// <summary>Point-to-site of a gateway: who may connect, and how (arm-protocol 1.4, vpnClientConfiguration).</summary>
public sealed record ClientConfiguration
{
    /// <summary>What clients get their addresses from.</summary>
    public ImmutableArray<IPPrefix> Pool { get; init; } = [];

    /// <summary>Of <c>OpenVPN</c>, <c>IkeV2</c>, <c>SSTP</c>; their order means nothing.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    /// <summary>Whether the gateway speaks a protocol, whatever the case that it is written in.</summary>
    public bool Speaks(string protocol) => Protocols.Contains(protocol, StringComparer.OrdinalIgnoreCase);

    /// <summary>Of <c>Certificate</c>, <c>Radius</c>, <c>AAD</c>, as its document says.</summary>
    public ImmutableArray<string> Authentication { get; init; } = [];

    /// <summary>
    /// How clients sign in. The documents of gateways that were written without it say nothing of that: the list is empty beside a root
    /// (recorded answers of azure-cli). There, what it has for a kind of sign-in says that it is on.
    /// </summary>
    public ImmutableArray<string> SignIns => !Authentication.IsEmpty ? Authentication :
    [
        .. Roots.IsEmpty ? ImmutableArray<string>.Empty : ["Certificate"],
        .. RadiusServers.IsEmpty ? ImmutableArray<string>.Empty : ["Radius"],
        .. string.IsNullOrEmpty(AadTenant) ? ImmutableArray<string>.Empty : ["AAD"],
    ];

    /// <summary>Whether clients sign in in one way, whatever the case that it is written in.</summary>
    public bool SignsInBy(string kind) => SignIns.Contains(kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>Certificates whose clients may connect.</summary>
    public ImmutableArray<ClientRoot> Roots { get; init; } = [];

    /// <summary>Clients that may not, whatever issued them.</summary>
    public ImmutableArray<RevokedClient> Revoked { get; init; } = [];

    /// <summary>RADIUS servers, whether written as the only one or in the list.</summary>
    public ImmutableArray<RadiusServer> RadiusServers { get; init; } = [];

    public string? AadTenant { get; init; }

    public string? AadAudience { get; init; }

    public string? AadIssuer { get; init; }

    /// <summary>True where proposals of its own are set.</summary>
    public bool HasIpsecPolicies { get; init; }

    /// <summary>How many clients its document says are connected; null where it does not tell (recorded-behaviour 4.5).</summary>
    public long? Connected { get; init; }

    public override string ToString() => $"{string.Join(", ", Pool)} ({string.Join(", ", Protocols)})";
}

/// <summary>A root certificate that a gateway trusts.</summary>
/// <param name="Name">What the gateway calls it.</param>
/// <param name="PublicCertData">One line of base64.</param>
public sealed record ClientRoot(string Name, string PublicCertData)
{
    /// <summary>
    /// What the certificate says; null for data that is none. The service has taken base64 of a PEM, too, and tells it as it was sent
    /// (recorded answers of azure-cli).
    /// </summary>
    public CertificateFacts? Certificate => CertificateText.Read(PublicCertData).Certificates is [var certificate, ..] ? certificate : null;

    public override string ToString() => Name;
}

/// <summary>A client certificate that a gateway refuses.</summary>
/// <param name="Name">What the gateway calls it.</param>
/// <param name="Thumbprint">As the gateway tells it.</param>
public sealed record RevokedClient(string Name, string Thumbprint)
{
    public override string ToString() => Name;
}

/// <summary>A RADIUS server that a gateway asks.</summary>
/// <param name="Address">Its address in the VNet, or behind a site.</param>
/// <param name="Score">Which of several is asked first: the higher; null where it is not told.</param>
public sealed record RadiusServer(string Address, int? Score)
{
    public override string ToString() => Address;
}
