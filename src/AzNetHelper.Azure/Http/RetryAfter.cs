using System.Globalization;

namespace AzNetHelper.Azure;

/// <summary>How long an answer asks to wait: milliseconds, seconds or a date.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static TimeSpan? Read(Func<string, string?> header, DateTimeOffset now)
    {
        foreach (var name in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
        {
            if (Number(header(name)) is { } milliseconds)
            {
                return Bounded(milliseconds / 1000);
            }
        }

        var text = header("Retry-After");
        if (Number(text) is { } seconds)
        {
            return Bounded(seconds);
        }

        if (Date(text) is { } date)
        {
            // Against the server's own clock where it tells it: ours may be off by more than the wait.
            return Bounded((date - (Date(header("Date")) ?? now)).TotalSeconds);
        }

        return null;
    }

    private static TimeSpan Bounded(double seconds) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : null;
}
