using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Devices.Templates;
using AzNetHelper.Steps;

namespace AzNetHelper.Devices;

/// <summary>Fills a template with values: what is the same for VPN devices and for routers at a circuit. Pure.</summary>
internal static class TemplateFill
{
    /// <summary>The files and the next steps.</summary>
    public static DeviceConfiguration Fill(DeviceTemplate template, Scope scope, ConfigurationOptions options)
    {
        var renderer = new TemplateRenderer(template.Escapes);
        var files = template.Files.Where(f => f.Condition is null || scope.Find(f.Condition) is true).Select(f =>
        {
            var holdsKey = f.HasKey && options.SharedKey is not null;
            return new ConfigurationFile(renderer.Render(f.Name, scope), renderer.Render(f.Body, scope), holdsKey, holdsKey || f.IsForKey);
        });
        var steps = renderer.Render(template.Steps, scope).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(template.Name, [.. files], [.. steps]);
    }

    /// <summary>What a template is set to: the value given, or its own.</summary>
    public static string Setting(DeviceTemplate template, ConfigurationOptions options, string name) =>
        options.Settings.FirstOrDefault(s => s.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
        ?? template.Settings.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Default ?? string.Empty;

    /// <summary>Settings that the template has not, or whose values cannot be written.</summary>
    public static IEnumerable<Failure> SettingFailures(DeviceTemplate template, ConfigurationOptions options)
    {
        foreach (var (name, value) in options.Settings.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (!template.Settings.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return new("SettingNotKnown", FailureKind.InvalidArgument, $"{template.Name} has no setting '{name}'. "
                    + $"It has {string.Join(", ", template.Settings.Select(s => $"{s.Name} ({s.Meaning})"))}.", name);
            }
            else if (value.Length == 0 || value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '\'' or ';' or '{' or '}' or '`' or '$'))
            {
                yield return new("InvalidSetting", FailureKind.InvalidArgument,
                    $"The setting {name} is '{value}': a name or number without blanks, quotes, braces, ; and $ is expected.", name);
            }
            else if (name.Equals(ConfigurationWriter.FirstTunnel, StringComparison.OrdinalIgnoreCase)
                && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first is >= 1 and <= 4000))
            {
                yield return new("InvalidSetting", FailureKind.InvalidArgument, $"The setting {name} is '{value}': a number from 1 to 4000 is expected.", name);
            }
        }
    }

    /// <summary>A key that the device does not take.</summary>
    public static IEnumerable<Failure> KeyFailures(DeviceTemplate template, ConfigurationOptions options, ResourceId subject)
    {
        if (options.SharedKey is { } key && !template.Supports.Contains("no-key") && key.IndexOfAny([.. template.RefusedInKeys]) is >= 0 and var at)
        {
            yield return new("KeyNotSpellable", FailureKind.InvalidArgument, $"{template.Name} does not take character {at + 1} of the shared key "
                + $"of {subject.Name} (none of {template.RefusedInKeys}). Set another key, or write the configuration without it.",
                subject);
        }
    }
}
