using AzNetHelper.Arm;

namespace AzNetHelper.Support;

/// <summary>An operation that has ended well.</summary>
/// <param name="Verb">What was asked: PUT, PATCH, POST or DELETE.</param>
/// <param name="Resource">The resource, for POST with the action behind it.</param>
/// <param name="Elapsed">From the request to its end, as far as it was watched.</param>
public sealed record FinishedOperation(ArmVerb Verb, string Resource, TimeSpan Elapsed)
{
    /// <summary>
    /// The final answer as JSON: the resource as read back, or the value of an action; empty for none.
    /// </summary>
    public string Document { get; init; } = string.Empty;

    // Without the document: the answer of an action may be a key.
    public override string ToString() => $"{Verb} {Resource}";
}
