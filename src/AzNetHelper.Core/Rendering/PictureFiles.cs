using System.Text;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>Pictures in files, written whole or not at all.</summary>
public static class PictureFiles
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a picture to a file, in the format that its extension chooses.</summary>
    /// <param name="picture">What is drawn.</param>
    /// <param name="topology">The networks that it shows, as they are before its plan.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="overwrite">True to replace a file that is there.</param>
    /// <param name="ownersOnly">True for a file that nobody but its owner reads.</param>
    /// <param name="stop">Ends it: no file is left.</param>
    /// <exception cref="ArgumentException">The extension is that of no picture.</exception>
    /// <exception cref="TopologyFileException">The file exists, or cannot be written.</exception>
    public static void Save(
        Picture picture, Topology topology, string path, bool overwrite = false, bool ownersOnly = false,
        CancellationToken stop = default)
    {
        var format = PictureFormat.Of(path)
            ?? throw new ArgumentException($"{path} is no name of a picture: there are {PictureFormat.Choice}.", nameof(path));
        TopologyFiles.WriteWhole(path, overwrite, stream => Write(picture, topology, format, stream, stop), ownersOnly, stop);
    }

    /// <summary>Writes a picture: UTF-8, lines end with a line feed.</summary>
    public static void Write(Picture picture, Topology topology, PictureFormat format, Stream stream, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(format);
        using var writer = new StreamWriter(stream, s_utf8, leaveOpen: true) { NewLine = "\n" };
        format.Write(picture, topology, writer, stop);
    }
}
