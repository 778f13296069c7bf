using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Audit;

/// <summary>Holds a topology against every rule. Pure; the order of what it tells is always the same.</summary>
public static class TopologyAudit
{
    /// <summary>Makes the audit.</summary>
    /// <param name="topology">What is audited.</param>
    /// <param name="options">What is asked; null for everything.</param>
    /// <param name="stop">Ends it.</param>
    public static AuditReport Run(Topology topology, AuditOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(topology);
        options ??= new();
        ImmutableArray<AuditRule> rules = [.. AuditRule.All.Where(r => IsAsked(r, options))];
        var scene = new AuditScene(topology);
        var findings = rules.SelectMany(r => Awaited(r).Finds(scene).Select(f => Finding(r, f))).Where(f => IsMeant(f, options))
            .GroupBy(f => (f.RuleId, f.Resource, f.Message)).Select(g => g.First());
        return new(rules,
            [.. findings.Select(f => (Finding: f, Rule: rules.IndexOf(rules.First(r => r.Id == f.RuleId))))
                .OrderByDescending(f => f.Finding.Severity).ThenBy(f => f.Rule).ThenBy(f => f.Finding.Resource)
                .ThenBy(f => f.Finding.Message, StringComparer.Ordinal).Select(f => f.Finding)],
            [.. rules.SelectMany(r => Doubts(Awaited(r), scene).Distinct().Select(d => new UnjudgedRule(r.Id, d.Reason, d.IsMissing)))]);

        AuditRule Awaited(AuditRule rule)
        {
            stop.ThrowIfCancellationRequested();
            return rule;
        }
    }

    private static AuditFinding Finding(AuditRule rule, Found found) =>
        new(rule.Id, rule.Severity, found.Resource, found.Message, found.Remedy.Text, rule.Link)
        {
            RemedyKind = found.Remedy.Kind,
            VirtualNetworks = [.. found.Networks.Distinct().Order()],
        };

    private static bool IsAsked(AuditRule rule, AuditOptions options) => rule.Severity >= options.AtLeast
        && (options.RuleIds.IsEmpty || options.RuleIds.Contains(rule.Id, StringComparer.OrdinalIgnoreCase))
        && !options.Excluded.Any(e => e.Resource is null && e.RuleId == rule.Id);

    private static bool IsMeant(AuditFinding finding, AuditOptions options) => !options.Excluded.Any(e => e.Covers(finding))
        && (options.VirtualNetworks.IsEmpty || finding.VirtualNetworks.Any(options.VirtualNetworks.Contains));

    private static IEnumerable<Doubt> Doubts(AuditRule rule, AuditScene scene) => scene.Topology.Gaps
        .Where(g => rule.RestsOn.Any(type => IsAbout(g, type)))
        .Select(g => Doubt.Missing($"{g.Scope} could not be read ({g.Code})."))
        .Concat(rule.Doubts(scene));

    // A list that was refused ends with the name of its type, whether of a subscription, a group or a gateway; a resource is of
    // the type; a subscription or a group holds all. What Virtual Network Manager joins is none of the types.
    private static bool IsAbout(TopologyGap gap, string type) =>
        ResourceId.TryParse(gap.Scope, out var id) && id.Name != ConnectedGroupsReader.Action
            ? id.ProviderNamespace is null || id.IsType(type)
            : gap.Scope.EndsWith(type[type.LastIndexOf('/')..], StringComparison.OrdinalIgnoreCase)
                || !gap.Scope.Contains("/providers/", StringComparison.OrdinalIgnoreCase);
}
