namespace AzNetHelper.Files;

/// <summary>Files could not be written, and an earlier one that had been replaced could not be put back: it is kept under another name.</summary>
public sealed class EarlierFileException : IOException
{
    /// <summary>Names what is kept.</summary>
    /// <param name="cause">Why the files could not be written.</param>
    /// <param name="kept">The files, and where their earlier contents are.</param>
    internal EarlierFileException(Exception cause, IEnumerable<(string Path, string Kept)> kept)
        : base(cause.Message + string.Concat(kept.Select(k => $" The earlier {k.Path} could not be put back: it is kept as {k.Kept}.")), cause)
    {
    }

    /// <summary>What went wrong, and what of it is left on the disk.</summary>
    public static string Told(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is EarlierFileException ? failure.Message : $"{failure.Message} Nothing was left behind.";
    }
}
