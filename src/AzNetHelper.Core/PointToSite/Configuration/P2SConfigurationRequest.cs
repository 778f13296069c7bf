using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;

namespace AzNetHelper.PointToSite;

/// <summary>Point-to-site of a gateway as it is wanted. What is null, or empty where it adds or removes, leaves what is there as it is.</summary>
/// <param name="Gateway">The gateway.</param>
public sealed record P2SConfigurationRequest(ResourceId Gateway)
{
    /// <summary>What clients get their addresses from.</summary>
    public ImmutableArray<IPPrefix>? AddressPool { get; init; }

    /// <summary>Of <c>OpenVPN</c>, <c>IkeV2</c>, <c>SSTP</c>.</summary>
    public ImmutableArray<string>? Protocols { get; init; }

    /// <summary>Of <c>Certificate</c>, <c>Radius</c>, <c>AAD</c>.</summary>
    public ImmutableArray<string>? Authentication { get; init; }

    /// <summary>The root certificates, these and no others.</summary>
    public ImmutableArray<GivenRoot>? Roots { get; init; }

    /// <summary>Roots beside those that are there.</summary>
    public ImmutableArray<GivenRoot> AddedRoots { get; init; } = [];

    /// <summary>Roots that take over from those that are there, which stay until they are removed.</summary>
    public ImmutableArray<GivenRoot> RenewedRoots { get; init; } = [];

    /// <summary>Roots that go: names that the gateway gives them, or thumbprints.</summary>
    public ImmutableArray<string> RemovedRoots { get; init; } = [];

    /// <summary>The RADIUS servers, all of them.</summary>
    public ImmutableArray<WantedRadiusServer>? RadiusServers { get; init; }

    /// <summary>A tenant's id, or the address of its sign-in.</summary>
    public string? AadTenant { get; init; }

    public string? AadAudience { get; init; }

    public string? AadIssuer { get; init; }

    /// <summary>Prefixes that clients are told beside those that they are told anyway; empty for none.</summary>
    public ImmutableArray<IPPrefix>? CustomRoutes { get; init; }

    /// <summary>Sets whose clients are known: who would be cut off is told by them.</summary>
    public ImmutableArray<P2SCertificateSet> KnownSets { get; init; } = [];

    /// <summary>True to remove a root although clients of a known set depend on it.</summary>
    public bool AllowLoss { get; init; }
}

/// <summary>A RADIUS server that a gateway is to ask.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Score">Which of several is asked first: the higher; null for the one that it has, or after the one before it.</param>
/// <param name="GivesSecret">True where a secret is given for it; one that is there keeps its own otherwise.</param>
public sealed record WantedRadiusServer(string Address, int? Score = null, bool GivesSecret = false)
{
    public override string ToString() => Address;
}
