using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Audit;

namespace AzNetHelper.SimulationServer.Tests.Remedies;

/// <summary>Every case of the audit in one estate: each has a resource group of its own, so they do not meet.</summary>
internal sealed class CaseEstate
{
    private readonly IReadOnlyList<(AuditCase Case, Topology Topology, string Group)> _cases;

    public CaseEstate(RemedyKind kind)
    {
        _cases = [.. AuditCases.All.Where(c => c.Kind == kind).Select((c, i) => (c, InGroup(c.Make().Topology(), $"rg{i}"), $"rg{i}"))];
        Topology = new(_cases.SelectMany(c => c.Topology.Documents));
        Remedies = [.. _cases.Select(c => (c.Case, Findings(c.Topology, c.Group).Single(f => f.RuleId == c.Case.RuleId)))];
    }

    public Topology Topology { get; }

    /// <summary>What the audit says to each case.</summary>
    public IReadOnlyList<(AuditCase Case, AuditFinding Finding)> Remedies { get; }

    /// <summary>What is wrong with the cases in a state of the estate: a finding that is still there, or one that is new.</summary>
    public IReadOnlyList<string> Left(Topology now, Func<AuditFinding, bool> wasRun)
    {
        var after = TopologyAudit.Run(now).Findings.ToLookup(f => f.Resource.ResourceGroup, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from one in _cases
               let before = Findings(one.Topology, one.Group)
               let mended = before.Single(f => f.RuleId == one.Case.RuleId)
               where wasRun(mended)
               from finding in after[one.Group]
               where Same(finding, mended) || !before.Any(b => Same(b, finding))
               select $"{one.Case}: {mended.Remedy}\n  -> {finding}",
        ];
    }

    private static AuditFinding[] Findings(Topology topology, string group) =>
        [.. TopologyAudit.Run(topology).Findings.Where(f => string.Equals(f.Resource.ResourceGroup, group, StringComparison.OrdinalIgnoreCase))];

    private static bool Same(AuditFinding one, AuditFinding other) => one.RuleId == other.RuleId && one.Resource == other.Resource;

    private static Topology InGroup(Topology topology, string group)
    {
        return new(topology.Documents.Select(d => new ResourceDocument(ResourceId.Parse(Moved(d.Id.ToString())),
            Encoding.UTF8.GetBytes(Moved(Encoding.UTF8.GetString(d.Json.Span))))), topology.Gaps.Select(g => g with { Scope = Moved(g.Scope) }));

        string Moved(string text) => text.Replace("/resourceGroups/rg/", $"/resourceGroups/{group}/", StringComparison.Ordinal);
    }
}
