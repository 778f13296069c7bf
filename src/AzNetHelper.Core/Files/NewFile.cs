namespace AzNetHelper.Files;

/// <summary>A file that is to be written.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Content">All of its bytes.</param>
/// <param name="IsOwnersOnly">True for what nobody but its owner may read, from its first byte on.</param>
public sealed record NewFile(string Path, ReadOnlyMemory<byte> Content, bool IsOwnersOnly)
{
    public override string ToString() => Path;
}
