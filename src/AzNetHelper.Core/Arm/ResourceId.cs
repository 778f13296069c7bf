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
    private readonly string _text;

    private ResourceId(
        string subscriptionId, string? resourceGroup, string? ns, ImmutableArray<string> types, ImmutableArray<string> names)
    {
        SubscriptionId = subscriptionId;
        ResourceGroup = resourceGroup;
        ProviderNamespace = ns;
        TypeNames = types;
        Names = names;
        _text = Compose();
    }

    /// <summary>The subscription's id.</summary>
    public string SubscriptionId { get; }

    /// <summary>The resource group's name; null for a subscription or a resource of the subscription.</summary>
    public string? ResourceGroup { get; }

    /// <summary>The provider, for example <c>Microsoft.Network</c>; null for a subscription or a group.</summary>
    public string? ProviderNamespace { get; }

    /// <summary>
    /// The type below the provider, a segment each, for example <c>virtualNetworks</c>, <c>subnets</c>.
    /// </summary>
    public ImmutableArray<string> TypeNames { get; }

    /// <summary>The names, one for each of <see cref="TypeNames"/>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The full type, for example <c>Microsoft.Network/virtualNetworks/subnets</c>.</summary>
    public string Type => ProviderNamespace is null
        ? ResourceGroup is null ? "Microsoft.Resources/subscriptions" : "Microsoft.Resources/resourceGroups"
        : $"{ProviderNamespace}/{string.Join('/', TypeNames)}";

    /// <summary>The last name: the resource's own.</summary>
    public string Name => Names is [.., var last] ? last : ResourceGroup ?? SubscriptionId;

    /// <summary>The resource that this one is a child of; null where there is none.</summary>
    public ResourceId? Parent => Names.Length > 1
        ? new(SubscriptionId, ResourceGroup, ProviderNamespace, TypeNames[..^1], Names[..^1])
        : null;

    /// <summary>The id of the resource group; null for a resource without one.</summary>
    public ResourceId? Group => ResourceGroup is null ? null : ForGroup(SubscriptionId, ResourceGroup);

    /// <summary>The id of a subscription.</summary>
    public static ResourceId ForSubscription(string subscriptionId) => new(Segment(subscriptionId), null, null, [], []);

    /// <summary>The id of a resource group.</summary>
    public static ResourceId ForGroup(string subscriptionId, string resourceGroup) =>
        new(Segment(subscriptionId), Segment(resourceGroup), null, [], []);

    /// <summary>
    /// The id of a top-level resource of a group; <paramref name="type"/> like
    /// <c>Microsoft.Network/virtualNetworks</c>.
    /// </summary>
    public static ResourceId ForResource(string subscriptionId, string resourceGroup, string type, string name)
    {
        ArgumentNullException.ThrowIfNull(type);
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return new(Segment(subscriptionId), Segment(resourceGroup), type[..slash], [type[(slash + 1)..]], [Segment(name)]);
    }

    /// <summary>The id of a child of this resource.</summary>
    public ResourceId Child(string typeName, string name) => ProviderNamespace is null
        ? throw new InvalidOperationException($"'{this}' has no provider, so no child resource.")
        : new(SubscriptionId, ResourceGroup, ProviderNamespace, TypeNames.Add(Segment(typeName)), Names.Add(Segment(name)));

    /// <summary>True when the type equals this one, whatever the case.</summary>
    public bool IsType(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True when this resource is the other one or lies below it (a child, or a resource of the group).
    /// </summary>
    public bool IsWithin(ResourceId other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _text.StartsWith(other._text, StringComparison.OrdinalIgnoreCase)
            && (_text.Length == other._text.Length || _text[other._text.Length] == '/');
    }

    public override string ToString() => _text;

    public bool Equals(ResourceId? other) =>
        other is not null && string.Equals(_text, other._text, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as ResourceId);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_text);

    public int CompareTo(ResourceId? other) => string.Compare(_text, other?._text, StringComparison.OrdinalIgnoreCase);

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
        return Read(s, out var fault) ?? throw new FormatException(fault);
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ResourceId result)
    {
        result = s is null ? null : Read(s, out _);
        return result is not null;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, [MaybeNullWhen(false)] out ResourceId result) =>
        TryParse(s, provider: null, out result);

    private static ResourceId? Read(string text, out string? fault)
    {
        fault = $"'{text}' is not a resource id. It starts with /subscriptions/<id>/resourceGroups/<group>/providers/.";
        if (!text.StartsWith('/'))
        {
            return null;
        }

        var parts = text[1..].TrimEnd('/').Split('/');
        if (Array.Exists(parts, p => p.Length == 0 || p.AsSpan().ContainsAny("?#\\\r\n")) || parts.Length % 2 != 0 || !Word(0, "subscriptions"))
        {
            return null;
        }

        var at = 2;
        string? group = null;
        if (at < parts.Length && Word(at, "resourceGroups"))
        {
            group = parts[at + 1];
            at += 2;
        }

        if (at == parts.Length)
        {
            return new(parts[1], group, null, [], []);
        }

        // Resources of extension providers (locks, permissions) repeat "providers"; their scope is what we need them
        // for.
        if (!Word(at, "providers") || parts.Length < at + 4)
        {
            fault = $"'{text}' is not a resource id: 'providers/<namespace>/<type>/<name>' is expected behind the group.";
            return null;
        }

        var ns = parts[at + 1];
        var tail = parts[(at + 2)..];
        return new(parts[1], group, ns,
            [.. tail.Where((_, i) => i % 2 == 0)], [.. tail.Where((_, i) => i % 2 == 1)]);

        bool Word(int index, string word) => string.Equals(parts[index], word, StringComparison.OrdinalIgnoreCase);
    }

    private static string Segment(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return value.AsSpan().ContainsAny("/?#\\\r\n")
            ? throw new ArgumentException($"'{value}' cannot be part of a resource id.", nameof(value))
            : value;
    }

    private string Compose()
    {
        var text = new System.Text.StringBuilder("/subscriptions/").Append(SubscriptionId);
        if (ResourceGroup is not null)
        {
            text.Append("/resourceGroups/").Append(ResourceGroup);
        }

        if (ProviderNamespace is not null)
        {
            text.Append("/providers/").Append(ProviderNamespace);
            for (var i = 0; i < Names.Length; i++)
            {
                text.Append('/').Append(TypeNames[i]).Append('/').Append(Names[i]);
            }
        }

        return text.ToString();
    }
}
