using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Runs a plan whose changes add to lists, or take from them, that others write too, and makes it again of what is there when
/// somebody was faster: what was wanted is then laid over what he wrote, so that both end with what they asked for. It asks
/// a few times only; a subnet that is written all the time is reported.
/// </summary>
/// <param name="arm">The connection.</param>
/// <param name="options">How it is run.</param>
/// <param name="steps">Where failures and progress go.</param>
/// <param name="remake">Makes the plan again; null where it cannot be made, which was told.</param>
public sealed class RemadeRun(IArm arm, RunOptions options, StepWriter steps, Func<CancellationToken, Task<Plan?>> remake)
{
    /// <summary>How often a plan is made again.</summary>
    public const int MostTimes = 8;

    /// <summary>Runs the plan. Each change of it has one result, whatever it took.</summary>
    /// <exception cref="ArgumentException">The plan cannot be run, or writes a resource twice.</exception>
    public async Task<RunReport> RunAsync(Plan plan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var own = plan.Changes.ToDictionary(c => c.Resource);
        var (begun, final) = (arm.Time.GetTimestamp(), new Dictionary<ResourceId, ChangeResult>());
        var next = plan;
        for (var time = 0; ; time++)
        {
            var (shown, mayRepeat) = (new ConcurrentDictionary<ResourceId, ChangeResult>(), time < MostTimes);
            var report = await new PlanRunner(arm, options with
            {
                Timeout = Left(),
                OnGroup = null,

                // What is to be tried again is not told yet, nor what could not begin without it.
                OnResult = result =>
                {
                    if (!mayRepeat || !(IsOvertaken(result) || result.Outcome == ChangeOutcome.Skipped))
                    {
                        shown[result.Resource] = result;
                        options.OnResult?.Invoke(Whole(result));
                    }
                },
            }, steps).RunAsync(next, stop);
            foreach (var result in report.Results)
            {
                final[result.Resource] = Whole(result);
            }

            ChangeResult[] again = [.. report.Results.Where(r => !shown.ContainsKey(r.Resource))];
            var made = !again.Any(IsOvertaken) || stop.IsCancellationRequested || Left() <= TimeSpan.Zero ? null : await MakeAsync(stop);
            if (made is null || !made.CanApply)
            {
                foreach (var result in again)
                {
                    var told = made?.Problems.FirstOrDefault(p => p.Resource == result.Resource) is { } problem
                        ? final[result.Resource] with { Error = new(problem.CheckId, problem.Kind, problem.Message, problem.Resource) } : final[result.Resource];
                    final[result.Resource] = told;
                    options.OnResult?.Invoke(told);
                }

                return new(plan, [.. plan.Changes.Select(c => final[c.Resource])], arm.Time.GetElapsedTime(begun));
            }

            // What a change does now was not agreed to where it is graver than what was shown: a cost that starts, a way that is lost.
            foreach (var result in again.Where(r => IsGraver(r, made)))
            {
                final[result.Resource] = final[result.Resource] with { Error = Graver(result, made) };
            }

            // What ended in a state that only the same write could mend is not somebody else's doing: it is told, not written again and again.
            next = made with { Changes = Again(made, [.. again.Where(r => !HasFailed(r, made) && !IsGraver(r, made))]) };
            foreach (var result in again.Where(r => next.Changes.All(c => c.Resource != r.Resource)))
            {
                options.OnResult?.Invoke(final[result.Resource]);
            }

            if (next.Changes.IsEmpty)
            {
                return new(plan, [.. plan.Changes.Select(c => final[c.Resource])], arm.Time.GetElapsedTime(begun));
            }
        }

        bool IsGraver(ChangeResult result, Plan made) => !HasFailed(result, made) && Now(result, made)?.Impact.Kind > own[result.Resource].Impact.Kind;

        TimeSpan Left() => options.Timeout - arm.Time.GetElapsedTime(begun);

        // What an earlier time wrote counts: the change is the one that was agreed to, and the time is that of all.
        ChangeResult Whole(ChangeResult result)
        {
            var before = final.GetValueOrDefault(result.Resource);
            return new(own[result.Resource], before is { Accepted: true } && result.Outcome == ChangeOutcome.Unchanged ? ChangeOutcome.Done : result.Outcome,
                (before?.Elapsed ?? TimeSpan.Zero) + result.Elapsed)
            {
                Accepted = result.Accepted || before is { Accepted: true },
                Attempts = result.Attempts + (before?.Attempts ?? 0),
                Error = result.Error,

                // Who finds nothing left to write reads nothing back: the last look of the time before counts.
                Document = result.Document ?? before?.Document,
                Operation = result.Operation,
            };
        }
    }

    // What was written is there, in a state that failed: the plan that is made of it sends the same again.
    private static bool HasFailed(ChangeResult result, Plan made) =>
        result.Error?.Id == "NotAsWanted" && made.Changes.Any(c => c.Resource == result.Resource && c.NeededWhile is not null);

    // What was skipped begins when all that it waits for is done, or is made now.
    private static ImmutableArray<Change> Again(Plan made, ChangeResult[] open)
    {
        var chosen = ImmutableArray.CreateBuilder<Change>();
        foreach (var change in made.Changes)
        {
            if (open.FirstOrDefault(r => r.Resource == change.Resource) is { } result && (result.Outcome != ChangeOutcome.Skipped
                || made.Changes.Where(c => c.Writes && change.DependsOn.Contains(c.Key, StringComparer.Ordinal)).All(chosen.Contains)))
            {
                chosen.Add(change);
            }
        }

        return chosen.ToImmutable();
    }

    private static Change? Now(ChangeResult result, Plan made) => made.Changes.FirstOrDefault(c => c.Resource == result.Resource && c.Writes);

    private static Failure Graver(ChangeResult result, Plan made) => new("PlanDrifted", FailureKind.InvalidOperation,
        $"{result.Resource} was not written: others have written since the plan was shown, and what it does now is more than was agreed to. "
        + $"{Now(result, made)!.Impact.Statement} Run the command again.", result.Resource);

    // Found otherwise before the write, or read back otherwise after it: somebody else writes the same resource. Whoever writes after us
    // adds to a list that we have read back whole.
    private static bool IsOvertaken(ChangeResult result) => result is { Outcome: ChangeOutcome.Failed, Error.Id: "PlanDrifted" or "NotAsWanted" };

    private async Task<Plan?> MakeAsync(CancellationToken stop)
    {
        try
        {
            return await remake(stop);
        }
        catch (Exception e) when (e is ArmException or OperationCanceledException)
        {
            // That it was overtaken is what is told.
            return null;
        }
    }
}
