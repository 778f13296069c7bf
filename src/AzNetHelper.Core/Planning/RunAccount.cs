using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Collects what became of the changes. When a group is complete it is read back and its results are told, while other
/// groups are still being written. Used from one loop; only the reading back runs beside it.
/// </summary>
internal sealed class RunAccount(Plan plan, ReadBack readBack, RunOptions options, StepWriter steps)
{
    private readonly Dictionary<string, ChangeResult> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _missing = plan.Changes
        .GroupBy(GroupOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    private readonly List<Task<ImmutableArray<ChangeResult>>> _closing = [];
    private readonly int _total = plan.Changes.Count(c => c.Writes);
    private int _done;

    /// <summary>A write starts.</summary>
    public void Begin(Change change) => Tell(change.Summary);

    /// <summary>A change has ended, one way or another.</summary>
    public void Add(ChangeResult result)
    {
        _results.Add(result.Change.Key, result);
        if (result.Change.Writes)
        {
            _done++;
            Tell(result.Summary);
        }

        var group = GroupOf(result.Change);
        if (--_missing[group] == 0)
        {
            _closing.Add(CloseAsync([.. plan.Changes
                .Where(c => string.Equals(GroupOf(c), group, StringComparison.Ordinal)).Select(c => _results[c.Key])], result));
        }
    }

    /// <summary>Every result, in the plan's order, when all has been read back.</summary>
    public async Task<ImmutableArray<ChangeResult>> CloseAsync()
    {
        var final = (await Task.WhenAll(_closing)).SelectMany(g => g).ToDictionary(r => r.Change.Key, StringComparer.Ordinal);
        steps.ProgressEnded(plan.Title);
        return [.. plan.Changes.Select(c => final[c.Key])];
    }

    private async Task<ImmutableArray<ChangeResult>> CloseAsync(ImmutableArray<ChangeResult> group, ChangeResult ended)
    {
        var read = await readBack.CheckAsync(group, ended);
        foreach (var result in read)
        {
            options.OnResult?.Invoke(result);
        }

        options.OnGroup?.Invoke(read);

        return read;
    }

    private void Tell(string summary) => steps.Progress(plan.Title, string.Create(CultureInfo.InvariantCulture,
        $"{_done} of {_total}: {summary}"), _done, _total);

    // A change without a group stands alone.
    private static string GroupOf(Change change) => change.Group.Length > 0 ? $"group {change.Group}" : $"change {change.Key}";
}
