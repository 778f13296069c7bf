using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Services;

/// <summary>What follows from what was read and what is wanted: which endpoints lead where, which are to be enabled, who is let in.</summary>
internal sealed class AccessLayout(AccessGround ground)
{
    private const string StorageGlobal = "Microsoft.Storage.Global";

    public AccessGround Ground { get; } = ground;

    public AccessRequest Request => Ground.Request;

    /// <summary>The services that are there.</summary>
    public ImmutableArray<SecuredService> Services { get; } = [.. ground.Request.Services.Select(ground.Reading.Service).OfType<SecuredService>()];

    /// <summary>The subnets that are there.</summary>
    public IEnumerable<ResourceId> Subnets => Request.Subnets.Where(s => Subnet(s) is not null);

    public IEnumerable<(SecuredService Service, ResourceId Subnet)> Pairs => Services.SelectMany(s => Subnets.Select(n => (s, n)));

    public Subnet? Subnet(ResourceId id) => Network(id)?.Subnets.FirstOrDefault(s => s.Id == id);

    public VirtualNetwork? Network(ResourceId subnet) => subnet.Parent is { } network ? Ground.Topology.VirtualNetwork(network) : null;

    /// <summary>The endpoint of a subnet that leads to a service, whatever its state; null where there is none.</summary>
    public ServiceEndpoint? EndpointTo(SecuredService service, ResourceId subnet) => Subnet(subnet)?.Endpoints
        .Where(e => service.Kind.IsReachedBy(e.Service) && Leads(e, service, subnet)).OrderBy(e => e.State).FirstOrDefault();

    /// <summary>The endpoint that a subnet is to be given for a service; null where none leads from its region to the service.</summary>
    public string? Wanted(SecuredService service, ResourceId subnet)
    {
        var usual = service.Kind.Endpoints[0];
        return IsInReach(service, subnet) && !NeedsGlobal(service, subnet) ? usual : service.Kind.Endpoints.FirstOrDefault(e => e == StorageGlobal);
    }

    // One far account needs the global endpoint, and a subnet has one of the two: then the near ones are reached by it as well.
    private bool NeedsGlobal(SecuredService service, ResourceId subnet) => service.Kind.Endpoints.Contains(StorageGlobal, StringComparer.Ordinal)
        && Services.Any(s => s.Kind == service.Kind && !IsInReach(s, subnet))
        && Subnet(subnet) is { } there && !there.ServiceEndpoints.Contains(service.Kind.Endpoints[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>True where the plan gives a subnet the endpoint for a service, or has one that failed set up again.</summary>
    public bool Enables(SecuredService service, ResourceId subnet) => Request.EnsureEndpoint && Subnet(subnet) is not null
        && EndpointTo(service, subnet) is not { State: not (ProvisioningState.Failed or ProvisioningState.Canceled) } && Wanted(service, subnet) is not null;

    /// <summary>The endpoints that a subnet is given.</summary>
    public IEnumerable<string> Enabled(ResourceId subnet) => Services.Where(s => Enables(s, subnet))
        .Select(s => EndpointTo(s, subnet)?.Service ?? Wanted(s, subnet)!).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// True where a rule is written before the endpoint is there. Where everybody gets in there is no gap to bridge, and a namespace that is
    /// open only because it has no rule would be closed by the first one before the subnet can use it. A server is never open to clients that
    /// come by an endpoint, whatever its firewall rules say (error 40914).
    /// </summary>
    public bool WritesFirst(SecuredService service, ResourceId subnet) =>
        service.Kind.HasIgnoreFlag && !IsOpenToAll(service) && Enables(service, subnet) && service.RuleOf(subnet) is null;

    /// <summary>True where others are shut out that get in today.</summary>
    public bool Shuts(SecuredService service) => Request.DenyOthers && (service.Kind.Home == RuleHome.Children
        ? OpenRules(service).Any() : service.IsOpenToEveryone || service.DefaultAction == DefaultAction.Allow);

    /// <summary>The firewall rules of a server that shutting others out takes away: everybody, and all of Azure.</summary>
    public IEnumerable<AddressRule> OpenRules(SecuredService service) => service.Kind.Home != RuleHome.Children ? []
        : service.Addresses.Where(a => (a.MeansEveryone || a.MeansAzure) && !Request.KeepIps.Any(k => a.Addresses.Count == 1 && a.Addresses[0] == k));

    /// <summary>The addresses that get in by rules when the plan has run.</summary>
    public PrefixSet Stay(SecuredService service) => service.Addresses.Except(OpenRules(service)).Select(a => a.Addresses)
        .Aggregate(PrefixSet.Of(Request.KeepIps), (all, a) => all.Union(a));

    /// <summary>What a plan's writes are told as: the service alone, or all together where an endpoint is enabled that all of them wait for.</summary>
    public string GroupOf(SecuredService? service) =>
        Subnets.FirstOrDefault(s => Enabled(s).Any()) is { } first ? first.ToString() : service?.Id.ToString() ?? string.Empty;

    /// <summary>True where a service has the rule of a subnet, and says that it is not in force yet.</summary>
    public static bool IsComing(SecuredService service, ResourceId subnet) => service.Kind.Shape.ReadyState is { } ready
        && service.RuleOf(subnet) is { State: { } state } && !state.Equals(ready, StringComparison.OrdinalIgnoreCase);

    /// <summary>How the addresses that are kept are written for a service: those that no rule lets in yet.</summary>
    public ImmutableArray<string> Kept(SecuredService service) => [.. Request.KeepIps
        .Where(k => !service.Addresses.Any(a => !OpenRules(service).Contains(a) && a.Addresses.Contains(k)))
        .SelectMany(k => AddressRules.Write(service.Kind, k))];

    /// <summary>
    /// Services beside those of the plan that let a subnet in by its public address and do not trust it: an endpoint takes that address
    /// from it. Not sure are those that may, because not every address is known.
    /// </summary>
    public IEnumerable<(SecuredService Service, bool IsSure)> Losing(ResourceId subnet)
    {
        var enabled = Enabled(subnet).ToArray();
        return Moving(subnet, Ground.Neighbours.Services.Where(s => s.RuleOf(subnet) is null && Services.All(v => v.Id != s.Id)
            && enabled.Any(e => s.Kind.IsReachedBy(e) && (e == StorageGlobal || IsInReach(s, subnet)))));
    }

    /// <summary>Services of the plan that take a rule only after the endpoint, and let the subnet in by its public address until then.</summary>
    public IEnumerable<(SecuredService Service, bool IsSure)> Gap(ResourceId subnet) =>
        Moving(subnet, Services.Where(s => !s.Kind.HasIgnoreFlag && Enables(s, subnet) && s.RuleOf(subnet) is null));

    private IEnumerable<(SecuredService Service, bool IsSure)> Moving(ResourceId subnet, IEnumerable<SecuredService> services) =>
        Ground.Egress.GetValueOrDefault(subnet) is not { } egress ? []
        : from service in services
          where !IsOpenToAll(service) && !LetsSubnetsIn(service) && service.PublicNetworkAccess is PublicAccess.Enabled or PublicAccess.Unknown
          let matches = service.Addresses.Any(a => a.MeansAzure || a.MeansEveryone || egress.Addresses.Any(e => a.Addresses.Overlaps(e)))
          where matches || (!egress.IsKnown && service.Addresses.Any(a => !a.Addresses.IsEmpty))
          select (service, matches);

    // The rule of 0.0.0.0 of a server lets all subnets in, whatever they come with (vnet-service-endpoint-rule-overview).
    private static bool LetsSubnetsIn(SecuredService service) => service.Kind.Home == RuleHome.Children && service.Addresses.Any(a => a.MeansAzure);

    // Also to clients that come with private addresses.
    private static bool IsOpenToAll(SecuredService service) => service.Kind.Home != RuleHome.Children && service.IsOpenToEveryone;

    private bool Leads(ServiceEndpoint endpoint, SecuredService service, ResourceId subnet) =>
        endpoint.Service.Equals(StorageGlobal, StringComparison.OrdinalIgnoreCase) || IsInReach(service, subnet)
        || endpoint.Locations.Any(l => l == "*" || RegionPairs.Name(l) == service.Location) && service.Kind.Scope != RegionScope.SameRegion;

    private bool IsInReach(SecuredService service, ResourceId subnet)
    {
        var here = Network(subnet) is { } network ? RegionPairs.Name(network.Location) : null;
        return service.Kind.Scope switch
        {
            RegionScope.SameRegion => here == service.Location,
            RegionScope.SameRegionOrPair => here == service.Location || (here is not null && RegionPairs.Of(here) == service.Location),
            _ => true,
        };
    }
}
