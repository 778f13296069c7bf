using System.Text.Json;

namespace AzNetHelper.Tests.Build;

/// <summary>The files that AzNetHelper.Azure.deps.json promises, each with its package.</summary>
internal sealed record ShippedFile(string Path, string Package, string Version)
{
    public static IReadOnlyList<ShippedFile> ReadAll(string depsJson)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(depsJson));
        var target = document.RootElement.GetProperty("targets").EnumerateObject().First().Value;
        return [.. target.EnumerateObject().SelectMany(Files)];
    }

    private static IEnumerable<ShippedFile> Files(JsonProperty library)
    {
        var name = library.Name.Split('/');
        // Assets for every machine lie flat beside the adapter, assets for one kind keep their path.
        return Paths(library.Value, "runtime").Select(p => p[(p.LastIndexOf('/') + 1)..])
            .Concat(Paths(library.Value, "runtimeTargets"))
            .Select(path => new ShippedFile(path, name[0], name[1]));
    }

    private static IEnumerable<string> Paths(JsonElement library, string kind) =>
        library.TryGetProperty(kind, out var files) ? files.EnumerateObject().Select(f => f.Name) : [];
}
