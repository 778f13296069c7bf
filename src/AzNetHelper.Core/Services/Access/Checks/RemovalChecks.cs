using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Checks;

/// <summary>Rules about taking access away.</summary>
internal static class RemovalChecks
{
    public static IEnumerable<Finding> Missing(AccessRemovalGround ground) => ground.Reading.Missing.Select(id => new Finding(id,
        $"{id} is not there (any more), and nobody gets in. Check the name and the subscription.", $"{id}") { Kind = FailureKind.ObjectNotFound });

    public static IEnumerable<Finding> NotRead(AccessRemovalGround ground) =>
        from id in ground.Request.Services
        where !ground.Reading.Missing.Contains(id)
        let gap = ground.Reading.GapOf(id)
        where gap is not null || ground.Reading.Service(id) is null
        select new Finding(id, $"{id}, or what it lets in, could not be read{(gap is null ? string.Empty : $" ({gap.Code}): {gap.Message}")}. "
            + "What cannot be read cannot be kept, so nothing is written.", $"{id}") { Kind = FailureKind.PermissionDenied };

    public static IEnumerable<Finding> Opens(AccessRemovalGround ground) => ground.Services
        .Where(s => !ground.Request.AllowLoss && !ground.Request.AllowOthers && Named(ground, s).Any() && !s.IsOpenToEveryone
            && AccessRemovalPlanner.OpenAfter(s, ground.Request.Subnets))
        .Select(s => s.Refused($"{s.Named()} has no other rule, and without any it answers everybody who has a key or a token, although it says Deny. "
            + "Let another subnet or an address in first, disable its public network access, or say -Force."));

    public static IEnumerable<Finding> AllowOthers(AccessRemovalGround ground) => !ground.Request.AllowOthers ? [] : ground.Services
        .Where(s => s.Kind.Home == RuleHome.Children || (s.Kind.Shape.FilterFlag is not null && !s.Addresses.IsEmpty))
        .Select(s => s.Kind.Home == RuleHome.Children
            ? s.Refused($"{s.Named()} has no default that could let others in: it lets in whom a rule names. Make a firewall rule instead.", FailureKind.InvalidArgument)
            : s.Refused($"{s.Named()} has rules for addresses ({string.Join(", ", s.Addresses.Take(5))}), and as long as one is there it shuts the others out, whatever "
                + "its filter says. Take these away first, or leave -AllowOthers out.", FailureKind.InvalidArgument));

    public static IEnumerable<Finding> NotNamed(AccessRemovalGround ground) =>
        from service in ground.Services
        from subnet in ground.Request.Subnets
        where service.RuleOf(subnet) is null
        select service.Informs($"{service.Named()} does not name {AccessImpacts.Name(subnet)}.");

    public static IEnumerable<Finding> Stay(AccessRemovalGround ground) => ground.Services.Where(s => Named(ground, s).Any())
        .Select(s => s.Informs($"{s.Named()}: who gets in then is " + (ground.Request.AllowOthers || AccessRemovalPlanner.OpenAfter(s, ground.Request.Subnets)
            ? "everybody" : WhoStays.Without(s, ground.Request.Subnets)) + "."));

    public static IEnumerable<Finding> EndpointKept(AccessRemovalGround ground)
    {
        if (!ground.Request.RemoveEndpoint)
        {
            yield break;
        }

        if (!ground.Estate.Gaps.IsEmpty)
        {
            yield return new(ground.Request.Subnets[0], $"Not every service could be read ({string.Join(", ", ground.Estate.Gaps.Select(g => g.Scope).Take(3))}), so it is not known "
                + "whether another one needs the endpoints: they stay. Take them away with Disable-VNetServiceEndpoint.", string.Empty) { Tells = NoticeSeverity.Warning };
            yield break;
        }

        foreach (var subnet in ground.Request.Subnets)
        {
            foreach (var endpoint in ground.Services.SelectMany(s => s.Kind.Endpoints).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (ground.Keeping(subnet, endpoint).ToArray() is { Length: > 0 } keeping)
                {
                    yield return new(subnet, $"{AccessImpacts.Name(subnet)} keeps {endpoint}: {AccessPlanner.Words(keeping.Select(s => $"{s.Kind.Title} '{s.Id.Name}'"))} "
                        + "lets it in by that.", $"{subnet}") { Tells = NoticeSeverity.Information };
                }
            }
        }
    }

    private static IEnumerable<ResourceId> Named(AccessRemovalGround ground, SecuredService service) =>
        ground.Request.Subnets.Where(s => service.RuleOf(s) is not null);
}
