using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Waits for what the service does after it has answered a write: a rule is Provisioning for a while before it lets anybody in
/// (arm-protocol 1.10), a commit is deployed. The wait is not the write's: it has been made, whatever becomes of this. What ended
/// otherwise, or is not there any more, is not waited for; what depends on it does not begin.
/// </summary>
internal sealed class Settling(IArm arm, RunClock clock, Change change)
{
    // A rule may show a moment after the write has been answered; one that does not was taken away by somebody else.
    private const int MostAbsent = 5;

    /// <summary>Waits, and tells what became of the change.</summary>
    /// <param name="result">How the write ended.</param>
    /// <param name="waits">Is told what is still open, after each look.</param>
    public async Task<ChangeResult> AfterAsync(ChangeResult result, Action<ArmException> waits)
    {
        var awaited = change.Awaits is null ? null : new AwaitedState(JsonBody.Parse(change.Awaits));
        for (var tries = 0; awaited is not null; tries++)
        {
            var found = await FoundResource.ReadAsync(arm, change.Resource, clock.Finishing);
            var open = awaited.Open(found.Body);
            if (open.IsEmpty)
            {
                return result with { Document = found.Body?.ToJsonString() };
            }

            var shown = string.Join("; ", [.. open.Select(o => o.ToString()), .. Said(found)]);
            if (open.Any(o => o.HasFailed || (o.IsAbsent && tries >= MostAbsent)))
            {
                return result with
                {
                    Outcome = ChangeOutcome.Failed,
                    Document = found.Body?.ToJsonString(),
                    Error = new("NotInForce", FailureKind.InvalidOperation,
                        $"{change.Resource} {(result.Outcome == ChangeOutcome.Done ? "was written" : "is as written")}, and did not come into force: {shown}."
                        + (change.Writes ? string.Empty : " Run the command again to write it."), change.Resource),
                };
            }

            // Another commit has taken the region in between, without ours: nothing will come of that by waiting.
            if (tries >= MostAbsent && ManagerDeployment.IsSettled(change.Resource, found.Body))
            {
                return result with
                {
                    Outcome = ChangeOutcome.Failed,
                    Document = found.Body?.ToJsonString(),
                    Error = new("NotAsWanted", FailureKind.InvalidOperation,
                        $"{change.Resource} was committed, and another commit without it has taken its place: {shown}. Run the command again.", change.Resource),
                };
            }

            var notSettled = new ArmException(0, "NotSettled", $"It was written, and is not in force yet: {shown}.");
            waits(notSettled);
            try
            {
                await clock.WaitAsync(clock.PauseAfter(tries, null), clock.Starting);
            }
            catch (OperationCanceledException) when (ManagerDeployment.Is(change.Resource))
            {
                // A commit that was taken is deployed, and costs, whether anybody waits for it or not.
                return result with { Outcome = ChangeOutcome.Unknown, Error = clock.Interruption(change.Resource, notSettled.Message) };
            }
        }

        return result;
    }

    // Why a region did not come to what was committed.
    private static IEnumerable<string> Said(FoundResource found) =>
        (string?)JsonBody.At(found.Body, "properties.errorMessage") is { Length: > 0 } message ? [message] : [];
}
