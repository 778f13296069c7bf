using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Services;

/// <summary>
/// Plans that services let subnets in no more: others first, where they are to be let in again; then the rules; then the endpoints that no
/// service needs any more. A rule is found by its subnet, whatever its name is. Pure.
/// </summary>
public static class AccessRemovalPlanner
{
    /// <summary>Makes the plan.</summary>
    public static Plan Create(AccessRemovalGround ground) => Create(ground, AccessRemovalCheck.Whole);

    internal static Plan Create(AccessRemovalGround ground, CheckList<AccessRemovalGround> checks)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var (problems, notices) = checks.Run(ground);
        var request = ground.Request;
        var rules = ground.Services.SelectMany(s => s.Kind.Home == RuleHome.Children ? Children(ground, s) : Document(ground, s)).ToImmutableArray();
        var at = AccessPlanner.Words(request.Services.Select(s => s.Name));
        return new(request.Subnets.IsEmpty ? $"Let everybody in at {at}"
            : $"Let {AccessPlanner.Words(request.Subnets.Select(AccessImpacts.Name))} in no more at {at}")
        {
            Changes = problems.IsEmpty ? [.. rules, .. request.Subnets.Where(s => ground.Disabled(s).Any()).Select(s => Endpoint(ground, s, rules))] : [],
            Problems = problems,
            Notices = notices,
            CreatedAt = ground.Topology.ReadAt ?? default,
            Origins = [AccessOrigins.Of(request)],
        };
    }

    private static IEnumerable<Change> Document(AccessRemovalGround ground, SecuredService service)
    {
        var read = RuleDocument.Of(service);
        var opened = ground.Request.AllowOthers ? read with { Denies = false } : read;
        var group = service.Id.ToString();
        var opens = $"open:{group}".ToLowerInvariant();
        if (!opened.IsSameAs(read))
        {
            yield return Step(opens, read, opened, $"Let everybody in at {service.Kind.Title} '{service.Id.Name}'") with
            {
                Impact = AccessImpacts.Opened.With(string.Empty, service, string.Empty),
            };
            opened = opened.Written;
        }

        ResourceId[] gone = [.. ground.Request.Subnets.Where(s => service.RuleOf(s) is not null)];
        var left = opened.WithoutSubnets(gone);
        if (!left.IsSameAs(opened))
        {
            yield return Step($"rules:{group}".ToLowerInvariant(), opened, left, $"Let {Names(gone)} in no more at {service.Kind.Title} '{service.Id.Name}'") with
            {
                DependsOn = opened.IsSameAs(read) ? [] : [opens],
                Impact = Impact(ground, service, gone),
            };
        }
        else if (opened.IsSameAs(read))
        {
            yield return new(service.RuleDocument!, ChangeKind.NoChange, Kept(ground, service))
            {
                Group = group, Before = read.Rest(), After = read.Rest(), Lanes = [service.Id],
            };
        }

        Change Step(string key, RuleDocument from, RuleDocument to, string summary)
        {
            var (before, after, back) = from.To(to);
            return new(service.RuleDocument!, ChangeKind.Update, summary)
            {
                Key = key, Group = group, Before = before, After = after, TakenBackBy = back, Lanes = [service.Id],
            };
        }
    }

    private static IEnumerable<Change> Children(AccessRemovalGround ground, SecuredService service)
    {
        var rules = ground.Request.Subnets.SelectMany(s => service.Subnets.Where(r => r.Subnet == s)).ToArray();
        if (rules.Length == 0)
        {
            yield return new(service.Id, ChangeKind.NoChange, Kept(ground, service)) { Group = service.Id.ToString(), Lanes = [service.Id] };
        }

        foreach (var rule in rules)
        {
            var body = JsonBody.Write(BodyRules.Compose(rule.Rule!.Type, JsonBody.Parse(service.Document(rule.Rule!)!.Json)!, []).Body);
            yield return new(rule.Rule!, ChangeKind.Delete, $"Let {AccessImpacts.Name(rule.Subnet)} in no more at {service.Kind.Title} '{service.Id.Name}'")
            {
                Group = service.Id.ToString(),
                Before = body,
                TakenBackBy = body,
                Lanes = [service.Id],
                Impact = Impact(ground, service, [rule.Subnet]),
            };
        }
    }

    private static ImpactStatement Impact(AccessRemovalGround ground, SecuredService service, IReadOnlyCollection<ResourceId> gone) =>
        service.PublicNetworkAccess is PublicAccess.Disabled or PublicAccess.SecuredByPerimeter || ground.Request.AllowOthers || OpenAfter(service, gone)
            ? ImpactStatement.None
            : AccessImpacts.Revoked.With(Names(gone), service, WhoStays.Without(service, ground.Request.Subnets));

    /// <summary>True where everybody gets in when the rules of some subnets are gone.</summary>
    internal static bool OpenAfter(SecuredService service, IReadOnlyCollection<ResourceId> gone) =>
        (service with { Subnets = [.. service.Subnets.Where(r => !gone.Contains(r.Subnet))] }).IsOpenToEveryone;

    private static Change Endpoint(AccessRemovalGround ground, ResourceId subnet, ImmutableArray<Change> rules)
    {
        var document = JsonBody.Parse(ground.Topology.Document(subnet.Parent!)!.Json)!;
        var change = EndpointChange.Remove(subnet, EndpointChange.SubnetIn(document, subnet)!, ground.Disabled(subnet));
        return change with
        {
            Group = subnet.ToString(),
            DependsOn = [.. rules.Where(r => r.Writes).Select(r => r.Key)],
            TakenBackBy = change.Before,
            Impact = new(AccessImpacts.Disabled.Kind, AccessImpacts.Disabled.Of(AccessImpacts.Name(subnet), string.Join(", ", ground.Disabled(subnet)), string.Empty)),
        };
    }

    private static string Kept(AccessRemovalGround ground, SecuredService service) => ground.Request.Subnets.IsEmpty
        ? $"Keep {service.Kind.Title} '{service.Id.Name}', which lets everybody in"
        : $"Keep {service.Kind.Title} '{service.Id.Name}', which does not name {Names(ground.Request.Subnets)}";

    private static string Names(IEnumerable<ResourceId> subnets) => AccessPlanner.Words(subnets.Select(AccessImpacts.Name));
}
