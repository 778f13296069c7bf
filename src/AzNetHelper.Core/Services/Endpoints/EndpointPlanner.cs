using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Endpoints;

/// <summary>
/// Plans service endpoints of subnets: one write of each subnet that lacks one, or has one too many. Everything else of the subnet stays.
/// Pure: it reads the topology and writes nothing.
/// </summary>
public static class EndpointPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The VNets of the subnets, and what is around them.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="facts">What else was asked.</param>
    public static Plan Create(Topology topology, EndpointRequest request, EndpointFacts facts) => Create(topology, request, facts, EndpointCheck.Whole);

    internal static Plan Create(Topology topology, EndpointRequest request, EndpointFacts facts, CheckList<EndpointScene> checks)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(facts);
        var scene = new EndpointScene(topology, request, facts);
        var (problems, notices) = checks.Run(scene);
        var names = string.Join(", ", request.Identifiers.Select(EndpointService.NameOf));
        return new(string.Create(CultureInfo.InvariantCulture, $"{(request.Enables ? "Enable" : "Disable")} {names} on {Subnets(request)}"))
        {
            Changes = [.. scene.Sites.Select(s => Change(scene, s))],
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
            Origins = [EndpointOrigins.Of(request)],
        };
    }

    private static Change Change(EndpointScene scene, EndpointSite site)
    {
        var change = scene.Request.Enables
            ? EndpointChange.Add(site.Id, site.Document, scene.Request.Identifiers)
            : EndpointChange.Remove(site.Id, site.Document, scene.Request.Identifiers);
        return change with { Group = site.Group, Impact = change.Writes ? EndpointImpacts.Of(scene, site) : ImpactStatement.None };
    }

    private static string Subnets(EndpointRequest request) => request.Subnets.Distinct().ToArray() is [var one]
        ? $"{one.Parent?.Name}/{one.Name}" : string.Create(CultureInfo.InvariantCulture, $"{request.Subnets.Distinct().Count()} subnets");
}
