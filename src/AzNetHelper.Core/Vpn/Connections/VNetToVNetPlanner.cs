using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn.TunnelChecks;

namespace AzNetHelper.Vpn;

/// <summary>
/// Plans tunnels between gateways, both connections of each, any number together. What is there is adopted whatever its name,
/// and keeps what was not asked for. Pure: it reads the topology and writes nothing.
/// </summary>
public static class VNetToVNetPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The gateways, their VNets, peers, connections and sites (<see cref="VpnGround"/>).</param>
    /// <param name="requests">What is wanted; the same twice is one.</param>
    public static Plan Create(Topology topology, ImmutableArray<VNetToVNetRequest> requests) => Create(topology, requests, VNetToVNetCheck.Whole);

    internal static Plan Create(Topology topology, ImmutableArray<VNetToVNetRequest> requests, CheckList<TunnelScene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var scene = TunnelScene.Of(topology, requests.IsDefault ? [] : [.. requests.Distinct()]);
        var (problems, notices) = checks.Run(scene);
        return new(Title(scene))
        {
            Changes = [.. scene.Tunnels.SelectMany(t => t.Changes).DistinctBy(c => c.Key, StringComparer.Ordinal)],
            Problems = problems,
            Notices = notices,
            Origins = [.. scene.Requests.Select(VNetToVNetOrigins.Of)],
            CreatedAt = topology.ReadAt ?? default,
        };
    }

    private static string Title(TunnelScene scene) => scene.Requests is [var one]
        ? $"Connect {one.Gateway1.Name} with {one.Gateway2.Name}"
        : string.Create(CultureInfo.InvariantCulture, $"Connect {scene.Requests.Length} pairs of gateways");
}
