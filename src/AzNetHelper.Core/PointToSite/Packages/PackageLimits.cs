namespace AzNetHelper.PointToSite;

/// <summary>
/// The most that a client package may hold. One of a gateway has seven to ten files of some 300 kB together, the two installers of
/// Windows included (packages of gateways with IKEv2 and OpenVPN); these limits are a hundred times that.
/// </summary>
public sealed record PackageLimits
{
    /// <summary>What is held to where nobody says otherwise.</summary>
    public static PackageLimits Default { get; } = new();

    /// <summary>Bytes of the packed file.</summary>
    public long PackedBytes { get; init; } = 32L << 20;

    /// <summary>Files and folders in it.</summary>
    public int Entries { get; init; } = 256;

    /// <summary>Bytes of one file, counted while it is unpacked.</summary>
    public long FileBytes { get; init; } = 16L << 20;

    /// <summary>Bytes of all files together, counted while they are unpacked.</summary>
    public long AllBytes { get; init; } = 48L << 20;
}
