using System.Collections.Immutable;
using AzNetHelper.Devices;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>From a design and a template to the text of a router's configuration. Pure.</summary>
public static class RouterWriter
{
    /// <summary>Writes the configuration; all that is in the way of it instead.</summary>
    /// <param name="design">What the router must be told.</param>
    /// <param name="template">The router.</param>
    /// <param name="options">Settings, and the key of the peering.</param>
    /// <param name="hasKey">False where the peering has no key: the sessions have none either, not even a placeholder.</param>
    public static (DeviceConfiguration? Configuration, ImmutableArray<Failure> Failures) Write(
        RouterDesign design, DeviceTemplate template, ConfigurationOptions options, bool hasKey)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(options);
        var scope = new RouterScope(design, template, options, hasKey);
        ImmutableArray<Failure> failures =
        [
            .. Abilities(design, template), .. TemplateFill.SettingFailures(template, options), .. Interfaces(design, template, scope),
            .. TemplateFill.KeyFailures(template, options, design.Circuit),
        ];
        return failures.IsEmpty ? (TemplateFill.Fill(template, scope.Values(), options), []) : (null, failures);
    }

    private static ImmutableArray<Failure> Abilities(RouterDesign design, DeviceTemplate template)
    {
        (bool Needed, string Ability, string Message)[] needs =
        [
            (design.OuterVlanId is not null, "qinq", "Two tags are asked for (-OuterVlanId), and its interfaces take one"),
            (design.HasIPv6, "ipv6", "The peering has IPv6"),
        ];
        string[] missing = [.. needs.Where(n => n.Needed && !template.Supports.Contains(n.Ability)).Select(n => n.Message)];
        return missing.Length == 0 ? [] :
        [
            new("DeviceNotSuited", FailureKind.InvalidArgument,
                $"{template.Name} does not suit the circuit {design.Circuit.Name}. {string.Join(". ", missing)}. Choose another device.", design.Circuit),
        ];
    }

    private static IEnumerable<Failure> Interfaces(RouterDesign design, DeviceTemplate template, RouterScope scope)
    {
        if (design.Links.Select(scope.Interface).Distinct(StringComparer.OrdinalIgnoreCase).Count() < design.Links.Length)
        {
            yield return new("InterfacesEqual", FailureKind.InvalidArgument, $"Both links have the same tag, so they cannot end at one port "
                + $"({scope.Interface(design.Links[0])}): give -Setting @{{ {RouterLanguage.PrimaryInterface} = '...'; "
                + $"{RouterLanguage.SecondaryInterface} = '...' }}, or a router for each link (-Link Each).", template.Name);
        }

        if (template.InterfaceLimit > 0 && design.Links.Select(scope.Subinterface).FirstOrDefault(s => s.Length > template.InterfaceLimit) is { } longest)
        {
            yield return new("InterfaceNameTooLong", FailureKind.InvalidArgument, $"{template.Name} takes names of interfaces of up to "
                + $"{template.InterfaceLimit} characters, and '{longest}' has {longest.Length}. Give the port a shorter name (-Setting).", longest);
        }
    }
}
