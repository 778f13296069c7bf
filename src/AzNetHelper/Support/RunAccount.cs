using System.Collections.Immutable;
using System.Management.Automation.Host;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>All changes of one group, each with its outcome.</summary>
public sealed record ChangeGroup(Plan Plan, string Name, ImmutableArray<ChangeResult> Results);

/// <summary>
/// Keeps count of a run: which groups are complete, which failures wait to be written, and, when the run ends before
/// its time, what was done, what is unknown and what was not started. Results are added from any thread.
/// </summary>
internal sealed class RunAccount(string command, Plan plan)
{
    private readonly Dictionary<string, ChangeResult> _known = [];
    private readonly Dictionary<string, List<ChangeResult>> _shown = [];
    private readonly Queue<Failure> _failures = [];
    private readonly object _gate = new();
    private bool _ended;

    public void Add(ChangeResult result)
    {
        lock (_gate)
        {
            _known[result.Change.Key] = result;
            if (result is
                {
                    Error: { } error,
                    Outcome: ChangeOutcome.Failed or ChangeOutcome.Unknown or ChangeOutcome.NotStarted,
                })
            {
                AddOnce(error);
            }
        }
    }

    public void Add(Failure failure)
    {
        lock (_gate)
        {
            AddOnce(failure);
        }
    }

    /// <summary>
    /// The group that this result completes; null while others of it are under way. A change without one stands alone.
    /// </summary>
    public ChangeGroup? Complete(ChangeResult result)
    {
        var name = result.Change.Group;
        if (name.Length == 0)
        {
            return new(plan, name, [result]);
        }

        var results = _shown.TryGetValue(name, out var some) ? some : _shown[name] = [];
        results.Add(result);
        var order = plan.Changes.Where(c => string.Equals(c.Group, name, StringComparison.Ordinal))
            .Select(c => c.Key).ToList();
        return results.Count < order.Count
            ? null
            : new(plan, name, [.. results.OrderBy(r => order.IndexOf(r.Change.Key))]);
    }

    /// <summary>The run came to its own end: nothing is left to tell but failures.</summary>
    public void Ended()
    {
        lock (_gate)
        {
            _ended = plan.Changes.All(c => _known.ContainsKey(c.Key));
        }
    }

    /// <summary>The failures, each once; one that is taken counts as told.</summary>
    public IEnumerable<Failure> TakeFailures()
    {
        while (TryTake(out var failure))
        {
            yield return failure;
        }
    }

    /// <summary>Tells the host what the streams could not take any more.</summary>
    public void TellRest(PSHostUserInterface? ui)
    {
        if (ui is null)
        {
            return;
        }

        lock (_gate)
        {
            if (!_ended)
            {
                var account = Describe();
                PipelineLog.Tell(ui, "warning", account);
                ui.WriteWarningLine(account);
            }

            // What the stop itself left undone is in the account already.
            foreach (var failure in _failures.Where(f => _ended || f.Kind != FailureKind.OperationStopped))
            {
                PipelineLog.Tell(ui, "error", failure.Message);
                ui.WriteErrorLine($"{command}: {failure.Message}");
            }
        }
    }

    private string Describe()
    {
        var lines = plan.Changes.Where(c => c.Writes)
            .Select(change => $"  {Fate(change)}: {change.Summary} ({change.Resource})");
        return $"{command} was stopped. No further write was started. What became of its changes:"
            + Environment.NewLine + string.Join(Environment.NewLine, lines);
    }

    private string Fate(Change change) => _known.TryGetValue(change.Key, out var result)
        ? result.Outcome switch
        {
            ChangeOutcome.Done => "done",
            ChangeOutcome.Unchanged => "nothing was needed",
            // It was refused for the time being, and the stop came before the next try.
            ChangeOutcome.Failed when result.Error is { Kind: FailureKind.OperationStopped } => "not written",
            ChangeOutcome.Failed => "failed",
            ChangeOutcome.Skipped => "skipped",
            ChangeOutcome.Declined => "declined",
            ChangeOutcome.NotStarted => "not started",
            ChangeOutcome.UnderWay => "accepted, and not waited for",
            _ => "sent, its end is unknown",
        }
        : "unknown: it may have been sent";

    private bool TryTake(out Failure failure)
    {
        lock (_gate)
        {
            return _failures.TryDequeue(out failure!);
        }
    }

    private void AddOnce(Failure failure)
    {
        if (!_failures.Contains(failure))
        {
            _failures.Enqueue(failure);
        }
    }
}
