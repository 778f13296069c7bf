using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Reads the resources of a group when all its writes have ended, and says whether they are as wanted. A few looks are
/// allowed: the first half of a peering turns Connected only when the second one is made, sometimes a poll later
/// (recordings of azure-powershell, TestVirtualNetworkPeeringSyncCRUD).
/// </summary>
internal sealed class ReadBack(SiblingReads reads, RunClock clock)
{
    private static readonly ImmutableArray<TimeSpan> Pauses =
        [.. new[] { 0, 2, 3, 5, 10, 15, 30 }.Select(s => TimeSpan.FromSeconds(s))];

    /// <param name="group">What became of the group's changes.</param>
    /// <param name="ended">The one that ended last: where it followed on the others, it was seen when they had ended, which is its
    /// read-back.</param>
    /// <returns>The results of one group, each checked; as they were when there is nothing to look at. What was found as wanted is
    /// looked at too: another run may have written half a pair a moment ago.</returns>
    public async Task<ImmutableArray<ChangeResult>> CheckAsync(ImmutableArray<ChangeResult> group, ChangeResult ended)
    {
        if (!group.Any(r => (r.Change.Writes || r.Change.Awaits is not null) && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged)))
        {
            return group;
        }

        // What the service sets in the end (Connected) rests on the whole group; what was sent does not.
        var complete = group.All(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged);
        var last = group.Where(r => r.Kind != ChangeKind.Action).GroupBy(r => r.Resource).Select(g => g.Last()).ToHashSet();
        return [.. await Task.WhenAll(group.Select(r =>
            !last.Contains(r) || (r == ended && IsSeen(ended, group, complete)) ? Task.FromResult(r)
            : r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged ? CheckAsync(r, complete)
            : r is { Outcome: ChangeOutcome.Failed, Accepted: true } ? LookAsync(r)
            : Task.FromResult(r)))];
    }

    private static bool IsSeen(ChangeResult ended, ImmutableArray<ChangeResult> group, bool complete) =>
        ended is { Outcome: ChangeOutcome.Done, Document: { } document }
        && group.All(r => r == ended || !r.Change.Writes || ended.Change.DependsOn.Contains(r.Change.Key, StringComparer.Ordinal))
        && Unlike(ended.Change, Wanted(ended.Change, complete), new(JsonBody.Parse(document), null)).IsEmpty;

    // An operation that failed may have left something behind: the report says what is there.
    private async Task<ChangeResult> LookAsync(ChangeResult result)
    {
        try
        {
            var found = await reads.ReadAsync(result.Resource, clock.Finishing);
            return result with { Document = found.Body?.ToJsonString() };
        }
        catch (Exception e) when (e is ArmException or OperationCanceledException)
        {
            // Why it failed is what the person has to know; that it cannot be looked at adds nothing.
            return result;
        }
    }

    private async Task<ChangeResult> CheckAsync(ChangeResult result, bool complete)
    {
        var wanted = Wanted(result.Change, complete);
        try
        {
            FoundResource found = new(null, null);
            ImmutableArray<string> unlike = [];
            foreach (var pause in Pauses)
            {
                if (pause > TimeSpan.Zero)
                {
                    await clock.WaitAsync(pause, clock.Finishing);
                }

                found = await reads.ReadAsync(result.Resource, clock.Finishing);
                unlike = Unlike(result.Change, wanted, found);
                if (unlike.IsEmpty)
                {
                    return result with { Document = found.Body?.ToJsonString() };
                }
            }

            return result with
            {
                Outcome = ChangeOutcome.Failed,
                Document = found.Body?.ToJsonString(),
                Error = new("NotAsWanted", FailureKind.InvalidOperation,
                    $"{result.Resource} {(result.Accepted ? "was written, but reads back otherwise than wanted" : "is not as wanted any more")}: "
                    + $"{string.Join("; ", unlike)}. "
                    + "Somebody else may have written it too. Run the command again.", result.Resource),
            };
        }
        catch (ArmException e)
        {
            return result with { Outcome = ChangeOutcome.Unknown, Error = Failure.From(e, result.Resource) };
        }
        catch (OperationCanceledException)
        {
            return result with { Outcome = ChangeOutcome.Unknown, Error = clock.Interruption(result.Resource) };
        }
    }

    private static JsonObject Wanted(Change change, bool complete) => JsonBody.Merge(
        change.After is null ? [] : JsonBody.Parse(change.After),
        change.Expect is null || !complete ? [] : JsonBody.Parse(change.Expect));

    private static ImmutableArray<string> Unlike(Change change, JsonObject wanted, FoundResource found) => (change.Kind, found.Body) switch
    {
        (ChangeKind.Delete, null) => [],
        (ChangeKind.Delete, _) => ["it is still there"],
        (_, null) => ["it is not there"],
        _ => [.. JsonBody.Differences(wanted, found.Body).Select(p =>
            $"{p} is {JsonBody.At(found.Body, p)?.ToJsonString() ?? "absent"}, not {JsonBody.At(wanted, p)?.ToJsonString() ?? "absent"}")],
    };
}
