using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;

namespace AzNetHelper.PointToSite;

/// <summary>Point-to-site of a gateway, as it is.</summary>
/// <param name="GatewayId">The gateway.</param>
public sealed record P2SConfigurationReport(ResourceId GatewayId)
{
    public string Gateway => GatewayId.Name;

    /// <summary>Its VNet; null where that cannot be told.</summary>
    public ResourceId? VNetId { get; init; }

    public string? VNet => VNetId?.Name;

    public string? Sku { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    /// <summary>True where clients get addresses: a gateway without a pool has no point-to-site.</summary>
    public bool IsConfigured => !AddressPool.IsEmpty;

    /// <summary>What clients get their addresses from.</summary>
    public ImmutableArray<IPPrefix> AddressPool { get; init; } = [];

    /// <summary>Of <c>OpenVPN</c>, <c>IkeV2</c>, <c>SSTP</c>.</summary>
    public ImmutableArray<string> Protocol { get; init; } = [];

    /// <summary>Of <c>Certificate</c>, <c>Radius</c>, <c>AAD</c>.</summary>
    public ImmutableArray<string> AuthenticationType { get; init; } = [];

    /// <summary>The root certificates that it trusts.</summary>
    public ImmutableArray<P2SRootStatus> Roots { get; init; } = [];

    /// <summary>The client certificates that it refuses.</summary>
    public ImmutableArray<P2SRevocation> Revoked { get; init; } = [];

    /// <summary>Prefixes that clients are told beside those of its VNet and of what it is joined with.</summary>
    public ImmutableArray<IPPrefix> CustomRoutes { get; init; } = [];

    public ImmutableArray<RadiusServer> RadiusServers { get; init; } = [];

    public string? AadTenant { get; init; }

    public string? AadAudience { get; init; }

    public string? AadIssuer { get; init; }

    /// <summary>How many clients the SKU takes with these protocols at once (azure-network-rules 4.1); null for a SKU that is not known.</summary>
    public int? ClientLimit { get; init; }

    /// <summary>
    /// How many clients fit at most: the limit of the SKU, or what the pool has addresses for. Azure keeps some of these for itself; how
    /// many is not documented.
    /// </summary>
    public long? MostClients { get; init; }

    /// <summary>How many clients are connected; null where the gateway does not tell.</summary>
    public long? Connected { get; init; }

    /// <summary>Who is connected; null where that was not asked, or not told.</summary>
    public ImmutableArray<P2SSession>? Sessions { get; init; }

    /// <summary>The client certificates of the sets that were given, at this gateway.</summary>
    public ImmutableArray<P2SClientStatus> Clients { get; init; } = [];

    /// <summary>What is wrong, or will be, a sentence each with what to do.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    public override string ToString() => IsConfigured
        ? $"{Gateway}: {string.Join(", ", AddressPool)} ({string.Join(", ", Protocol)})" : $"{Gateway}: no point-to-site";
}

/// <summary>A root certificate that a gateway trusts.</summary>
/// <param name="Name">What the gateway calls it.</param>
public sealed record P2SRootStatus(string Name)
{
    /// <summary>What it says; null for data that is no certificate.</summary>
    public CertificateFacts? Certificate { get; init; }

    public string? Subject => Certificate?.Subject;

    public string? Thumbprint => Certificate?.Thumbprint;

    public DateTimeOffset? NotAfter => Certificate?.NotAfter;

    /// <summary>Why clients of it cannot connect, or soon cannot; null for none.</summary>
    public string? Problem { get; init; }

    public override string ToString() => Name;
}

/// <summary>A client certificate that a gateway refuses.</summary>
/// <param name="Name">What the gateway calls it.</param>
/// <param name="Thumbprint">The certificate's, in 40 digits; as the gateway tells it where it is none.</param>
public sealed record P2SRevocation(string Name, string Thumbprint)
{
    /// <summary>The name of the certificate in the sets that were given; null where it is in none.</summary>
    public string? Client { get; init; }

    public override string ToString() => Client is null || Client == Name ? Name : $"{Name} ({Client})";
}
