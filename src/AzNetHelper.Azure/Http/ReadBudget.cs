namespace AzNetHelper.Azure;

/// <summary>
/// Reads wait for their turn when a subscription's announced budget runs low: whatever is read at the moment (a survey,
/// looks at two hundred peerings, polls), a 429 would hold all of it up for longer. ARM takes 250 reads in a burst and then 25
/// a second, by subscription and caller
/// (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling, 2024; others were seen with more).
/// </summary>
internal sealed class ReadBudget(TimeProvider time)
{
    private const double RefillPerSecond = 25;

    // Kept back, for others who work with the same identity.
    private const double ReservedPart = 0.1;

    private readonly object _gate = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.OrdinalIgnoreCase);

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Waits until the read may be sent; null for what is not counted here.</summary>
    public async Task<Turn?> EnterAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        if (!request.CountsAsRead || SubscriptionOf(request.Uri) is not { } subscription)
        {
            return null;
        }

        Turn turn;
        TimeSpan wait;
        lock (_gate)
        {
            var account = _accounts.TryGetValue(subscription, out var known) ? known : _accounts[subscription] = new();
            wait = account.WaitAt(Now);
            turn = new(this, account);
            account.Unanswered++;
        }

        if (wait > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                turn.Dispose();
                throw;
            }
        }

        return turn;
    }

    // /subscriptions/{id}/...
    private static string? SubscriptionOf(Uri uri) => uri.Segments is [_, var word, var id, ..]
        && word.Equals("subscriptions/", StringComparison.OrdinalIgnoreCase) ? id.TrimEnd('/') : null;

    /// <summary>One read under way.</summary>
    internal sealed class Turn(ReadBudget budget, Account account) : IDisposable
    {
        private bool _hasEnded;

        /// <summary>What the answer announced; null when it said nothing.</summary>
        public void Answered(int? remaining)
        {
            lock (budget._gate)
            {
                End();
                account.Hear(remaining, budget.Now);
            }
        }

        public void Dispose()
        {
            lock (budget._gate)
            {
                End();
            }
        }

        private void End()
        {
            account.Unanswered -= _hasEnded ? 0 : 1;
            _hasEnded = true;
        }
    }

    /// <summary>What is known of one subscription.</summary>
    internal sealed class Account
    {
        // Answers overtake one another, by less than this.
        private static readonly TimeSpan Overtaken = TimeSpan.FromSeconds(1);

        private readonly Queue<(DateTimeOffset At, int Announced)> _heard = [];
        private double _left;
        private double _largest;
        private DateTimeOffset _at;

        public int Unanswered { get; set; }

        // Who waits is among the unanswered, so the next one waits for longer: first come, first served.
        public TimeSpan WaitAt(DateTimeOffset now)
        {
            var lacking = (_largest * ReservedPart) - (LeftAt(now) - Unanswered);
            return _largest > 0 && lacking > 0 ? TimeSpan.FromSeconds(lacking / RefillPerSecond) : TimeSpan.Zero;
        }

        public void Hear(int? remaining, DateTimeOffset now)
        {
            if (remaining is not { } announced)
            {
                return;
            }

            // Of what was announced within the last moment the smallest number counts all that had arrived by then.
            _heard.Enqueue((now, announced));
            while (now - _heard.Peek().At > Overtaken)
            {
                _heard.Dequeue();
            }

            _largest = Math.Max(_largest, announced);
            (_left, _at) = (_heard.Min(h => h.Announced), now);
        }

        private double LeftAt(DateTimeOffset now) => Math.Min(_largest, _left + ((now - _at).TotalSeconds * RefillPerSecond));
    }
}
