using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Devices;

/// <summary>What is to be exported.</summary>
public sealed record DeviceExportRequest
{
    /// <summary>The templates; empty for strongSwan, route-based or policy-based as the connection is.</summary>
    public ImmutableArray<DeviceTemplate> Devices { get; init; } = [];

    /// <summary>Every template that there is.</summary>
    public required DeviceTemplates Templates { get; init; }

    /// <summary>What lies behind the device; empty for what the local network gateway says.</summary>
    public ImmutableArray<IPPrefix> SitePrefixes { get; init; } = [];

    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The shared key, where the person gives it.</summary>
    public SecureString? SharedKey { get; init; }

    /// <summary>True to read the shared key from Azure where it was not given.</summary>
    public bool IncludeSharedKey { get; init; }
}

/// <summary>A configuration that is ready to be written.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Configuration">Its configuration.</param>
public sealed record PreparedConfiguration(ResourceId Connection, DeviceConfiguration Configuration);

/// <summary>Makes the configurations of the devices at the ends of connections.</summary>
public static class DeviceExport
{
    /// <summary>Makes them, each a result (<see cref="PreparedConfiguration"/>) or its failures.</summary>
    /// <param name="arm">The connection to Azure; null where nothing is asked of it.</param>
    /// <param name="topology">What they rest on.</param>
    /// <param name="connections">The connections.</param>
    /// <param name="request">What is to be exported.</param>
    /// <param name="steps">Where results and failures go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">A key cannot be read.</exception>
    public static async Task RunAsync(
        IArm? arm, Topology topology, ImmutableArray<ResourceId> connections, DeviceExportRequest request, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var connection in connections)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TunnelDesigner.Design(topology, connection, request.SitePrefixes, steps) is not { } design
                || Devices(design, request, steps) is not { } devices
                || await KeyAsync(arm, connection, request, steps, cancellationToken).ConfigureAwait(false) is not (true, var key))
            {
                continue;
            }

            foreach (var device in devices)
            {
                Prepare(design, device, devices, request, key, steps);
            }
        }
    }

    private static ImmutableArray<DeviceTemplate>? Devices(TunnelDesign design, DeviceExportRequest request, StepWriter steps)
    {
        if (!request.Devices.IsEmpty)
        {
            return request.Devices;
        }

        var (template, failure) = request.Templates.Find(design.Selectors.IsEmpty ? "StrongSwan" : "StrongSwanPolicyBased");
        if (failure is not null)
        {
            steps.Fail(failure);
        }

        return template is null ? null : [template];
    }

    private static async Task<(bool Succeeded, string? Key)> KeyAsync(
        IArm? arm, ResourceId connection, DeviceExportRequest request, StepWriter steps, CancellationToken stop)
    {
        var key = request.SharedKey ?? (request is { IncludeSharedKey: true } && arm is not null
            ? await ConnectionKey.ReadAsync(arm, connection, stop).ConfigureAwait(false) : null);
        if (key is null && request.IncludeSharedKey)
        {
            steps.Fail(new("SharedKeyNotFound", FailureKind.ObjectNotFound,
                $"{connection} has no shared key, so none can be written. Leave -IncludeSharedKey out, or give -SharedKey.", connection));
            return (false, null);
        }

        return (true, key is null ? null : ConnectionKey.Reveal(key));
    }

    private static void Prepare(
        TunnelDesign design, DeviceTemplate device, ImmutableArray<DeviceTemplate> devices, DeviceExportRequest request, string? key, StepWriter steps)
    {
        // A setting of one of several devices is none of the others' business.
        var settings = request.Settings.Where(s => Has(device, s.Key) || !devices.Any(d => Has(d, s.Key)));
        var options = new ConfigurationOptions
        {
            SharedKey = key, Settings = settings.ToImmutableDictionary(s => s.Key, s => s.Value, StringComparer.OrdinalIgnoreCase),
        };
        var (configuration, failures) = ConfigurationWriter.Write(design, device, options);
        foreach (var failure in failures)
        {
            steps.Fail(failure);
        }

        if (configuration is not null)
        {
            steps.Result(new PreparedConfiguration(design.Connection, configuration));
        }
    }

    private static bool Has(DeviceTemplate device, string setting) =>
        device.Settings.Any(s => s.Name.Equals(setting, StringComparison.OrdinalIgnoreCase));
}
