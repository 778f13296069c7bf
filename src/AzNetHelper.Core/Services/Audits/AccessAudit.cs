using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Services.Endpoints;
using AzNetHelper.Vpn;

namespace AzNetHelper.Services.Audits;

/// <summary>
/// Holds what services say of subnets against what these subnets are: which rule lets in whom it names, and which only looks as if. Pure.
/// </summary>
/// <param name="topology">The VNets that the rules name, and those whose subnets have endpoints.</param>
/// <param name="services">The services.</param>
/// <param name="egress">The public addresses that subnets are seen with, those of which it was asked.</param>
/// <param name="whole">The kinds of which every service that may know a subnet is among them: only of these an endpoint is unused.</param>
public sealed class AccessAudit(
    Topology topology, IReadOnlyCollection<SecuredService> services, IReadOnlyDictionary<ResourceId, SubnetEgress> egress, IReadOnlyCollection<ServiceKind> whole)
{
    /// <summary>One row for each rule of a subnet, for each service without one, and for each endpoint that no service knows.</summary>
    public ImmutableArray<ServiceAccess> Rows() =>
        [.. services.OrderBy(s => s.Id).SelectMany(Of), .. Unused(), .. services.OrderBy(s => s.Id).SelectMany(Useless)];

    private IEnumerable<ServiceAccess> Of(SecuredService service)
    {
        ImmutableArray<AccessFinding> own = [.. OfService(service)];
        var row = new ServiceAccess
        {
            ServiceId = service.Id,
            Kind = service.Kind.Name,
            Addresses = [.. service.Addresses.Select(a => a.Text)],
            PrivateEndpoints = service.PrivateEndpoints.Length,
            Findings = own,
            Verdict = service.IsOpenToEveryone ? AccessVerdict.Open : service.RulesAreRead || IsClosed(service) ? AccessVerdict.Refused : AccessVerdict.Unknown,
        };
        return service.Subnets.IsEmpty ? [row] : service.Subnets.Select(rule => OfRule(service, rule, row));
    }

    private static ServiceAccess Sorted(ServiceAccess row, IEnumerable<AccessFinding> more) =>
        row with { Findings = [.. row.Findings.Concat(more).OrderByDescending(f => f.Severity)] };

    private ServiceAccess OfRule(SecuredService service, SubnetRule rule, ServiceAccess row)
    {
        var (subnet, isGone) = Find(rule.Subnet);
        var endpoint = subnet?.Endpoints.FirstOrDefault(e => service.Kind.IsReachedBy(e.Service) && LeadsTo(e, service))
            ?? subnet?.Endpoints.FirstOrDefault(e => service.Kind.IsReachedBy(e.Service));
        var isReady = endpoint is { State: ProvisioningState.Succeeded } && LeadsTo(endpoint, service);
        var verdict = row.Verdict == AccessVerdict.Open ? AccessVerdict.Open
            : IsClosed(service) ? AccessVerdict.Refused
            : subnet is null && !isGone ? AccessVerdict.Unknown
            : isReady && !HasFailed(rule) ? AccessVerdict.LetIn : row.Verdict;
        var found = row with
        {
            SubnetId = rule.Subnet,
            Verdict = verdict,
            IsOneSided = isGone || (subnet is not null && endpoint is null),
        };
        return Sorted(found, Findings(service, rule, subnet, isGone, endpoint));
    }

    private IEnumerable<AccessFinding> Findings(SecuredService service, SubnetRule rule, Subnet? subnet, bool isGone, ServiceEndpoint? endpoint)
    {
        var (name, place) = (service.Id.Name, $"{rule.Subnet.Parent?.Name}/{rule.Subnet.Name}");

        // The last rule of a namespace that says Deny is not taken: without any it answers everybody.
        var revoke = !service.IsOpenToEveryone && AccessRemovalPlanner.OpenAfter(service, [rule.Subnet]) ? null
            : $"Revoke-VNetServiceAccess -Resource '{service.Id}' -Subnet '{rule.Subnet}'";
        if (isGone)
        {
            yield return AccessAuditRule.SubnetGone.Finds($"{name} has a rule for {place}, which does not exist any more.", revoke);
            yield break;
        }

        if (HasFailed(rule))
        {
            // A rule of a subnet that was made again is the old one's (arm-protocol 1.10): it has to go first.
            yield return AccessAuditRule.RuleNotReady.Finds($"{name} says that its rule for {place} is in state {rule.State}. Take it away, then let the subnet in again.", revoke);
        }

        if (subnet is null)
        {
            yield return AccessAuditRule.SubnetUnread.Finds($"Whether {place} has the endpoint of {name} is not known: it could not be read.");
            yield break;
        }

        if (endpoint is null)
        {
            var leading = Leading(service, rule.Subnet);
            yield return AccessAuditRule.EndpointMissing.Finds($"{name} has a rule for {place}, which has no endpoint {EndpointService.NameOf(leading ?? service.Kind.Endpoints[0])}: "
                + "its clients come with public addresses, and the rule does not match them"
                + (rule.IgnoresMissing ? " (it was written so that the endpoint may be missing)." : ".")
                + (leading is null ? $" {name} is in {service.Location}, where none leads from its region." : string.Empty), leading is null ? null : Enable(rule.Subnet, leading));
        }
        else if (endpoint.State is not ProvisioningState.Succeeded)
        {
            yield return AccessAuditRule.EndpointNotReady.Finds(
                $"The endpoint {EndpointService.NameOf(endpoint.Service)} of {place} is in state {endpoint.State}; {name} lets it in by that.", Enable(rule.Subnet, endpoint.Service));
        }
        else if (!LeadsTo(endpoint, service))
        {
            yield return AccessAuditRule.OutOfRegion.Finds($"The endpoint {EndpointService.NameOf(endpoint.Service)} of {place} leads to {string.Join(", ", endpoint.Locations)}; "
                + $"{name} is in {service.Location}, so its rule lets nobody in."
                + (service.Kind.Endpoints.Length > 1 ? " StorageGlobal leads to every region, and cannot stand beside Storage." : string.Empty));
        }
    }

    private static IEnumerable<AccessFinding> OfService(SecuredService service)
    {
        var name = service.Id.Name;
        if (!service.RulesAreRead)
        {
            yield return AccessAuditRule.RulesUnread.Finds($"Whom {name} lets in is not known: its rules could not be read.");
            yield break;
        }

        if (service.IsOpenToEveryone)
        {
            // Who else is to stay, the person at the keyboard too, no command knows.
            yield return AccessAuditRule.OpenToEveryone.Finds($"{name} answers everybody who has a key, a token or a password"
                + (service.Subnets.IsEmpty && service.Addresses.IsEmpty ? "." : "; its rules shut nobody out.")
                + " Grant-VNetServiceAccess with -DenyOthers shuts out who is not named, and -KeepIp names the public addresses that stay.");
        }
        else if (!IsClosed(service) && service.Addresses.Any(a => a.MeansAzure))
        {
            yield return AccessAuditRule.OpenToAzure.Finds($"{name} lets every address of Azure in, those of other customers too (rule for 0.0.0.0).");
        }

        if (IsClosed(service) && service.Subnets.Length + service.Addresses.Length > 0)
        {
            yield return AccessAuditRule.RulesInert.Finds($"{name} does not answer on its public address ({service.PublicNetworkAccess}): its rules let nobody in"
                + (service.PrivateEndpoints.IsEmpty ? ", and it has no private endpoint." : "; its private endpoints do."));
        }
    }

    // A subnet with the endpoint whose public address a rule lets in, and no rule of its own: that rule matches no more.
    private IEnumerable<ServiceAccess> Useless(SecuredService service) =>
        from network in topology.VirtualNetworks
        from subnet in network.Subnets
        where !service.IsOpenToEveryone && !IsClosed(service) && service.RuleOf(subnet.Id) is null
        let endpoint = subnet.Endpoints.FirstOrDefault(e => service.Kind.IsReachedBy(e.Service) && e.State == ProvisioningState.Succeeded && LeadsTo(e, service))
        where endpoint is not null && egress.ContainsKey(subnet.Id)
        let rules = service.Addresses.Where(r => egress[subnet.Id].Addresses.Any(a => r.Addresses.Overlaps(a))).ToArray()
        where rules.Length > 0
        select new ServiceAccess
        {
            ServiceId = service.Id,
            SubnetId = subnet.Id,
            Kind = service.Kind.Name,
            Verdict = AccessVerdict.Refused,
            IsOneSided = true,
            Addresses = [.. service.Addresses.Select(a => a.Text)],
            PrivateEndpoints = service.PrivateEndpoints.Length,
            Findings = [AccessAuditRule.AddressRuleUseless.Finds($"{service.Id.Name} means to let {network.Name}/{subnet.Name} in by {string.Join(", ", rules.Select(r => r.Text))}, "
                + $"and sees private addresses since the subnet has the endpoint {EndpointService.NameOf(endpoint!.Service)}.",
                TakesRules(service) ? $"Grant-VNetServiceAccess -Resource '{service.Id}' -Subnet '{subnet.Id}'" : null)],
        };

    private IEnumerable<ServiceAccess> Unused() =>
        from network in topology.VirtualNetworks
        from subnet in network.Subnets
        from endpoint in subnet.Endpoints
        let kinds = ServiceKind.All.Where(k => k.IsReachedBy(endpoint.Service)).ToArray()
        where kinds.Length > 0 && kinds.All(whole.Contains)
            && !services.Any(s => s.Kind.IsReachedBy(endpoint.Service) && s.RuleOf(subnet.Id) is not null)
        let name = EndpointService.NameOf(endpoint.Service)
        select new ServiceAccess
        {
            SubnetId = subnet.Id,
            Kind = name,
            Verdict = AccessVerdict.Refused,
            IsOneSided = true,
            Findings = [AccessAuditRule.EndpointUnused.Finds($"{network.Name}/{subnet.Name} has the endpoint {name}, and no service that was read has a rule for it.",
                $"Disable-VNetServiceEndpoint -Subnet '{subnet.Id}' -Service {name}")],
        };

    private (Subnet? Subnet, bool IsGone) Find(ResourceId id)
    {
        if (id.Parent is not { } parent || topology.VirtualNetwork(parent) is not { } network)
        {
            return (null, id.Parent is not null && topology.GapOf(id.Parent)?.Code == AccessAuditGround.NotThere);
        }

        var subnet = network.Subnets.FirstOrDefault(s => s.Id == id);
        return (subnet, subnet is null);
    }

    // The regions of an endpoint are what the service says; an old answer without any says nothing against it.
    private static bool LeadsTo(ServiceEndpoint endpoint, SecuredService service) => endpoint.Locations.IsEmpty || service.Location.Length == 0
        || endpoint.Locations.Any(l => l == "*" || RegionZones.IsRegion(l, service.Location));

    // The endpoint that leads from the subnet's region to the service; null where none does.
    private string? Leading(SecuredService service, ResourceId subnet) =>
        new AccessLayout(new(topology, new([service], [], []), new([service.Id], [subnet]))).Wanted(service, subnet);

    private static string Enable(ResourceId subnet, string endpoint) => $"Enable-VNetServiceEndpoint -Subnet '{subnet}' -Service {EndpointService.NameOf(endpoint)}";

    // What a grant asks of a service before it writes one rule more.
    private static bool TakesRules(SecuredService service) => service.Kind.Tier?.IsMetBy(service.Tier) != false && service.HasSubdomain
        && !(service.Kind.ExcludesPrivateEndpoints && !service.PrivateEndpoints.IsEmpty) && !service.Subnets.Any(HasFailed)
        && service.Subnets.Length < service.Kind.SubnetLimit.Most;

    private static bool IsClosed(SecuredService service) => service.PublicNetworkAccess is PublicAccess.Disabled or PublicAccess.SecuredByPerimeter;

    private static bool HasFailed(SubnetRule rule) => rule.State is { } state
        && new[] { "Failed", "NetworkSourceDeleted", "Deprovisioning", "Unknown" }.Contains(state, StringComparer.OrdinalIgnoreCase);
}
