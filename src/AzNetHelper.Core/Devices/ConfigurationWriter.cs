using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Devices.Templates;
using AzNetHelper.Steps;

namespace AzNetHelper.Devices;

/// <summary>From a design and a template to the text of a configuration. Pure.</summary>
public static class ConfigurationWriter
{
    /// <summary>
    /// Stands for the shared key. No key of Azure's can be it: hyphens are not taken (azure-network-rules 4.4).
    /// </summary>
    public const string Placeholder = "<put-the-shared-key-here>";

    /// <summary>How the notice of a file begins that holds a key.</summary>
    public const string HoldsKeyNotice = "THIS FILE HOLDS THE SHARED KEY";

    /// <summary>The setting that says with which number the tunnels begin.</summary>
    public const string FirstTunnel = "firstTunnel";

    /// <summary>Writes the configuration; all that is in the way of it instead.</summary>
    public static (DeviceConfiguration? Configuration, ImmutableArray<Failure> Failures) Write(
        TunnelDesign design, DeviceTemplate template, ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(options);
        var offers = SpelledOffers.Of(design, template);
        ImmutableArray<Failure> failures =
            [.. Abilities(design, template), .. offers.Failures, .. Settings(template, options), .. Key(design, template, options)];
        if (!failures.IsEmpty)
        {
            return (null, failures);
        }

        var scope = new ConfigurationScope(design, template, options).With(offers);
        var renderer = new TemplateRenderer(template.Escapes);
        var files = template.Files.Where(f => f.Condition is null || scope.Find(f.Condition) is true).Select(f =>
        {
            var holdsKey = f.HasKey && options.SharedKey is not null;
            return new ConfigurationFile(renderer.Render(f.Name, scope), renderer.Render(f.Body, scope), holdsKey, holdsKey || f.IsForKey);
        });
        var steps = renderer.Render(template.Steps, scope).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (new(template.Name, [.. files], [.. steps]), []);
    }

    private static ImmutableArray<Failure> Abilities(TunnelDesign design, DeviceTemplate template)
    {
        (bool Needed, string Ability, string Message)[] needs =
        [
            (design.Selectors.IsEmpty, "route-based", "has selectors from any to any, and this device's tunnels are for pairs of prefixes: "
                + "turn on usePolicyBasedTrafficSelectors on the connection"),
            (!design.Selectors.IsEmpty, "policy-based", "has traffic selectors for pairs of prefixes, and this device's tunnels are from any to any"),
            (design.IkeVersion == 1, "ikev1", "is IKEv1"),
            (design.IkeVersion == 2, "ikev2", "is IKEv2"),
            (design.Bgp is not null, "bgp", "has BGP on, and this device's configuration has none"),
            (design.Bgp is null && template.Supports.Contains("no-key"), "route-based-without-bgp", "has BGP off, and this configuration is BGP alone"),
        ];
        string[] missing = [.. needs.Where(n => n.Needed && !template.Supports.Contains(n.Ability)).Select(n => n.Message)];
        return missing.Length == 0 ? [] :
        [
            new("DeviceNotSuited", FailureKind.InvalidArgument, $"{template.Name} does not suit the connection {design.Connection.Name}. The connection "
                + $"{string.Join(". It also ", missing)}. Choose another device.", design.Connection),
        ];
    }

    private static IEnumerable<Failure> Settings(DeviceTemplate template, ConfigurationOptions options)
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
            else if (name.Equals(FirstTunnel, StringComparison.OrdinalIgnoreCase)
                && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first is >= 1 and <= 4000))
            {
                yield return new("InvalidSetting", FailureKind.InvalidArgument, $"The setting {name} is '{value}': a number from 1 to 4000 is expected.", name);
            }
        }
    }

    private static IEnumerable<Failure> Key(TunnelDesign design, DeviceTemplate template, ConfigurationOptions options)
    {
        if (options.SharedKey is { } key && !template.Supports.Contains("no-key") && key.IndexOfAny([.. template.RefusedInKeys]) is >= 0 and var at)
        {
            yield return new("KeyNotSpellable", FailureKind.InvalidArgument, $"{template.Name} does not take character {at + 1} of the shared key "
                + $"of {design.Connection.Name} (none of {template.RefusedInKeys}). Set another key, or write the configuration without it.",
                design.Connection);
        }
    }
}
