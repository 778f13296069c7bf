using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services.Endpoints;

namespace AzNetHelper.Services;

/// <summary>
/// Plans that services let subnets in, in an order that leaves no gap (virtual-networks-faq): where a rule can be written before the
/// endpoint, the rule with its flag, the endpoint, the flag back; else the endpoint, then the rule. Others are shut out last, by a write
/// that compares the rules with what it reads just before. Pure.
/// </summary>
public static class AccessPlanner
{
    /// <summary>Makes the plan.</summary>
    public static Plan Create(AccessGround ground) => Create(ground, AccessCheck.Whole);

    internal static Plan Create(AccessGround ground, CheckList<AccessLayout> checks)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var layout = new AccessLayout(ground);
        var (problems, notices) = checks.Run(layout);
        var (services, subnets) = (ground.Request.Services, ground.Request.Subnets);
        return new($"Let {Words(subnets.Select(s => $"{s.Parent?.Name}/{s.Name}"))} in at {Words(services.Select(s => s.Name))}")
        {
            Changes = problems.IsEmpty ? Changes(layout) : [],
            Problems = problems,
            Notices = notices,
            CreatedAt = ground.Topology.ReadAt ?? default,
            Origins = [AccessOrigins.Of(ground.Request)],
        };
    }

    internal static string Words(IEnumerable<string> names) => names.ToArray() is { Length: > 3 } many ? $"{many[0]}, {many[1]} and {many.Length - 2} more"
        : string.Join(", ", names);

    private static ImmutableArray<Change> Changes(AccessLayout layout)
    {
        var access = layout.Services.Select(s => s.Kind.Home == RuleHome.Children ? (IServiceAccess)new ServerAccess(layout, s) : new DocumentAccess(layout, s)).ToArray();

        // Rules that can be written first, so that nobody is out when the source address changes.
        var first = access.SelectMany(a => a.First()).ToImmutableArray();
        var endpoints = layout.Subnets.Where(s => layout.Enabled(s).Any()).Select(s => Endpoint(layout, s,
            first.Where(c => layout.Services.Any(v => IsOf(v, c) && layout.WritesFirst(v, s) && Names(v, c, s))).Select(c => c.Key))).ToImmutableArray();

        // A service takes no rule of a subnet that is being written, whichever endpoint that is for.
        return [.. first, .. endpoints, .. access.SelectMany(a => a.Then(subnet => endpoints.FirstOrDefault(e => e.Resource == subnet)?.Key))];
    }

    private static bool IsOf(SecuredService service, Change change) => change.Resource == service.Id || change.Resource.Parent == service.Id;

    private static bool Names(SecuredService service, Change rule, ResourceId subnet) => service.Kind.Home != RuleHome.Children
        || string.Equals((string?)JsonBody.At(JsonBody.Parse(rule.After!), $"properties.{service.Kind.Shape.SubnetId}"), subnet.ToString(), StringComparison.OrdinalIgnoreCase);

    private static Change Endpoint(AccessLayout layout, ResourceId subnet, IEnumerable<string> after)
    {
        var document = JsonBody.Parse(layout.Ground.Topology.Document(subnet.Parent!)!.Json)!;
        var change = EndpointChange.Add(subnet, EndpointChange.SubnetIn(document, subnet)!, layout.Enabled(subnet));
        return change with
        {
            Group = layout.GroupOf(null),
            DependsOn = [.. after],

            // The write may have ended, and the endpoint be set up a while later, or not at all: until then the subnet has the other address.
            Awaits = change.Expect,
            TakenBackBy = change.Kind == ChangeKind.Update ? change.Before : null,
            Impact = AccessImpacts.OfEndpoint(layout, subnet),
        };
    }
}

/// <summary>The writes of one service.</summary>
internal interface IServiceAccess
{
    /// <summary>The rules that are written before endpoints.</summary>
    IEnumerable<Change> First();

    /// <summary>All the rest; the function tells the key of the write that gives a subnet endpoints, null for none.</summary>
    IEnumerable<Change> Then(Func<ResourceId, string?> endpoint);
}
