using System.Collections.Immutable;
using AzNetHelper.Addressing;

namespace AzNetHelper.PointToSite;

/// <summary>
/// The client package that a gateway generates, unpacked (azure-network-rules 5.1). What is in it follows from the gateway's
/// protocols and kinds of sign-in.
/// </summary>
public sealed record ClientPackage
{
    /// <summary>Every file, by its path in the package with <c>/</c> between folders.</summary>
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } =
        ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a client of IKEv2 needs (folder Generic); null where the gateway does not offer it.</summary>
    public IkeSettings? Ike { get; init; }

    /// <summary>The profile of OpenVPN, with its two placeholders; null where the gateway does not offer it.</summary>
    public string? OpenVpn { get; init; }

    /// <summary>What whoever uses it should know, a sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <summary>What a client of IKEv2 needs to know of a gateway (Generic/VpnSettings.xml).</summary>
/// <param name="Server">The name that is called, and that the gateway's certificate holds.</param>
public sealed record IkeSettings(string Server)
{
    /// <summary>What the gateway routes to the client, as the package tells it.</summary>
    public ImmutableArray<IPPrefix> Routes { get; init; } = [];

    /// <summary>How clients sign in, for example <c>EAPTLS</c>; null where it is not told.</summary>
    public string? Auth { get; init; }

    /// <summary>The certificates in DER that the gateway's own certificate goes back to.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> ServerRoots { get; init; } = [];

    /// <summary>
    /// The certificates in DER that the certificate of a RADIUS server goes back to, where clients show theirs to that server
    /// (Generic/RadiusServerRoot.cer, azure-network-rules 5.1).
    /// </summary>
    public ImmutableArray<ReadOnlyMemory<byte>> RadiusRoots { get; init; } = [];
}

/// <summary>A file of a profile that is ready to use.</summary>
/// <param name="Name">Its path below the folder of the profile, with <c>/</c> between folders.</param>
/// <param name="Content">All of its bytes.</param>
/// <param name="HoldsKey">True where a private key, or a password, is in it.</param>
public sealed record ProfileFile(string Name, ReadOnlyMemory<byte> Content, bool HoldsKey);
