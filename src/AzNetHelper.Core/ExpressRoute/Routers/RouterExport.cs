using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Devices;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>Makes the configurations of the routers at the links of circuits.</summary>
public static class RouterExport
{
    /// <summary>Makes them, each a result (<see cref="PreparedRouter"/>); where one cannot be made, none of its circuit is.</summary>
    /// <param name="arm">The connection to Azure; null where nothing is asked of it.</param>
    /// <param name="topology">What they rest on.</param>
    /// <param name="circuits">The circuits.</param>
    /// <param name="request">What is to be exported.</param>
    /// <param name="steps">Where results and failures go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">A key cannot be read.</exception>
    public static async Task RunAsync(
        IArm? arm, Topology topology, ImmutableArray<ResourceId> circuits, RouterRequest request, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var circuit in circuits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var designs = RouterDesigner.Design(topology, circuit, request, steps);
            if (!designs.IsEmpty && await KeyAsync(arm, circuit, request, steps, cancellationToken).ConfigureAwait(false) is (true, var key))
            {
                Prepare(designs, request, key, steps);
            }
        }
    }

    private static async Task<(bool Succeeded, string? Key)> KeyAsync(
        IArm? arm, ResourceId circuit, RouterRequest request, StepWriter steps, CancellationToken stop)
    {
        var key = request.SharedKey ?? (request.IncludeSharedKey && arm is not null
            ? await RouterKey.ReadAsync(arm, circuit, stop).ConfigureAwait(false) : null);
        if (key is null && request.IncludeSharedKey)
        {
            steps.Fail(new("SharedKeyNotFound", FailureKind.ObjectNotFound, $"The private peering of {circuit} has no key, or Azure does not tell it. "
                + "Give it with -SharedKey, or say that there is none with -NoSharedKey.", circuit));
            return (false, null);
        }

        return (true, key is null ? null : ConnectionKey.Reveal(key));
    }

    private static void Prepare(ImmutableArray<RouterDesign> designs, RouterRequest request, string? key, StepWriter steps)
    {
        var written = (from device in request.Devices
                       from design in designs
                       let options = new ConfigurationOptions { SharedKey = key, Settings = SettingsOf(device, request) }
                       select (Design: design, Text: RouterWriter.Write(design, device, options, !request.HasNoSharedKey))).ToArray();
        Failure[] failures = [.. written.SelectMany(w => w.Text.Failures).DistinctBy(f => (f.Id, f.Message))];
        foreach (var failure in failures)
        {
            steps.Fail(failure);
        }

        foreach (var (design, text) in failures.Length == 0 ? written : [])
        {
            steps.Result(new PreparedRouter(design, text.Configuration!));
        }
    }

    // A setting of one of several devices is none of the others' business.
    private static ImmutableDictionary<string, string> SettingsOf(DeviceTemplate device, RouterRequest request) =>
        request.Settings.Where(s => Has(device, s.Key) || !request.Devices.Any(d => Has(d, s.Key)))
            .ToImmutableDictionary(s => s.Key, s => s.Value, StringComparer.OrdinalIgnoreCase);

    private static bool Has(DeviceTemplate device, string setting) =>
        device.Settings.Any(s => s.Name.Equals(setting, StringComparison.OrdinalIgnoreCase));
}
