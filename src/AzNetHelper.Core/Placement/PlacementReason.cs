namespace AzNetHelper.Placement;

/// <summary>Why a service does not fit into a subnet, or what is to be known if it does.</summary>
/// <param name="Id">The stable id of the check.</param>
/// <param name="Blocks">True where it does not fit; false for what is only to be known.</param>
/// <param name="Message">What is the matter, with the names.</param>
public sealed record PlacementReason(string Id, bool Blocks, string Message)
{
    /// <summary>The command that helps; null where none does.</summary>
    public string? Fix { get; init; }

    /// <summary>What helps where the subnet is not there yet: the parameter of New-VNetServiceSubnet.</summary>
    public string? Parameter { get; init; }

    public override string ToString() => $"{Id}: {Message}";
}
