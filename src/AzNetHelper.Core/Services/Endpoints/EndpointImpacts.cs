using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Endpoints;

/// <summary>What a change of endpoints does to the clients of a subnet.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The change.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected; {subnet}, {services} and {who} stand for names.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record EndpointImpact(string Id, string Write, Impact Kind, string Says, string Source)
{
    internal ImpactStatement Of(EndpointSite site, IEnumerable<string> identifiers, IEnumerable<string>? who = null) => new(Kind, Says
        .Replace("{subnet}", site.Name, StringComparison.Ordinal)
        .Replace("{services}", string.Join(", ", identifiers.Select(EndpointService.NameOf)), StringComparison.Ordinal)
        .Replace("{who}", string.Join(", ", who ?? []), StringComparison.Ordinal));
}

/// <summary>The table of impacts of endpoints: docs/service-endpoints.md shows it.</summary>
public static class EndpointImpacts
{
    private const string Overview = "virtual-network-service-endpoints-overview";

    internal static EndpointImpact Enabled { get; } = new("Enabled", "an endpoint is enabled", Impact.Interrupts,
        "Open connections of {subnet} to {services} are closed, and its clients are seen with private addresses from then on: rules by public address do not match them any more.",
        Overview);

    internal static EndpointImpact EnabledAndMissed { get; } = new("EnabledAndMissed", "an endpoint is enabled where a service lets the subnet in by a public address alone",
        Impact.CutsOff, "Open connections of {subnet} to {services} are closed, and {who} lets its clients in no more: they come with private addresses from then on.", Overview);

    internal static EndpointImpact Disabled { get; } = new("Disabled", "an endpoint is disabled", Impact.Interrupts,
        "Open connections of {subnet} to {services} are closed, and its clients are seen with public addresses from then on.", Overview);

    internal static EndpointImpact DisabledAndTrusted { get; } = new("DisabledAndTrusted", "an endpoint is disabled by which services trust the subnet (-Force)", Impact.CutsOff,
        "Open connections of {subnet} to {services} are closed, and {who} lets its clients in no more.", Overview);

    /// <summary>The table, every row.</summary>
    public static ImmutableArray<EndpointImpact> All { get; } =
    [
        new("None", "nobody is in the subnet, or nothing is written", Impact.None, string.Empty, Overview),
        Enabled, EnabledAndMissed, Disabled, DisabledAndTrusted,
    ];

    internal static ImpactStatement Of(EndpointScene scene, EndpointSite site)
    {
        string[] added = [.. scene.Added(site)];
        string[] removed = [.. scene.Removed(site)];
        if (site.IsEmpty || added.Length + removed.Length == 0)
        {
            return ImpactStatement.None;
        }

        string[] who = [.. (scene.Request.Enables ? scene.Missed(site).Select(m => m.Service) : scene.Trusting(site)).Select(s => s.Id.Name).Order(StringComparer.OrdinalIgnoreCase)];
        var row = (scene.Request.Enables, who.Length > 0) switch
        {
            (true, false) => Enabled,
            (true, true) => EnabledAndMissed,
            (false, false) => Disabled,
            (false, true) => DisabledAndTrusted,
        };
        return row.Of(site, scene.Request.Enables ? added : removed, who);
    }
}
