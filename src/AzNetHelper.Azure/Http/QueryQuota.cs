using System.Globalization;

namespace AzNetHelper.Azure;

/// <summary>
/// How many queries Resource Graph takes from this caller in one tenant until the quota is full again, as its answers announce:
/// x-ms-user-quota-remaining and x-ms-user-quota-resets-after (learn.microsoft.com/azure/governance/resource-graph/concepts/
/// guidance-for-throttled-requests). Who has used it up waits for the reset: a query that is sent before only makes a 429.
/// </summary>
internal sealed class QueryQuota
{
    private const string Remaining = "x-ms-user-quota-remaining";
    private const string ResetsAfter = "x-ms-user-quota-resets-after";

    // What a day's quota would say is not believed: then a 429 tells.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private int _left = int.MaxValue;

    // The most that was announced, with the query that was told so; what a new window begins with.
    private int _largest;
    private TimeSpan _window;
    private int _underWay;
    private DateTimeOffset _resetsAt = DateTimeOffset.MinValue;

    /// <summary>True for a query of Resource Graph.</summary>
    public static bool Counts(ArmRequest request) =>
        request.Method is "POST" && request.Uri.AbsolutePath.StartsWith("/providers/Microsoft.ResourceGraph/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes one query of the quota; how long to wait before asking again where there is none.</summary>
    public TimeSpan Take(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now >= _resetsAt)
            {
                _left = _largest > 0 ? _largest : int.MaxValue;
                _resetsAt = now + _window;
            }
            else if (_left <= 0)
            {
                return _resetsAt - now;
            }

            _left--;
            _underWay++;
            return TimeSpan.Zero;
        }
    }

    /// <summary>What an answer announces counts, less what is under way besides and not in it yet.</summary>
    public void Announce(Func<string, string?> header, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (int.TryParse(header(Remaining), NumberStyles.None, CultureInfo.InvariantCulture, out var left)
                && TimeSpan.TryParse(header(ResetsAfter), CultureInfo.InvariantCulture, out var resets)
                && resets > TimeSpan.Zero && resets <= Longest)
            {
                (_largest, _window) = (Math.Max(_largest, left + 1), resets > _window ? resets : _window);
                _left = left - (_underWay - 1);
                _resetsAt = now + resets;
            }
        }
    }

    /// <summary>A query that was taken has ended, answered or not.</summary>
    public void End()
    {
        lock (_gate)
        {
            _underWay--;
        }
    }
}
