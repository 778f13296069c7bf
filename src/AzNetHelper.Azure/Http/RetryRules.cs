using AzNetHelper.Arm;

namespace AzNetHelper.Azure;

/// <summary>
/// When a request is sent again, and after how long. Reads: throttling, 5xx, 408 and faults of the connection. Writes: a
/// connection that never came about. Throttling and locks are the caller's to wait for, who knows what else is to be
/// written; anything else may have taken effect, so the caller reads first.
/// </summary>
internal sealed class RetryRules(int? seed)
{
    public const int MaxAttempts = 8;

    /// <summary>Fewer where nobody answers: about a quarter of a minute, then the person should know.</summary>
    public const int MaxAttemptsUnanswered = 5;

    /// <summary>The longest time that one request spends waiting for its turn.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly Random random = seed is { } value ? new(value) : new();
    private readonly object gate = new();

    // The wait before the next attempt; null when there is none. Attempts count from 1; waited is this request's sum
    // so far.
    public TimeSpan? Next(bool isRead, ArmException error, int attempt, TimeSpan waited)
    {
        var most = error.Status == 0 ? MaxAttemptsUnanswered : MaxAttempts;
        if (attempt >= most || !(isRead ? IsTransient(error) : IsUndone(error)))
        {
            return null;
        }

        var delay = error.RetryAfter is { } asked
            ? asked * (1 + (0.1 * Jitter()))
            : Backoff(attempt) * (0.75 + (0.5 * Jitter()));
        return waited + delay <= Budget ? delay : null;
    }

    private static bool IsTransient(ArmException error) =>
        error.Status is 408 or 429 or 500 or 502 or 503 or 504 || error.Code is ErrorReader.NoAnswer;

    private static bool IsUndone(ArmException error) => error.Code is ErrorReader.NoAnswer && !error.MayHaveTakenEffect;

    private static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestBackoff.TotalSeconds));

    private double Jitter()
    {
        // Random with a seed is not thread-safe.
        lock (gate)
        {
            return random.NextDouble();
        }
    }
}
