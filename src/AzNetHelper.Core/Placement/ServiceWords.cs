using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Steps;

namespace AzNetHelper.Placement;

/// <summary>From what people type to a service and its scale.</summary>
public static class ServiceWords
{
    /// <summary>The service of a name and the scale of some texts; null when either means nothing, which is told as a failure.</summary>
    /// <param name="service">The name.</param>
    /// <param name="scale">A number, or <c>parameter=number</c> each; null where it was not told.</param>
    /// <param name="steps">Where failures go: <c>ServiceUnknown</c>, <c>ScaleInvalid</c>.</param>
    public static (ServiceRequirement Service, ServiceScale? Scale)? Read(string service, IEnumerable<string>? scale, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(steps);
        if (ServiceCatalogue.Find(service) is not { } known)
        {
            steps.Fail(new("ServiceUnknown", FailureKind.InvalidArgument, $"'{service}' is no service that this module knows: "
                + $"{string.Join(", ", ServiceCatalogue.All.Select(s => s.Service))}.", service));
            return null;
        }

        if (scale is null)
        {
            return (known, null);
        }

        var given = scale.Select(Part).ToImmutableArray();
        var fault = given.FirstOrDefault(g => g.Fault is not null).Fault;
        var (read, wrong) = fault is null ? ServiceScale.Of(known, given.Select(g => g.Value)) : (null, fault);
        if (wrong is not null)
        {
            steps.Fail(new("ScaleInvalid", FailureKind.InvalidArgument, wrong, service));
            return null;
        }

        return (known, read);
    }

    private static (KeyValuePair<string, int> Value, string? Fault) Part(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return int.TryParse(text.AsSpan(at + 1).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (new(at < 0 ? string.Empty : text[..at].Trim(), number), null)
            : (default, $"'{text}' is no scale: give a whole number, or a hashtable of names and numbers.");
    }
}
