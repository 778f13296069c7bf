using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Endpoints;

/// <summary>The findings of each check of <see cref="EndpointCheck.All"/>.</summary>
internal static class EndpointChecks
{
    public static IEnumerable<Finding> NotFound(EndpointScene scene) =>
        from id in scene.Request.Subnets.Distinct()
        where !scene.Sites.Any(s => s.Id == id)
        let gap = scene.Topology.GapOf(id.Parent ?? id)
        select gap is null
            ? new Finding(id, $"There is no subnet {id}. Nothing was written. Look for its name with Get-VNetServiceEndpoint or Get-VNetTopology.", id.ToString())
                { Kind = FailureKind.ObjectNotFound }
            : new Finding(id.Parent ?? id, $"The virtual network of {id} could not be read ({gap.Code}): {gap.Message}", id.ToString()) { Kind = FailureKind.PermissionDenied };

    public static IEnumerable<Finding> Exclusive(EndpointScene scene) =>
        from site in scene.Sites
        where scene.Request.Enables
        from pair in EndpointService.Exclusive
        let one = Wanted(scene, pair.One)
        let other = Wanted(scene, pair.Other)
        where (one && (other || site.Has(pair.Other.Identifier))) || (other && site.Has(pair.One.Identifier))
        select one && other
            ? Refused(site, $"{pair.One} and {pair.Other} cannot be on one subnet. Ask for one of them: {pair.Other} reaches every region, {pair.One} "
                + "the region of the subnet and its pair.")
            : Refused(site, $"{site.Name} has the endpoint {(one ? pair.Other : pair.One)}, and {(one ? pair.One : pair.Other)} cannot stand beside it. "
                + $"Change over: Disable-VNetServiceEndpoint -Subnet '{site.Id}' -Service {(one ? pair.Other : pair.One)} -Force, then run this again. "
                + "Between the two its clients are seen with public addresses.");

    public static IEnumerable<Finding> NotOffered(EndpointScene scene) =>
        from site in scene.Sites
        let offers = scene.Facts.OffersOf(site.Network)
        from added in scene.Added(site)
        where offers?.Has(added) == false
        select Refused(site, $"The region {site.Network.Location} does not offer the endpoint {EndpointService.NameOf(added)} ({added}). "
            + $"It offers {string.Join(", ", offers.Identifiers!.Value.Select(EndpointService.NameOf))}.");

    public static IEnumerable<Finding> OffersUnread(EndpointScene scene) =>
        from site in scene.Sites
        where scene.Added(site).Any() && scene.Facts.OffersOf(site.Network) is { Identifiers: null }
        let offers = scene.Facts.OffersOf(site.Network)!
        select Told(site, NoticeSeverity.Information, $"What endpoints the region {site.Network.Location} offers could not be read: {offers.Why}");

    public static IEnumerable<Finding> Reserved(EndpointScene scene) =>
        from site in scene.Sites
        where scene.Added(site).Any() && ReservedSubnet.Of(site.Subnet.Name) is not null
        select Told(site, NoticeSeverity.Warning, $"{site.Name} is a subnet with a purpose of its own. An endpoint there is for what stands in it: "
            + "clients on premises that come through a gateway do not use it, and service endpoint policies cannot be put on a GatewaySubnet.");

    public static IEnumerable<Finding> OfService(EndpointScene scene) =>
        from site in scene.Sites
        let owners = site.Subnet.Links.Select(l => l.LinkedType).Concat(site.Subnet.Delegations).Where(o => o.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray()
        where owners.Length > 0 && (scene.Added(site).Any() || scene.Removed(site).Any())
        select Told(site, NoticeSeverity.Warning, $"{site.Name} belongs to {string.Join(", ", owners)}: what that keeps there loses its open connections to "
            + "the service as well, and may have asked for the endpoints that are there.");

    public static IEnumerable<Finding> PolicyFilters(EndpointScene scene) =>
        from site in scene.Sites
        where !site.Policies.IsEmpty && scene.Added(site).Any(IsStorage)
        select Told(site, NoticeSeverity.Warning, $"{site.Name} has the service endpoint {(site.Policies.Length == 1 ? "policy" : "policies")} "
            + $"{string.Join(", ", site.Policies.Select(p => p.Name))}: from then on its clients reach only the storage accounts that "
            + $"{(site.Policies.Length == 1 ? "it names" : "these name")}.");

    public static IEnumerable<Finding> Tunnel(EndpointScene scene) =>
        from site in scene.Sites
        let added = scene.Added(site).Select(EndpointService.NameOf).ToArray()
        let egress = scene.Facts.Egress.GetValueOrDefault(site.Id)
        where added.Length > 0 && egress?.Forced is not null
        select Told(site, NoticeSeverity.Warning, $"Traffic of {site.Name} to {string.Join(", ", added)} goes straight to the service from then on, past everything on its "
            + $"present way: {egress.Forced}. The routes of an endpoint are not overridden by routes of your own. Where that way is to inspect the traffic, "
            + "put the endpoint on the appliance's subnet instead.");

    public static IEnumerable<Finding> AddressRulesMiss(EndpointScene scene) =>
        from site in scene.Sites
        from missed in scene.Missed(site)
        select Told(site, NoticeSeverity.Warning, $"{missed.Service.Id.Name} lets clients of {site.Name} in by {string.Join(", ", missed.By)} today, and refuses them once "
            + "they come with private addresses. Let the subnet in first, in the same run as the endpoint: "
            + $"Grant-VNetServiceAccess -Resource '{missed.Service.Id}' -Subnet '{site.Id}' -EnsureEndpoint");

    public static IEnumerable<Finding> EgressUnknown(EndpointScene scene) =>
        from site in scene.Sites
        let added = scene.Added(site).ToArray()
        let egress = scene.Facts.Egress.GetValueOrDefault(site.Id)
        where added.Length > 0 && !site.IsEmpty && egress is { IsKnown: false }
        let missed = scene.Missed(site).Select(m => m.Service).ToArray()
        let ruled = scene.Ruled(site).Except(missed).Select(s => s.Id.Name).Order(StringComparer.OrdinalIgnoreCase).ToArray()
        where ruled.Length > 0
        select Told(site, NoticeSeverity.Warning, $"Whether rules by address of {string.Join(", ", ruled)} let clients of {site.Name} in today is not known, so neither is "
            + $"whether they lose that. {string.Join(" ", egress.Unknown)}");

    public static IEnumerable<Finding> Trusted(EndpointScene scene) =>
        from site in scene.Sites
        let trusting = scene.Trusting(site).Select(s => s.Id.Name).Order(StringComparer.OrdinalIgnoreCase).ToArray()
        where trusting.Length > 0
        let names = string.Join(", ", trusting)
        let services = string.Join(", ", scene.Removed(site).Select(EndpointService.NameOf))
        select scene.Request.AllowLoss
            ? Told(site, NoticeSeverity.Warning, $"{names} {(trusting.Length == 1 ? "lets" : "let")} {site.Name} in by {services}, and no more without the endpoint.")
            : Refused(site, $"{names} still {(trusting.Length == 1 ? "lets" : "let")} {site.Name} in by {services}. Without the endpoint its clients are refused. "
                + $"Nothing was written. Take the rules away first: Revoke-VNetServiceAccess -Resource <service> -Subnet '{site.Id}'. Or give -Force.");

    // Taken away, an endpoint may be what a service that was not read lets the subnet in by; given, it is only not known who is missed.
    public static IEnumerable<Finding> Unread(EndpointScene scene) =>
        from site in scene.Facts.Unread.IsEmpty ? [] : scene.Sites.Where(s => scene.Added(s).Any() || scene.Removed(s).Any()).Take(1)
        let unread = $"Services that may know the subnets were not read: {string.Join(" ", scene.Facts.Unread)}"
        select scene.Request.Enables || scene.Request.AllowLoss
            ? Told(site, NoticeSeverity.Warning, unread) with { Group = string.Empty }
            : Refused(site, $"{unread} Whether one of them lets the subnets in by the endpoints is not known, so nothing was written. Sign in as somebody who may read them, "
                + "or give -Force.") with { Group = string.Empty };

    public static IEnumerable<Finding> NotAsked(EndpointScene scene) =>
        from site in scene.Sites
        let silent = scene.Removed(site).Where(r => !ServiceKind.All.Any(k => k.IsReachedBy(r))).ToArray()
        where silent.Length > 0
        let names = string.Join(", ", silent.Select(EndpointService.NameOf))
        select Told(site, NoticeSeverity.Warning, $"Whether anything lets {site.Name} in by {names} was not asked: "
            + (silent.Contains(EndpointService.Web.Identifier, StringComparer.OrdinalIgnoreCase)
                ? "access restrictions of apps are not read. Look at those of the apps that its clients use."
                : "what trusts a subnet by that is not read."));

    public static IEnumerable<Finding> PolicyLosesEndpoint(EndpointScene scene) =>
        from site in scene.Sites
        where !site.Policies.IsEmpty && scene.Removed(site).Any(IsStorage)
        select Told(site, NoticeSeverity.Warning, $"{site.Name} keeps the service endpoint {(site.Policies.Length == 1 ? "policy" : "policies")} "
            + $"{string.Join(", ", site.Policies.Select(p => p.Name))}, which {(site.Policies.Length == 1 ? "filters" : "filter")} nothing without its Storage endpoint.");

    private static bool Wanted(EndpointScene scene, EndpointService service) => scene.Request.Identifiers.Contains(service.Identifier, StringComparer.OrdinalIgnoreCase);

    private static bool IsStorage(string identifier) => identifier.StartsWith(EndpointService.Storage.Identifier, StringComparison.OrdinalIgnoreCase);

    private static Finding Refused(EndpointSite site, string message) => new(site.Id, message, site.Group);

    private static Finding Told(EndpointSite site, NoticeSeverity severity, string message) => new(site.Id, message, site.Group) { Tells = severity };
}
