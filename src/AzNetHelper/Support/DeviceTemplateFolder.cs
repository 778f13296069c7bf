using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Devices;
using AzNetHelper.Devices.Templates;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Networks;

namespace AzNetHelper.Support;

/// <summary>The templates that the module ships, and those that a person names.</summary>
internal static class DeviceTemplateFolder
{
    /// <summary>Beside the module's own assembly.</summary>
    public static string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(DeviceTemplateFolder).Assembly.Location)!, "devices");

    /// <summary>Those of routers at a circuit.</summary>
    public static string Routers { get; } = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "routers");

    /// <summary>The templates that are named; the command ends when one is not there, or not written as it should be.</summary>
    public static DeviceExportRequest Request(this PSCmdlet cmdlet, string[]? names, string[]? others)
    {
        var templates = Load(cmdlet, Path, others ?? [], TemplateLanguage.Tunnels);
        return new() { Templates = templates, Devices = Find(cmdlet, templates, names ?? []) };
    }

    /// <summary>The templates of routers that are named; the command ends when one is not there, or not written as it should be.</summary>
    public static ImmutableArray<DeviceTemplate> RouterTemplates(this PSCmdlet cmdlet, string[] names, string[]? others) =>
        Find(cmdlet, Load(cmdlet, Routers, others ?? [], RouterLanguage.Circuits), names);

    private static ImmutableArray<DeviceTemplate> Find(PSCmdlet cmdlet, DeviceTemplates templates, string[] names)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceTemplate>();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var (template, failure) = templates.Find(name);
            devices.Add(template ?? throw cmdlet.Terminate(failure!));
        }

        return devices.ToImmutable();
    }

    private static DeviceTemplates Load(PSCmdlet cmdlet, string folder, string[] others, TemplateLanguage language)
    {
        string[] paths = [.. others.Select(cmdlet.ResolveNewFile)];
        foreach (var missing in paths.Where(p => !File.Exists(p) && !Directory.Exists(p)))
        {
            throw cmdlet.Terminate(new("FileNotFound", Steps.FailureKind.ObjectNotFound, $"There is no file and no folder '{missing}'.", missing));
        }

        try
        {
            return DeviceTemplates.Load(folder, paths, language);
        }
        catch (TemplateException e)
        {
            throw cmdlet.Terminate(e.ToFailure());
        }
        catch (TopologyFileException e)
        {
            throw cmdlet.Terminate(e.ToFailure());
        }
    }
}
