using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Checks;

/// <summary>Rules about the services.</summary>
internal static class ServiceChecks
{
    public static IEnumerable<Finding> Missing(AccessLayout layout) => layout.Ground.Reading.Missing.Select(id => new Finding(id,
        $"{id} is not there (any more). Check the name and the subscription.", $"{id}") { Kind = FailureKind.ObjectNotFound });

    public static IEnumerable<Finding> NotRead(AccessLayout layout) =>
        from id in layout.Request.Services
        where !layout.Ground.Reading.Missing.Contains(id)
        let gap = layout.Ground.Reading.GapOf(id)
        where gap is not null || layout.Ground.Reading.Service(id) is null
        select new Finding(id, $"{id}, or what it lets in, could not be read{(gap is null ? string.Empty : $" ({gap.Code}): {gap.Message}")}. "
            + "What cannot be read cannot be kept, so nothing is written.", $"{id}") { Kind = FailureKind.PermissionDenied };

    public static IEnumerable<Finding> Disabled(AccessLayout layout) => layout.Services.Where(s => s.PublicNetworkAccess == PublicAccess.Disabled)
        .Select(s => s.Refused($"{s.Named()} has public network access disabled: rules of subnets would be there and let nobody in. "
            + "Enable public network access of it first (to selected networks), or reach it by a private endpoint."));

    public static IEnumerable<Finding> Perimeter(AccessLayout layout) => layout.Services.Where(s => s.PublicNetworkAccess == PublicAccess.SecuredByPerimeter)
        .Select(s => s.Refused($"{s.Named()} is secured by a network security perimeter, whose access rules decide in place of its own: rules of subnets would let "
            + "nobody in. Change the rules of the perimeter's profile, or reach the service by a private endpoint."));

    public static IEnumerable<Finding> Tier(AccessLayout layout) => layout.Services.Where(s => s.Kind.Tier is { } tier && !tier.IsMetBy(s.Tier))
        .Select(s => s.Refused($"{s.Named()} has tier {s.Tier}; rules of subnets need {s.Kind.Tier!.Needs}. Change its tier first."));

    public static IEnumerable<Finding> Subdomain(AccessLayout layout) => layout.Services.Where(s => !s.HasSubdomain)
        .Select(s => s.Refused($"{s.Named()} has no subdomain of its own, without which it takes no rules. Give it one first; its address changes with that."));

    public static IEnumerable<Finding> PrivateEndpoint(AccessLayout layout) => layout.Services.Where(s => s.Kind.ExcludesPrivateEndpoints && !s.PrivateEndpoints.IsEmpty)
        .Select(s => s.Refused($"{s.Named()} has private endpoints ({string.Join(", ", s.PrivateEndpoints.Select(p => p.Name))}), and takes no rules of subnets beside them. "
            + "Give the subnet a way to a private endpoint instead: these work from everywhere in the VNet and its peers."));

    public static IEnumerable<Finding> SubnetLimit(AccessLayout layout) =>
        from service in layout.Services
        let count = service.Subnets.Length + layout.Request.Subnets.Count(s => service.RuleOf(s) is null)
        where count > service.Kind.SubnetLimit.Most && layout.Request.Subnets.Any(s => service.RuleOf(s) is null)
        select service.Limited(service.Kind.SubnetLimit, $"{service.Named()} would have {count} rules of subnets; it takes {service.Kind.SubnetLimit.Most}. "
            + "Take away those that are not needed with Revoke-VNetServiceAccess, or use a private endpoint.");

    public static IEnumerable<Finding> AddressLimit(AccessLayout layout) =>
        from service in layout.Services
        where layout.Request.DenyOthers && service.Kind.AddressLimit is not null
        let count = service.Addresses.Except(layout.OpenRules(service)).Count() + layout.Kept(service).Length
        where count > service.Kind.AddressLimit!.Most && !layout.Kept(service).IsEmpty
        select service.Limited(service.Kind.AddressLimit!,
            $"{service.Named()} would have {count} rules of addresses; it takes {service.Kind.AddressLimit!.Most}. Keep fewer, wider prefixes.");

    // A subnet that is made again under its name is another one: the service keeps the rule of the old one (arm-protocol 1.10). A storage
    // account takes no list that holds such a rule, whichever subnet is added to it (storage-network-security).
    public static IEnumerable<Finding> Dead(AccessLayout layout) =>
        from service in layout.Services
        from rule in service.Subnets
        where IsDead(rule.State) && (layout.Request.Subnets.Contains(rule.Subnet)
            || (service.Kind == ServiceKinds.Storage && layout.Request.Subnets.Any(s => service.RuleOf(s) is null)))
        select service.Refused($"{service.Named()} has a rule of {AccessImpacts.Name(rule.Subnet)} in state {rule.State}, which lets nobody in: the subnet that it "
            + $"means may have been deleted. Take the rule away first: Revoke-VNetServiceAccess -Resource '{service.Id}' -Subnet '{rule.Subnet}'.");

    private static bool IsDead(string? state) => state is not null && (string[])["NetworkSourceDeleted", "Failed", "Deleting", "Deprovisioning"] is var dead
        && dead.Contains(state, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Finding> FirstRule(AccessLayout layout) => layout.Services
        .Where(s => s is { Kind.OpensWithoutRules: true, IsOpenToEveryone: true, DefaultAction: DefaultAction.Deny } && !layout.Request.DenyOthers)
        .Select(s => s.Refused($"{s.Named()} says Deny and has no rule at all, so it answers everybody until it has one: the first rule shuts everybody else out. "
            + "If that is what you want, say -DenyOthers, with -KeepIp for the addresses that stay."));
}
