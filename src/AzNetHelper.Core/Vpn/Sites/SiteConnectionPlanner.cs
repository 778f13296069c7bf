using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Vpn.Sites;

namespace AzNetHelper.Vpn;

/// <summary>
/// Plans that a VPN gateway is connected with the device, or the devices, of a site: a local network gateway and a connection
/// each. What Azure knows already of a device is adopted, whatever its name, and keeps what was not asked for. Pure: it reads
/// the topology and writes nothing.
/// </summary>
public static class SiteConnectionPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The gateway, what is around it, and the sites of its group (<see cref="SiteGround"/>).</param>
    /// <param name="request">What is wanted.</param>
    public static Plan Create(Topology topology, SiteRequest request) => Create(topology, request, without: null);

    internal static Plan Create(Topology topology, SiteRequest request, string? without)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        var gateway = topology.Gateways.FirstOrDefault(g => g.Id == request.Gateway);
        var sites = SiteLayout.Of(topology, request);
        if (gateway is null)
        {
            return new(Title(request)) { Problems = [NotRead(topology, request)], CreatedAt = topology.ReadAt ?? default };
        }

        var (problems, notices) = (without is null ? SiteCheck.Whole : SiteCheck.Whole.Without(without)).Run(new(topology, request, gateway, sites));
        return new(Title(request))
        {
            // Two devices may be one resource only where a check has refused them.
            Changes = [.. sites.SelectMany(s => new SiteChanges(topology, gateway, s).All()).DistinctBy(c => c.Key, StringComparer.Ordinal)],
            Problems = problems,
            Notices = notices,

            Origins = [SiteOrigins.Of(request)],
            CreatedAt = topology.ReadAt ?? default,
        };
    }

    private static PlanProblem NotRead(Topology topology, SiteRequest request) => new("GatewayNotFound",
        topology.GapOf(request.Gateway) is { } gap ? $"The gateway {request.Gateway} was not read: {gap.Message}"
            : $"There is no gateway {request.Gateway}, or you may not read it.", request.Gateway) { Kind = Steps.FailureKind.ObjectNotFound };

    private static string Title(SiteRequest request) => request.Devices is [var device] ? $"Connect {request.Gateway.Name} with the device {device}"
        : string.Create(CultureInfo.InvariantCulture, $"Connect {request.Gateway.Name} with {request.Devices.Length} devices");
}
