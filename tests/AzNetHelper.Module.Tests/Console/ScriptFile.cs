namespace AzNetHelper.Tests.Console;

/// <summary>A script in a folder of its own, gone after the test.</summary>
internal sealed class ScriptFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("AzNetHelper it's ");

    public ScriptFile(string text)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "script.ps1");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
