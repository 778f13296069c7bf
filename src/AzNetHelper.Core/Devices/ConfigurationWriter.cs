using System.Collections.Immutable;
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
            [.. Abilities(design, template), .. offers.Failures, .. TemplateFill.SettingFailures(template, options), .. TemplateFill.KeyFailures(template, options, design.Connection)];
        return failures.IsEmpty
            ? (TemplateFill.Fill(template, new ConfigurationScope(design, template, options).With(offers), options), []) : (null, failures);
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
}
