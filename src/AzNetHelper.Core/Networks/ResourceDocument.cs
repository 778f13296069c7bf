using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A resource as it was read: every member, also those that this module does not know. Children (subnets, peerings,
/// routes) stand inside their parent's document, as a GET answers them.
/// </summary>
/// <param name="Id">The resource's id.</param>
/// <param name="Json">The document, UTF-8.</param>
public sealed record ResourceDocument(ResourceId Id, ReadOnlyMemory<byte> Json)
{
    private readonly ReadOnlyMemory<byte> _json = Json;
    private readonly PackedBytes? _packed;

    private ResourceDocument(ResourceId id, PackedBytes packed)
        : this(id, ReadOnlyMemory<byte>.Empty) => _packed = packed;

    /// <summary>The document, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json
    {
        get => _packed is null ? _json : _packed.Unpacked();
        init => (_json, _packed) = (value, null);
    }

    /// <summary>The same document in as little memory as it takes; each look at it then takes some time.</summary>
    internal ResourceDocument Packed() => _packed is null && PackedBytes.Of(_json.Span) is { } packed ? new(Id, packed) : this;

    public bool Equals(ResourceDocument? other) =>
        other is not null && Id == other.Id && Json.Span.SequenceEqual(other.Json.Span);

    public override int GetHashCode() => Id.GetHashCode();

    // A document may hold a key, so its text never shows more than its id.
    public override string ToString() => Id.ToString();
}

/// <summary>A document and what it was read as, so that a copy of a topology reads only what changed.</summary>
/// <param name="Document">The document.</param>
/// <param name="Value">The domain object; null for a type that has none.</param>
internal readonly record struct ReadDocument(ResourceDocument Document, object? Value);

/// <summary>
/// A document of this module's own about what Azure Resource Manager does not hold, for example
/// <c>AzNetHelper/expressRoutePrefixes</c>. It has a type and no id.
/// </summary>
/// <param name="Type">The type, starting with <c>AzNetHelper/</c>.</param>
/// <param name="Json">The document, UTF-8, untouched.</param>
public sealed record ExtraDocument(string Type, ReadOnlyMemory<byte> Json)
{
    /// <summary>What every type of these documents starts with.</summary>
    public const string TypePrefix = "AzNetHelper/";

    public bool Equals(ExtraDocument? other) => other is not null
        && string.Equals(Type, other.Type, StringComparison.OrdinalIgnoreCase)
        && Json.Span.SequenceEqual(other.Json.Span);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Type);

    public override string ToString() => Type;
}

/// <summary>Something that belongs to a topology and could not be read; verdicts that rest on it are Unknown.</summary>
/// <param name="Scope">What could not be read: an id or a path.</param>
/// <param name="Code">Why: ARM's error code.</param>
/// <param name="Message">The error's message.</param>
public sealed record TopologyGap(string Scope, string Code, string Message)
{
    /// <summary>The code of a gap for a child that came without the resource that it belongs to.</summary>
    public const string ParentNotRead = "ParentNotRead";

    /// <summary>True when the resource is, or lies in, what could not be read.</summary>
    public bool Covers(ResourceId resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (ResourceId.TryParse(Scope, out var scope))
        {
            return resource.IsWithin(scope);
        }

        // The path of a list: /subscriptions/{id}[/resourceGroups/{group}]/providers/{namespace}/{type}.
        var at = Scope.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        return at > 0 && ResourceId.TryParse(Scope[..at], out var parent) && resource.IsWithin(parent)
            && resource.IsType(Scope[(at + "/providers/".Length)..]);
    }
}
