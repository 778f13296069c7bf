using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Comparison;

/// <summary>
/// Compares two documents of one resource. Objects in lists are matched by their name, id or service; those that stand
/// right below <c>properties</c> with a name are children and told as resources of their own. What is absent, null and
/// empty is the same.
/// </summary>
internal sealed class DocumentComparison
{
    private readonly bool _all;
    private readonly bool _partial;
    private readonly ImmutableArray<TopologyDifference>.Builder _found = ImmutableArray.CreateBuilder<TopologyDifference>();

    private DocumentComparison(bool all, bool partial) => (_all, _partial) = (all, partial);

    /// <summary>Where two whole documents differ; one that is default does not exist.</summary>
    public static ImmutableArray<TopologyDifference> Differences(ResourceId id, JsonElement before, JsonElement after, bool all)
    {
        var comparison = new DocumentComparison(all, partial: false);
        comparison.Resource(id, before, after);
        return comparison._found.ToImmutable();
    }

    /// <summary>Where a document does not hold the members that are wanted; others do not count.</summary>
    public static ImmutableArray<TopologyDifference> Unmet(ResourceId id, JsonObject wanted, JsonObject actual)
    {
        using var left = CanonicalJson.Parse(JsonBody.WriteUtf8(wanted));
        using var right = CanonicalJson.Parse(JsonBody.WriteUtf8(actual));
        var comparison = new DocumentComparison(all: false, partial: true);
        comparison.Objects(left.RootElement, right.RootElement, new(id, string.Empty, string.Empty));
        return comparison._found.ToImmutable();
    }

    private readonly record struct Place(ResourceId Resource, string Path, string Name)
    {
        public bool IsTag => Path.StartsWith("tags.", StringComparison.Ordinal);

        public Place Member(string name) => new(Resource, Path.Length == 0 ? name : $"{Path}.{name}", name);

        public Place Item(string key) => new(Resource, $"{Path}[{key}]", Name);

        /// <summary>The child that an item with a name is; null where items are no children.</summary>
        public ResourceId? Child(string name) =>
            string.Equals(Path, $"properties.{Name}", StringComparison.Ordinal) && Resource.ProviderNamespace is not null
            && !string.IsNullOrWhiteSpace(name) && ResourceId.TryParse($"{Resource}/{Name}/{name}", out var id)
            && id.Names.Length == Resource.Names.Length + 1 ? id : null;
    }

    private void Resource(ResourceId id, JsonElement before, JsonElement after)
    {
        switch (Exists(before), Exists(after))
        {
            case (true, true):
                Objects(before, after, new(id, string.Empty, string.Empty));
                break;
            case (false, true):
                _found.Add(new(id, DifferenceKind.Added, string.Empty, null, DocumentText.OfResource(id, after, _all)));
                break;
            case (true, false):
                _found.Add(new(id, DifferenceKind.Removed, string.Empty, DocumentText.OfResource(id, before, _all), null));
                break;
        }
    }

    private void Objects(JsonElement before, JsonElement after, Place place)
    {
        var names = before.EnumerateObject().Select(m => m.Name);
        var all = _partial ? names : names.Concat(after.EnumerateObject().Select(m => m.Name));
        foreach (var name in all.Distinct(StringComparer.Ordinal))
        {
            var at = place.Member(name);
            if (_all || !ComparisonRules.IsNoise(place.Resource, at.Path))
            {
                Values(Get(before, name), Get(after, name), at);
            }
        }
    }

    private void Values(JsonElement before, JsonElement after, Place at)
    {
        if (IsNothing(before) && IsNothing(after))
        {
            return;
        }

        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            Objects(before, after, at);
        }
        else if (IsList(before) && IsList(after) && KeyOf(before, after) is { } key)
        {
            Matched(before, after, at, key);
        }
        else if (!Equal(before, after, at))
        {
            Changed(before, after, at);
        }
    }

    private void Matched(JsonElement before, JsonElement after, Place at, string key)
    {
        var (left, right) = (ByKey(before, key), ByKey(after, key));
        foreach (var name in left.Keys.Concat(right.Keys).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var (one, other) = (left.GetValueOrDefault(name), right.GetValueOrDefault(name));
            if (key is "name" && at.Child(name) is { } child)
            {
                Resource(child, one, other);
            }
            else if (Exists(one) && Exists(other))
            {
                Objects(one, other, at.Item(name));
            }
            else
            {
                Changed(one, other, at.Item(name));
            }
        }
    }

    private static Dictionary<string, JsonElement> ByKey(JsonElement list, string key) => list.ValueKind != JsonValueKind.Array ? []
        : list.EnumerateArray().ToDictionary(i => i.Text(key)!, StringComparer.OrdinalIgnoreCase);

    // A key that is missing somewhere, or stands twice, tells nothing apart.
    private static string? KeyOf(JsonElement before, JsonElement after)
    {
        var lists = new[] { before, after }.Where(l => l.ValueKind == JsonValueKind.Array)
            .Select(l => l.EnumerateArray().ToArray()).ToArray();
        return ComparisonRules.Keys.FirstOrDefault(key => lists.Any(l => l.Length > 0) && lists.All(items =>
            Array.TrueForAll(items, i => DocumentText.IsSound(i, key) && i.Text(key) is { Length: > 0 })
            && items.DistinctBy(i => i.Text(key), StringComparer.OrdinalIgnoreCase).Count() == items.Length));
    }

    private static bool Equal(JsonElement before, JsonElement after, Place at)
    {
        if (DocumentText.IsSlot(before) || DocumentText.IsSlot(after))
        {
            // A slot stands for a secret that is not there to be compared.
            return true;
        }

        if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            var (left, right) = (Items(before, at), Items(after, at));
            return ComparisonRules.IsSet(at.Name)
                ? left.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(right)
                : left.SequenceEqual(right, StringComparer.OrdinalIgnoreCase);
        }

        return before.ValueKind == JsonValueKind.String && after.ValueKind == JsonValueKind.String
            ? string.Equals(Normal(before, at), Normal(after, at),
                at.IsTag ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
            : Exists(before) && Exists(after)
                && string.Equals(DocumentText.Canonical(before), DocumentText.Canonical(after), StringComparison.Ordinal);
    }

    private static string[] Items(JsonElement list, Place at) => [.. list.EnumerateArray().Select(i => Normal(i, at))];

    // The service writes ids, locations and prefixes in more than one way.
    private static string Normal(JsonElement value, Place at)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return DocumentText.Canonical(value);
        }

        var text = DocumentText.Plain(value);
        return at.Path is "location" ? text.Replace(" ", string.Empty, StringComparison.Ordinal)
            : text.Contains('/', StringComparison.Ordinal) && IPPrefix.TryParse(text, out var prefix) ? prefix.ToString()
            : text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)
                && ResourceId.TryParse(text, out var id) ? id.ToString()
            : text;
    }

    private void Changed(JsonElement before, JsonElement after, Place at) => _found.Add(new(
        at.Resource, DifferenceKind.Changed, at.Path,
        DocumentText.Of(at.Resource, before, at.Name), DocumentText.Of(at.Resource, after, at.Name)));

    private static JsonElement Get(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value : default;

    private static bool Exists(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static bool IsList(JsonElement value) => !Exists(value) || value.ValueKind == JsonValueKind.Array;

    private static bool IsNothing(JsonElement value) => !Exists(value)
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)
        || (value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any());
}
