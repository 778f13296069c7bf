using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AzNetHelper.Arm;

/// <summary>
/// The id of an Azure resource, resource group or subscription, for example
/// <c>/subscriptions/{guid}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{vnet}/subnets/{subnet}</c>.
///  Ids are equal whatever their case; the text keeps the names as given and writes
/// the fixed words the way Azure does.
/// </summary>
public sealed class ResourceId : IParsable<ResourceId>, IEquatable<ResourceId>, IComparable<ResourceId>
{
    // What Azure never has in a name, and what ends a path.
    private static readonly SearchValues<char> NoPartOfIds = SearchValues.Create("?#\\\r\n");

    private string? _text;
    private string? _type;
    private int _hash;

    private ResourceId(string subscriptionId, string? resourceGroup, string? ns, string typeName, string name)
    {
        SubscriptionId = subscriptionId;
        ResourceGroup = resourceGroup;
        ProviderNamespace = ns;
        TypeName = typeName;
        Name = name;
    }

    private ResourceId(ResourceId parent, string typeName, string name)
        : this(parent.SubscriptionId, parent.ResourceGroup, parent.ProviderNamespace, typeName, name) => Parent = parent;

    /// <summary>Makes a text of a part of an id, or takes one that was made before.</summary>
    internal delegate string TextOf(ReadOnlySpan<char> part);

    /// <summary>The subscription's id.</summary>
    public string SubscriptionId { get; }

    /// <summary>The resource group's name; null for a subscription or a resource of the subscription.</summary>
    public string? ResourceGroup { get; }

    /// <summary>The provider, for example <c>Microsoft.Network</c>; null for a subscription or a group.</summary>
    public string? ProviderNamespace { get; }

    /// <summary>
    /// The type below the provider, a segment each, for example <c>virtualNetworks</c>, <c>subnets</c>.
    /// </summary>
    public ImmutableArray<string> TypeNames => Along(id => id.TypeName);

    /// <summary>The names, one for each of <see cref="TypeNames"/>.</summary>
    public ImmutableArray<string> Names => Along(id => id.Name);

    /// <summary>The full type, for example <c>Microsoft.Network/virtualNetworks/subnets</c>.</summary>
    public string Type => _type ??= ProviderNamespace is null
        ? ResourceGroup is null ? "Microsoft.Resources/subscriptions" : "Microsoft.Resources/resourceGroups"
        : $"{Parent?.Type ?? ProviderNamespace}/{TypeName}";

    /// <summary>The last name: the resource's own.</summary>
    public string Name { get; }

    /// <summary>The resource that this one is a child of; null where there is none.</summary>
    public ResourceId? Parent { get; }

    // The last segment of the type; empty for a subscription or a group.
    private string TypeName { get; }

    /// <summary>The id of the resource group; null for a resource without one.</summary>
    public ResourceId? Group => ResourceGroup is null ? null : ForGroup(SubscriptionId, ResourceGroup);

    /// <summary>The id of a subscription.</summary>
    public static ResourceId ForSubscription(string subscriptionId) =>
        new(Segment(subscriptionId), null, null, string.Empty, subscriptionId);

    /// <summary>The id of a resource group.</summary>
    public static ResourceId ForGroup(string subscriptionId, string resourceGroup) =>
        new(Segment(subscriptionId), Segment(resourceGroup), null, string.Empty, resourceGroup);

    /// <summary>
    /// The id of a top-level resource of a group; <paramref name="type"/> like
    /// <c>Microsoft.Network/virtualNetworks</c>.
    /// </summary>
    public static ResourceId ForResource(string subscriptionId, string resourceGroup, string type, string name)
    {
        ArgumentNullException.ThrowIfNull(type);
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return new(Segment(subscriptionId), Segment(resourceGroup), type[..slash], type[(slash + 1)..], Segment(name));
    }

    /// <summary>The id of a child of this resource.</summary>
    public ResourceId Child(string typeName, string name) => ProviderNamespace is null
        ? throw new InvalidOperationException($"'{this}' has no provider, so no child resource.")
        : new(this, Segment(typeName), Segment(name));

    /// <summary>The same for parts that were looked at before (<see cref="IsSegment(string)"/>).</summary>
    internal ResourceId Below(string typeName, string name) => new(this, typeName, name);

    /// <summary>True when the type equals this one, whatever the case.</summary>
    public bool IsType(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True when this resource is the other one or lies below it (a child, or a resource of the group).
    /// </summary>
    public bool IsWithin(ResourceId other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var id = this; id is not null; id = id.Parent)
        {
            if (ReferenceEquals(id, other))
            {
                return true;
            }
        }

        var text = ToString();
        var outer = other.ToString();
        return text.StartsWith(outer, StringComparison.OrdinalIgnoreCase)
            && (text.Length == outer.Length || text[outer.Length] == '/');
    }

    /// <summary>The id's text. It is made when it is first asked for: most ids of a large estate never are.</summary>
    public override string ToString() => _text ??= Compose();

    public bool Equals(ResourceId? other) => ReferenceEquals(this, other) || (other is not null
        && Same(Name, other.Name) && Same(TypeName, other.TypeName)
        && (Parent is null && other.Parent is null
            ? Same(ResourceGroup, other.ResourceGroup) && Same(ProviderNamespace, other.ProviderNamespace)
                && Same(SubscriptionId, other.SubscriptionId)
            : Parent is not null && Parent.Equals(other.Parent)));

    public override bool Equals(object? obj) => Equals(obj as ResourceId);

    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            var outer = Parent?.GetHashCode() ?? HashCode.Combine(Hash(SubscriptionId), Hash(ResourceGroup), Hash(ProviderNamespace));
            var hash = HashCode.Combine(outer, Hash(TypeName), Hash(Name));
            _hash = hash == 0 ? 1 : hash;
        }

        return _hash;
    }

    /// <summary>The order of the texts, whatever their case.</summary>
    public int CompareTo(ResourceId? other) => other is not null && Parent is not null && Parent.Equals(other.Parent)
        && Same(TypeName, other.TypeName)
            ? string.Compare(Name, other.Name, StringComparison.OrdinalIgnoreCase)
            : string.Compare(ToString(), other?.ToString(), StringComparison.OrdinalIgnoreCase);

    public static bool operator ==(ResourceId? left, ResourceId? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ResourceId? left, ResourceId? right) => !(left == right);

    public static bool operator <(ResourceId left, ResourceId right) => left.CompareTo(right) < 0;

    public static bool operator >(ResourceId left, ResourceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ResourceId left, ResourceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ResourceId left, ResourceId right) => left.CompareTo(right) >= 0;

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is no resource id; the message says which part is wrong.</exception>
    public static ResourceId Parse(string s) => Parse(s, provider: null);

    public static ResourceId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Read(s, static part => part.ToString(), out var fault) ?? throw new FormatException(fault);
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ResourceId result)
    {
        result = s is null ? null : Read(s, static part => part.ToString(), out _);
        return result is not null;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, [MaybeNullWhen(false)] out ResourceId result) =>
        TryParse(s, provider: null, out result);

    /// <summary>Reads an id; null for a text that is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textOf">Makes texts of the parts.</param>
    /// <param name="fault">What is wrong with it.</param>
    internal static ResourceId? Read(ReadOnlySpan<char> text, TextOf textOf, out string? fault)
    {
        fault = null;
        var rest = text is ['/', ..] ? text[1..].TrimEnd('/') : default;
        var left = rest.Count('/') + 1;
        if (rest.IsEmpty || rest[0] == '/' || rest.Contains("//", StringComparison.Ordinal) || rest.ContainsAny(NoPartOfIds)
            || left % 2 != 0 || !Same(Next(ref rest), "subscriptions"))
        {
            fault = $"'{text}' is not a resource id. It starts with /subscriptions/<id>/resourceGroups/<group>/providers/.";
            return null;
        }

        var subscription = textOf(Next(ref rest));
        string? group = null;
        left -= 2;
        var behind = rest;
        if (Same(Next(ref behind), "resourceGroups"))
        {
            rest = behind;
            group = textOf(Next(ref rest));
            left -= 2;
        }

        ResourceId id;
        if (left == 0)
        {
            id = new(subscription, group, null, string.Empty, group ?? subscription);
        }
        else if (left >= 4 && Same(Next(ref rest), "providers"))
        {
            // Resources of extension providers (locks, permissions) repeat "providers"; their scope is what we need
            // them for.
            id = new(subscription, group, textOf(Next(ref rest)), textOf(Next(ref rest)), textOf(Next(ref rest)));
            while (!rest.IsEmpty)
            {
                id = new(id, textOf(Next(ref rest)), textOf(Next(ref rest)));
            }
        }
        else
        {
            fault = $"'{text}' is not a resource id: 'providers/<namespace>/<type>/<name>' is expected behind the group.";
            return null;
        }

        return id;
    }

    /// <summary>True for what can stand between two slashes of an id.</summary>
    internal static bool IsSegment(ReadOnlySpan<byte> ascii) => !ascii.IsEmpty && !ascii.ContainsAny("/?#\\\r\n"u8);

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var slash = rest.IndexOf('/');
        var segment = slash < 0 ? rest : rest[..slash];
        rest = slash < 0 ? default : rest[(slash + 1)..];
        return segment;
    }

    private static bool Same(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static int Hash(string? part) => part is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(part);

    /// <summary>True for what can stand between two slashes of an id.</summary>
    internal static bool IsSegment(string value) =>
        !string.IsNullOrWhiteSpace(value) && !value.AsSpan().ContainsAny("/?#\\\r\n");

    private static string Segment(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return IsSegment(value) ? value
            : throw new ArgumentException($"'{value}' cannot be part of a resource id.", nameof(value));
    }

    private ImmutableArray<string> Along(Func<ResourceId, string> part) => ProviderNamespace is null ? []
        : Parent is null ? [part(this)]
        : Parent.Along(part).Add(part(this));

    private string Compose() =>
        Parent is not null ? $"{Parent}/{TypeName}/{Name}"
        : ProviderNamespace is null ? Scope()
        : $"{Scope()}/providers/{ProviderNamespace}/{TypeName}/{Name}";

    private string Scope() => ResourceGroup is null
        ? $"/subscriptions/{SubscriptionId}"
        : $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}";
}
