using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Devices;

/// <summary>Azure's own configuration scripts. They always hold the shared key; where it is not wanted it is taken out.</summary>
public static class AzureScriptExport
{
    /// <summary>Gets the script of each connection, each a result (<see cref="PreparedConfiguration"/>) or a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="connections">The connections.</param>
    /// <param name="wanted">Vendor, device family and firmware; what is empty is open, and exactly one device must be left.</param>
    /// <param name="includeSharedKey">True to leave the key in.</param>
    /// <param name="steps">Where results and failures go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure refused.</exception>
    public static async Task RunAsync(
        IArm arm, ImmutableArray<ResourceId> connections, AzureDevice wanted, bool includeSharedKey, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var id in connections)
        {
            var document = await arm.GetAsync(id.ToString(), ResourceTypes.ApiVersion(id), cancellationToken).ConfigureAwait(false);
            if (new Topology([new(id, document.Body)]).Connections is not [{ Kind: ConnectionKind.IPsec, Gateway: { } gateway }])
            {
                steps.Fail(new("NoDeviceConnection", FailureKind.InvalidArgument,
                    $"{id} has no device at its other end. Name a site-to-site connection.", id));
                continue;
            }

            var devices = await AzureDevice.ListAsync(arm, gateway, cancellationToken).ConfigureAwait(false);
            if (Choose(devices, wanted, steps) is not { } device)
            {
                continue;
            }

            var script = await device.ScriptAsync(arm, id, cancellationToken).ConfigureAwait(false);
            var text = includeSharedKey ? script
                : await ConnectionKey.ReadAsync(arm, id, cancellationToken).ConfigureAwait(false) is { } key
                    ? WithoutKey(script, ConnectionKey.Reveal(key)) : null;
            if (text is null)
            {
                steps.Fail(new("KeyNotRemovable", FailureKind.InvalidOperation, $"Azure's script for {id} holds the shared key, and it cannot be "
                    + "taken out with certainty. Use -IncludeSharedKey: the file is then its owner's alone.", id));
                continue;
            }

            steps.Result(new PreparedConfiguration(id, Configuration(id, device, text, includeSharedKey)));
        }
    }

    /// <summary>A script with the placeholder in place of the key; null where the key may still be in it.</summary>
    internal static string? WithoutKey(string script, string key)
    {
        // Only a key that stands by itself is one: a short one may be part of other words.
        var blinded = Regex.Replace(script, $"(?<![A-Za-z0-9]){Regex.Escape(key)}(?![A-Za-z0-9])", ConfigurationWriter.Placeholder,
            RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        return blinded.Replace(ConfigurationWriter.Placeholder, string.Empty, StringComparison.Ordinal).Contains(key, StringComparison.Ordinal)
            || string.Equals(blinded, script, StringComparison.Ordinal) ? null : blinded;
    }

    private static AzureDevice? Choose(ImmutableArray<AzureDevice> devices, AzureDevice wanted, StepWriter steps)
    {
        AzureDevice[] left = [.. devices.Where(d => Fits(d.Vendor, wanted.Vendor) && Fits(d.Family, wanted.Family) && Fits(d.Firmware, wanted.Firmware))];
        if (left is [var only])
        {
            return only;
        }

        steps.Fail(new("AzureDeviceNotChosen", FailureKind.InvalidArgument, left.Length == 0
            ? $"Azure has no script for '{wanted}'. It has: {string.Join("; ", devices)}."
            : $"'{wanted}' means {left.Length} devices of Azure's: {string.Join("; ", left.AsEnumerable())}. "
                + "Choose one with -Vendor, -DeviceFamily and -FirmwareVersion.", wanted.ToString()));
        return null;
    }

    private static bool Fits(string name, string wanted) => wanted.Length == 0 || name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    // Every make has a sign of its own: Cisco !, Junos and ScreenOS #. The script's first comment says which.
    internal static string CommentSign(string script) =>
        Regex.Match(script, @"^[ \t]*(?<sign>[!#;])", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5)) is { Success: true } comment ? comment.Groups["sign"].Value : "#";

    private static DeviceConfiguration Configuration(ResourceId id, AzureDevice device, string script, bool holdsKey)
    {
        var name = ConfigurationScope.Short($"{id.Name}-{device.Vendor}-{device.Firmware}", 80);

        var notice = holdsKey ? $"{CommentSign(script)} {ConfigurationWriter.HoldsKeyNotice} of {id.Name}: keep it to yourself.\n" : string.Empty;
        return new(device.ToString(), [new($"{name}.txt", notice + script.ReplaceLineEndings("\n"), holdsKey, holdsKey)],
            ["Read the script through: Azure's scripts have places to fill in and to adapt.",
                .. holdsKey ? Array.Empty<string>() : [$"Put the shared key in place of {ConfigurationWriter.Placeholder}."]]);
    }
}
