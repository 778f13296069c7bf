using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Devices;

namespace AzNetHelper.Support;

/// <summary>Writes the configurations of devices to files, and reads what people say of them.</summary>
internal static class ConfigurationSaving
{
    /// <summary>Writes the files of a configuration; null where that was not agreed to, or could not be: told as errors.</summary>
    /// <param name="cmdlet">Whose configuration it is.</param>
    /// <param name="place">Where it goes.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="of">What it is for.</param>
    public static ImmutableArray<string>? Save(this PSCmdlet cmdlet, ConfigurationPlace place, DeviceConfiguration configuration, ResourceId of)
    {
        var (paths, failures) = place.PathsOf(configuration);
        foreach (var failure in failures)
        {
            cmdlet.WriteFailure(failure);
        }

        if (!failures.IsEmpty || !cmdlet.ShouldProcess(string.Join(", ", paths), $"Save the configuration of {configuration.Device} for {of.Name}"))
        {
            return null;
        }

        try
        {
            foreach (var kept in place.Write(configuration, paths))
            {
                cmdlet.Warn($"{kept} is there already and was left as it is: it may hold a key.");
            }

            return paths;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cmdlet.WriteFailure(new("FileNotWritten", Steps.FailureKind.WriteError, $"{paths[0]} was not written: {e.Message}", paths[0]) { Cause = e });
            return null;
        }
    }

    /// <summary>Prefixes as people write them; the command ends at one that is none.</summary>
    public static ImmutableArray<IPPrefix> Prefixes(this PSCmdlet cmdlet, string[]? texts)
    {
        try
        {
            return [.. (texts ?? []).Select(IPPrefix.Parse)];
        }
        catch (FormatException e)
        {
            throw cmdlet.RefuseArgument("InvalidPrefix", e.Message, string.Join(", ", texts!));
        }
    }

    /// <summary>The values of -Setting as texts.</summary>
    public static ImmutableDictionary<string, string> ToTexts(this Hashtable? settings) => (settings ?? []).Cast<DictionaryEntry>().ToImmutableDictionary(
        e => LanguagePrimitives.ConvertTo<string>(e.Key), e => LanguagePrimitives.ConvertTo<string>(e.Value) ?? string.Empty, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a path that is written with a separator at its end.</summary>
    public static bool EndsAsFolder(string path) => path.EndsWith('/') || path.EndsWith('\\');
}
