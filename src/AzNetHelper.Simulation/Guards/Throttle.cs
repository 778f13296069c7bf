using System.Globalization;

namespace AzNetHelper.Simulation;

/// <summary>A token bucket on the simulation's clock.</summary>
internal sealed class TokenBucket(Bucket size, DateTimeOffset now)
{
    private double _level = size.Capacity;
    private DateTimeOffset _at = now;

    public bool TryTake(DateTimeOffset now)
    {
        _level = Math.Min(size.Capacity, _level + (Math.Max(0, (now - _at).TotalSeconds) * size.RefillPerSecond));
        _at = now;
        if (_level < 1)
        {
            return false;
        }

        _level--;
        return true;
    }

    public int Remaining => (int)_level;

    /// <summary>Whole seconds until one more request is taken.</summary>
    public int RetryAfter => Math.Max(1, (int)Math.Ceiling((1 - _level) / Math.Max(size.RefillPerSecond, 0.001)));
}

/// <summary>Counts requests per subscription and kind, as ARM and the network provider do.</summary>
internal sealed class Throttle(SimulationOptions options)
{
    // The global bucket, over all callers, is fifteen times as large.
    private const int GlobalFactor = 15;

    // Recorded: these POSTs that list count as reads; another one (listDeploymentStatus) counts as a write.
    private static readonly string[] CountAsReads = [ConnectivityActions.Name, NetworkManagerActions.ActiveConfigurations];

    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a token of ARM; the refusal when there is none.</summary>
    public ArmError? Take(Exchange exchange, string subscription)
    {
        var (name, size) = Kind(exchange);
        var bucket = BucketOf($"{subscription}/{name}", size, exchange.Now);
        var global = BucketOf($"{subscription}/global/{name}", Global(size), exchange.Now);
        if (bucket.TryTake(exchange.Now) & global.TryTake(exchange.Now))
        {
            return null;
        }

        var wait = bucket.RetryAfter;
        return FrontDoorErrors.SubscriptionRequestsThrottled.With(
            name[..^1], subscription, options.ClientObjectId, wait)
            with { RetryAfter = wait };
    }

    /// <summary>Takes a token of Microsoft.Network, which counts by subscription and region.</summary>
    public ArmError? TakeNetwork(Exchange exchange, string subscription, string region)
    {
        var size = exchange.IsRead ? options.Throttling.NetworkReads : options.Throttling.NetworkWrites;
        var bucket = BucketOf($"{subscription}/{region}/{exchange.IsRead}", size, exchange.Now);
        return bucket.TryTake(exchange.Now)
            ? null
            : ConcurrencyErrors.TooManyCalls.With(subscription, bucket.RetryAfter)
                with { RetryAfter = bucket.RetryAfter };
    }

    public TokenBucket Queries(DateTimeOffset now) => BucketOf("queries", options.Throttling.Queries, now);

    public void WriteHeaders(Answer answer, Exchange exchange, string subscription)
    {
        var (name, size) = Kind(exchange);
        answer.With($"x-ms-ratelimit-remaining-subscription-{name}",
            Text(BucketOf($"{subscription}/{name}", size, exchange.Now).Remaining));
        answer.With($"x-ms-ratelimit-remaining-subscription-global-{name}",
            Text(BucketOf($"{subscription}/global/{name}", Global(size), exchange.Now).Remaining));
    }

    private (string Name, Bucket Size) Kind(Exchange exchange) => exchange.Verb switch
    {
        "GET" or "HEAD" => ("reads", options.Throttling.Reads),
        "POST" when exchange.Segments is [.., var last] && CountAsReads.Contains(last, StringComparer.OrdinalIgnoreCase) =>
            ("reads", options.Throttling.Reads),
        "DELETE" => ("deletes", options.Throttling.Deletes),
        _ => ("writes", options.Throttling.Writes),
    };

    private static Bucket Global(Bucket size) => new(size.Capacity * GlobalFactor, size.RefillPerSecond * GlobalFactor);

    private TokenBucket BucketOf(string key, Bucket size, DateTimeOffset now)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            _buckets[key] = bucket = new(size, now);
        }

        return bucket;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
