using System.Runtime.CompilerServices;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Where the repository is.</summary>
internal static class TestFiles
{
    public static string Repository() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    private static string Here([CallerFilePath] string here = "") => here;
}
