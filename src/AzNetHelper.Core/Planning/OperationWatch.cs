using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>
/// Sees an accepted write to its end. Its status is polled as seldom as the service asks: a peering's every 10 seconds, so
/// that one which takes 11 is told of after 20, and its hub stands idle in between. From the first of these waits on the
/// resource itself is looked at too, each time when a tenth of the time so far has passed again, so that no more than a
/// tenth is lost. A resource that is as wanted and at rest has been written; everything else is left to the status.
/// Where many peerings are written at once requests count: there the status is asked only for what the resource itself does not
/// tell, and for what takes long.
/// </summary>
internal sealed class OperationWatch(IArm arm, RunClock clock, SiblingReads reads, Change change)
{
    // Where the service says nothing: what it says for peerings, gateways and connections (recorded).
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestGap = TimeSpan.FromSeconds(1);

    // Twice what a peering was seen to take (recordings of azure-powershell and azure-cli: 10 to 25 seconds).
    private static readonly TimeSpan LongInACrowd = TimeSpan.FromSeconds(50);

    /// <summary>The resource when the operation has ended well; null for one that is gone, or an action without an answer.</summary>
    public async Task<JsonObject?> WaitAsync(ArmOperation operation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(clock.Finishing);
        var isSeen = !operation.IsFinal && change.Kind != ChangeKind.Action;
        var inACrowd = isSeen && SharedLanes.Shares(change) && reads.IsCrowded(change.Lanes);
        using var odd = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        var told = TellAsync(operation, inACrowd, odd.Token, over.Token);
        var seen = isSeen ? LookAsync(operation, inACrowd, odd, over.Token) : Task.FromResult<FoundResource?>(null);
        try
        {
            if (await Task.WhenAny(told, seen) == seen && await seen is { } found)
            {
                return found.Body;
            }

            return FoundResource.Parse(await told, change.Resource);
        }
        finally
        {
            over.Cancel();
            await Task.WhenAll(told, seen).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    // Every resource of the network provider tells its state; one of another provider that tells none may look finished all the time.
    private bool IsOfNetwork => string.Equals(change.Resource.ProviderNamespace, "Microsoft.Network", StringComparison.OrdinalIgnoreCase);

    // One wait that ends early, not the first of two to end: behind a wait that is cancelled WhenAny goes on by way of the thread pool.
    private async Task<ArmResponse> TellAsync(ArmOperation operation, bool inACrowd, CancellationToken odd, CancellationToken cancellation)
    {
        if (inACrowd)
        {
            await clock.WaitAsync(LongInACrowd, odd).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return await arm.WaitAsync(operation, cancellation);
    }

    private async Task<FoundResource?> LookAsync(
        ArmOperation operation, bool inACrowd, CancellationTokenSource odd, CancellationToken cancellation)
    {
        var begun = clock.Now;
        try
        {
            await clock.WaitAsync(operation.RetryAfter ?? Unsaid, cancellation);
            for (var isFirst = true; ; isFirst = false)
            {
                // The status is polled at that moment; where it is not, the resource is looked at.
                if (!isFirst || !inACrowd)
                {
                    var gap = clock.Since(begun) / 10;
                    await clock.WaitAsync(gap > ShortestGap ? gap : ShortestGap, cancellation);
                }

                if (await ReadAsync(odd, cancellation) is not { IsInTransit: false } found)
                {
                    continue;
                }

                if (found.IsAsWanted(change) && (found.Body is null || found.TellsState || IsOfNetwork))
                {
                    return found;
                }

                odd.Cancel();
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<FoundResource?> ReadAsync(CancellationTokenSource odd, CancellationToken cancellation)
    {
        try
        {
            return await reads.ReadAsync(change.Resource, cancellation);
        }
        catch (ArmException)
        {
            // A look that fails says nothing about the operation, whose status is polled.
            odd.Cancel();
            return null;
        }
    }
}
