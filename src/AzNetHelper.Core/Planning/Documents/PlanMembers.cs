using System.Collections.Immutable;

namespace AzNetHelper.Planning;

/// <summary>The members of an object in a plan file; what nobody asked for is a fault.</summary>
internal sealed class PlanMembers(PlanValue value)
{
    private readonly Dictionary<string, PlanValue> _members = value.Members();
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public PlanValue Need(string name) => Optional(name) ?? throw value.Fault($"has no member '{name}'.");

    public PlanValue? Optional(string name)
    {
        _asked.Add(name);
        return _members.GetValueOrDefault(name);
    }

    public ImmutableArray<T> Each<T>(string name, Func<PlanValue, T> read) =>
        Optional(name) is { } list ? [.. list.Elements().Select(read)] : [];

    /// <summary>Everything was asked for.</summary>
    public void End()
    {
        if (_members.FirstOrDefault(m => !_asked.Contains(m.Key)).Value is { } unknown)
        {
            throw unknown.Fault("is not known. Correct it, or use the version of the module that wrote it.");
        }
    }
}
