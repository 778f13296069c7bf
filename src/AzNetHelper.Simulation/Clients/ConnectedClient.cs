using System.Collections.Immutable;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation;

/// <summary>
/// A point-to-site client that wants to be connected. Whether it is follows from the gateway: it is not where the gateway does not
/// trust what issued its certificate, where its certificate is revoked or outside its dates, or where there is no address for it.
/// </summary>
/// <param name="UserName">The name that the gateway tells: of a certificate its common name, else how the user signed in.</param>
public sealed record ConnectedClient(string UserName)
{
    /// <summary>The client's certificate; null where it signs in by RADIUS or Entra ID.</summary>
    public CertificateFacts? Certificate { get; init; }

    /// <summary>What the client sends along with its certificate.</summary>
    public ImmutableArray<CertificateFacts> Issuers { get; init; } = [];

    /// <summary><c>OpenVPN</c>, <c>IkeV2</c> or <c>SSTP</c>.</summary>
    public string Protocol { get; init; } = "OpenVPN";

    /// <summary>Where it calls from.</summary>
    public string PublicAddress { get; init; } = "198.51.100.77";

    /// <summary>Since when; null for since it was declared.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What it has sent into the VNet.</summary>
    public long IngressBytes { get; init; }

    /// <summary>What was sent to it.</summary>
    public long EgressBytes { get; init; }

    public override string ToString() => UserName;
}
