using System.Collections.Immutable;
using AzNetHelper.Devices.Templates;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Devices;

/// <summary>The templates that there are: the module's, and those that a person adds or puts in their place.</summary>
public sealed class DeviceTemplates
{
    /// <summary>How the names of template files end.</summary>
    public const string Extension = ".template";

    private DeviceTemplates(ImmutableArray<DeviceTemplate> all) => All = all;

    /// <summary>Every template, by name.</summary>
    public ImmutableArray<DeviceTemplate> All { get; }

    /// <summary>Reads templates of VPN devices.</summary>
    /// <param name="folder">The module's folder of templates.</param>
    /// <param name="others">Files, or folders of files, whose templates come beside or, with the same name, instead.</param>
    /// <exception cref="TemplateException">One is not written as it should be.</exception>
    /// <exception cref="TopologyFileException">A file cannot be read.</exception>
    public static DeviceTemplates Load(string folder, IEnumerable<string> others) => Load(folder, others, TemplateLanguage.Tunnels);

    /// <summary>Reads templates.</summary>
    /// <param name="folder">The module's folder of templates.</param>
    /// <param name="others">Files, or folders of files, whose templates come beside or, with the same name, instead.</param>
    /// <param name="language">What they speak of.</param>
    /// <exception cref="TemplateException">One is not written as it should be.</exception>
    /// <exception cref="TopologyFileException">A file cannot be read.</exception>
    public static DeviceTemplates Load(string folder, IEnumerable<string> others, TemplateLanguage language)
    {
        ArgumentNullException.ThrowIfNull(others);
        var templates = new SortedDictionary<string, DeviceTemplate>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Files(folder).Concat(others.SelectMany(o => Directory.Exists(o) ? Files(o) : [o])))
        {
            var template = Parse(file, System.Text.Encoding.UTF8.GetString(TopologyFiles.Read(file)), language);
            templates[template.Name] = template;
        }

        return new([.. templates.Values]);
    }

    /// <summary>Reads one template of a VPN device.</summary>
    /// <exception cref="TemplateException">It is not written as it should be.</exception>
    public static DeviceTemplate Parse(string file, string text) => Parse(file, text, TemplateLanguage.Tunnels);

    /// <summary>Reads one template.</summary>
    /// <exception cref="TemplateException">It is not written as it should be.</exception>
    public static DeviceTemplate Parse(string file, string text, TemplateLanguage language)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        return new DeviceTemplateReader(file, language).Read(text);
    }

    /// <summary>A template by its name; a failure that lists all names where there is none.</summary>
    public (DeviceTemplate? Template, Failure? Failure) Find(string name) =>
        All.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found ? (found, null)
            : (null, new("DeviceNotKnown", FailureKind.InvalidArgument, $"There is no template for a device '{name}'. "
                + $"There are {string.Join(", ", All.Select(t => t.Name))}; add one with -TemplatePath.", name));

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal) : [];
}
