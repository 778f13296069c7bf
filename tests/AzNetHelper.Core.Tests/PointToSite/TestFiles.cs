using System.Runtime.CompilerServices;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Where the repository is.</summary>
internal static class TestFiles
{
    public static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
