using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Checks;

/// <summary>Rules about the subnets.</summary>
internal static class SubnetChecks
{
    private const string OtherTenant = "InvalidAuthenticationTokenTenant";

    public static IEnumerable<Finding> Missing(AccessLayout layout) => layout.Request.Subnets
        .Where(s => layout.Subnet(s) is null && layout.Ground.Topology.GapOf(s) is null)
        .Select(s => new Finding(s, layout.Network(s) is { } network
            ? $"'{s.Name}' is no subnet of {network.Name}, which has {(network.Subnets.IsEmpty ? "none" : string.Join(", ", network.Subnets.Select(n => n.Name)))}."
            : $"The virtual network of {s} is not there. Check the name and the subscription.", $"{s}") { Kind = FailureKind.ObjectNotFound });

    // Rules across tenants: virtual-networks-faq. Nothing is known of such a subnet, so its endpoint is whoever's it is.
    public static IEnumerable<Finding> NotRead(AccessLayout layout)
    {
        foreach (var subnet in layout.Request.Subnets.Where(s => layout.Subnet(s) is null))
        {
            if (layout.Ground.Topology.GapOf(subnet) is { } gap)
            {
                var isElsewhere = gap.Code.Equals(OtherTenant, StringComparison.OrdinalIgnoreCase);

                // It is the network that cannot be read.
                yield return new(subnet.Parent!, isElsewhere
                    ? $"{subnet} lies in another tenant. Only storage accounts and key vaults let such subnets in, and this command sees neither its endpoint nor what its "
                        + "clients lose: enable the endpoint in a session of that tenant, and add the rule with the service's own command."
                    : $"{subnet} could not be read ({gap.Code}): {gap.Message}. Whether it has the endpoint is not known, so nothing is written.", $"{subnet}")
                {
                    Kind = FailureKind.PermissionDenied,
                };
            }
        }
    }

    public static IEnumerable<Finding> Gateway(AccessLayout layout) => layout.Request.Subnets.Where(s => s.Name.Equals("GatewaySubnet", StringComparison.OrdinalIgnoreCase))
        .Select(s => new Finding(s, $"{AccessImpacts.Name(s)} holds a gateway, whose clients come with addresses of their own and not with those of the subnet. "
            + "What is on-premises is let in by its public address, or reaches the service by a private endpoint.", $"{s}"));

    public static IEnumerable<Finding> Region(AccessLayout layout) =>
        from pair in layout.Pairs
        where layout.EndpointTo(pair.Service, pair.Subnet) is null && layout.Wanted(pair.Service, pair.Subnet) is null
        select pair.Service.Refused($"{pair.Service.Named()} is in {pair.Service.Location}, and {AccessImpacts.Name(pair.Subnet)} in {layout.Network(pair.Subnet)!.Location}: the endpoint "
            + $"{pair.Service.Kind.Endpoints[0]} leads to services of its own region only. Use a private endpoint.");

    // Where the usual endpoint does not reach, the global one does; but not beside it.
    public static IEnumerable<Finding> Exclusive(AccessLayout layout)
    {
        foreach (var (subnet, wanted) in layout.Subnets.SelectMany(s => layout.Enabled(s).Select(w => (s, w))))
        {
            var there = layout.Subnet(subnet)!.ServiceEndpoints.Concat(layout.Enabled(subnet));
            foreach (var (one, other) in EndpointService.Exclusive)
            {
                var rival = wanted == one.Identifier ? other : wanted == other.Identifier ? one : null;
                if (rival is not null && there.Contains(rival.Identifier, StringComparer.OrdinalIgnoreCase))
                {
                    yield return new(subnet, $"{AccessImpacts.Name(subnet)} would need {wanted} beside {rival.Identifier}, and Azure does not take both on one subnet. "
                        + "Microsoft.Storage.Global leads to every region, so it can take the place of the other: Disable-VNetServiceEndpoint -Service Storage, then "
                        + "Enable-VNetServiceEndpoint -Service StorageGlobal; storage is out of reach between the two.", $"{subnet}");
                }
            }
        }
    }

    public static IEnumerable<Finding> Endpoint(AccessLayout layout) =>
        from pair in layout.Pairs
        let wanted = layout.Wanted(pair.Service, pair.Subnet)
        where wanted is not null && layout.EndpointTo(pair.Service, pair.Subnet) is null && !layout.Request.EnsureEndpoint
        select new Finding(pair.Subnet, $"{AccessImpacts.Name(pair.Subnet)} has no endpoint {wanted}, without which {pair.Service.Kind.Title} '{pair.Service.Id.Name}' does not know "
            + $"its clients. Say -EnsureEndpoint, or enable it with Enable-VNetServiceEndpoint -Subnet '{AccessImpacts.Name(pair.Subnet)}' -Service {EndpointService.NameOf(wanted)}; "
            + "both close open connections and change the address that the services see.", $"{pair.Service.Id}");

    public static IEnumerable<Finding> Failed(AccessLayout layout) =>
        from pair in layout.Pairs
        let endpoint = layout.EndpointTo(pair.Service, pair.Subnet)
        where endpoint is { State: ProvisioningState.Failed or ProvisioningState.Canceled } && !layout.Request.EnsureEndpoint
        select new Finding(pair.Subnet, $"The endpoint {endpoint.Service} of {AccessImpacts.Name(pair.Subnet)} is in state {endpoint.State}. Say -EnsureEndpoint to have it set up again, "
            + "or do that with Enable-VNetServiceEndpoint.", $"{pair.Service.Id}");

    public static IEnumerable<Finding> Egress(AccessLayout layout)
    {
        foreach (var egress in layout.Ground.Egress.Values.Where(e => !e.IsKnown))
        {
            yield return new(egress.Subnet, $"Not every public address is known by which services know {AccessImpacts.Name(egress.Subnet)} today: {string.Join(" ", egress.Unknown)} "
                + "A service that lets it in by an address shuts it out when the endpoint is there.", $"{egress.Subnet}") { Tells = NoticeSeverity.Warning };
        }

        foreach (var egress in layout.Ground.Egress.Values.Where(e => e.Forced is not null))
        {
            yield return new(egress.Subnet, $"{egress.Forced} What goes to the service by the endpoint does not take that way any more.", $"{egress.Subnet}")
            {
                Tells = NoticeSeverity.Warning,
            };
        }

        if (!layout.Ground.Neighbours.Gaps.IsEmpty)
        {
            yield return new(layout.Ground.Egress.Keys.First(), $"Not every service could be read ({string.Join(", ", layout.Ground.Neighbours.Gaps.Select(g => g.Scope).Take(3))}): "
                + "one of these may let the subnet in by its public address, which the endpoint changes.", string.Empty) { Tells = NoticeSeverity.Warning };
        }
    }
}
