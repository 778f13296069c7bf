using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>
/// When to look again: as the service asks, and never past the end of a token that cannot be renewed.
/// </summary>
internal sealed class PollPace(ArmOperation operation, SessionTokens tokens, TimeProvider time)
{
    // ARM's contract says 60 s where Retry-After is missing; Microsoft.Network says 10 wherever it says anything
    // (recorded behaviour: peerings, gateways, connections), and the Azure CLI asks it at that pace.
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    // The most that ARM's contract lets a service ask for.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // Enough to read the result, and for the caller to say what goes on.
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromMinutes(1);

    private TimeSpan? asked;

    /// <summary>
    /// The first wait counts from when the operation was accepted, so that a wait resumed later begins at once.
    /// </summary>
    public TimeSpan First
    {
        get
        {
            var delay = Bounded(operation.RetryAfter ?? Unsaid);
            var left = operation.StartedAt + delay - time.GetUtcNow();
            return left <= TimeSpan.Zero ? TimeSpan.Zero : left < delay ? left : delay;
        }
    }

    public TimeSpan Next => Bounded(asked ?? Unsaid);

    /// <summary>What the last answer asked for; each answer counts for one wait.</summary>
    public void Heed(TimeSpan? retryAfter) => asked = retryAfter;

    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (tokens.EndsOn is { } end && time.GetUtcNow() + delay > end - BeforeEnd)
        {
            throw new ArmException(0, "TokenExpiresSoon",
                $"The access token of this session ends at {end.UtcDateTime:u} and cannot be renewed, but {operation} "
                + "is not done. It goes on in Azure. Run Connect-AzNetSession with a new token, then "
                + "Wait-AzNetOperation with the operation.")
            {
                Request = operation.ToString(),
            };
        }

        return Task.Delay(delay, time, cancellationToken);
    }

    private static TimeSpan Bounded(TimeSpan delay) => delay < Shortest ? Shortest : delay > Longest ? Longest : delay;
}
