using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A resource as it was read: every member, also those that this module does not know. Children (subnets, peerings, routes)
/// stand inside their parent's document, as a GET answers them.
/// </summary>
/// <param name="Id">The resource's id.</param>
/// <param name="Json">The document, UTF-8.</param>
public sealed record ResourceDocument(ResourceId Id, ReadOnlyMemory<byte> Json)
{
    public bool Equals(ResourceDocument? other) => other is not null && Id == other.Id && Json.Span.SequenceEqual(other.Json.Span);

    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>Something that belongs to a topology and could not be read; verdicts that rest on it are Unknown.</summary>
/// <param name="Scope">What could not be read: an id or a path.</param>
/// <param name="Code">Why: ARM's error code.</param>
/// <param name="Message">The error's message.</param>
public sealed record TopologyGap(string Scope, string Code, string Message);
