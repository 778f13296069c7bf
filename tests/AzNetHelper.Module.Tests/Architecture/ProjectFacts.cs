using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AzNetHelper.Tests.Architecture;

/// <summary>What a project says that it references, and what its assembly really does.</summary>
internal sealed record ProjectFacts(string Name)
{
    /// <summary>Projects that it sees at compile time.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    public IReadOnlyList<string> Packages { get; init; } = [];

    public IReadOnlyList<string> Assemblies { get; init; } = [];

    public static ProjectFacts Read(string projectFile, string assemblyFile)
    {
        var project = XDocument.Load(projectFile);
        return new(Path.GetFileNameWithoutExtension(projectFile))
        {
            Projects = [.. project.Descendants("ProjectReference")
                .Where(r => (string?)r.Attribute("ReferenceOutputAssembly") != "false")
                .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')))],
            Packages = [.. project.Descendants("PackageReference").Select(r => (string)r.Attribute("Include")!)],
            Assemblies = ReadAssembly(assemblyFile),
        };
    }

    public static IReadOnlyList<string> ReadAssembly(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
