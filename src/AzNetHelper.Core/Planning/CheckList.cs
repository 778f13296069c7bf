using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>What a check has found.</summary>
/// <param name="Resource">The resource at fault.</param>
/// <param name="Message">What is wrong, with the names, and what to do.</param>
/// <param name="Group">The pair that it concerns; empty for the whole plan.</param>
internal sealed record Finding(ResourceId Resource, string Message, string Group)
{
    public FailureKind Kind { get; init; } = FailureKind.InvalidOperation;

    /// <summary>Null when the plan may not be applied, else how loudly it is told.</summary>
    public NoticeSeverity? Tells { get; init; }

    public PlanProblem ToProblem(string id) => new(id, Message, Resource) { Group = Group, Kind = Kind };

    public PlanNotice ToNotice(string id) => new(id, Tells ?? NoticeSeverity.Warning, Message, Resource);
}

/// <summary>The checks that a plan is held against: all of a catalogue, but for tests of one that is switched off.</summary>
/// <typeparam name="TScene">What the checks look at.</typeparam>
internal sealed class CheckList<TScene>
{
    private readonly ImmutableArray<(string Id, Func<TScene, IEnumerable<Finding>> Find)> _checks;
    private readonly string? _off;

    public CheckList(IEnumerable<(string Id, Func<TScene, IEnumerable<Finding>> Find)> checks)
        : this([.. checks], off: null)
    {
    }

    private CheckList(ImmutableArray<(string Id, Func<TScene, IEnumerable<Finding>> Find)> checks, string? off) =>
        (_checks, _off) = (checks, off);

    /// <summary>All but one: what happens then shows what it is for.</summary>
    public CheckList<TScene> Without(string id) =>
        _checks.Any(c => c.Id == id) ? new(_checks, id) : throw new ArgumentException($"There is no check '{id}'.", nameof(id));

    public bool Has(string id) => _off != id;

    public (ImmutableArray<PlanProblem> Problems, ImmutableArray<PlanNotice> Notices) Run(TScene scene)
    {
        var found = _checks.Where(c => Has(c.Id)).SelectMany(c => c.Find(scene).Select(f => (c.Id, Finding: f))).ToArray();
        return (
            [.. found.Where(f => f.Finding.Tells is null).Select(f => f.Finding.ToProblem(f.Id)).Distinct()],
            [.. found.Where(f => f.Finding.Tells is not null).Select(f => f.Finding.ToNotice(f.Id)).Distinct()]);
    }
}
