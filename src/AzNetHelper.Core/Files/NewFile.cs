namespace AzNetHelper.Files;

/// <summary>A file that is to be written.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Content">All of its bytes.</param>
/// <param name="IsOwnersOnly">True for what nobody but its owner may read, from its first byte on.</param>
public sealed record NewFile(string Path, ReadOnlyMemory<byte> Content, bool IsOwnersOnly)
{
    /// <summary>True for a file that takes the place of an earlier one, whatever is said of the others.</summary>
    public bool MayReplace { get; init; }

    public override string ToString() => Path;
}
