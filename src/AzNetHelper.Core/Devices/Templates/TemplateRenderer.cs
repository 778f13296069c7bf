using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AzNetHelper.Devices.Templates;

/// <summary>The values of names.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public Scope Set(string name, string? text)
    {
        _values[name] = text ?? string.Empty;
        return this;
    }

    public Scope Set(string name, long number) => Set(name, number.ToString(CultureInfo.InvariantCulture));

    public Scope Set(string name, bool flag)
    {
        _values[name] = flag;
        return this;
    }

    /// <summary>Makes a list: a scope for each thing, filled by the caller.</summary>
    public Scope Each<T>(string name, IReadOnlyList<T> things, Action<Scope, T, int> fill)
    {
        var scopes = new Scope[things.Count];
        for (var i = 0; i < things.Count; i++)
        {
            scopes[i] = new Scope().Set("index", i + 1).Set("first", i == 0).Set("last", i == things.Count - 1);
            fill(scopes[i], things[i], i);
        }

        _values[name] = scopes;
        return this;
    }

    /// <summary>The value of a name; null where it has none here.</summary>
    public object? Find(string name) => _values.GetValueOrDefault(name);
}

/// <summary>A thing of a list, and what it is rendered inside of: names are looked up from the inside to the outside.</summary>
internal sealed record Frame(Scope Scope, Frame? Outer)
{
    public object Get(string name) =>
        Scope.Find(name) ?? Outer?.Get(name) ?? throw new KeyNotFoundException($"The name '{name}' has no value.");
}

/// <summary>Turns pieces of a template and values into text.</summary>
/// <param name="escapes">What stands for characters that the device gives a meaning.</param>
internal sealed class TemplateRenderer(ImmutableDictionary<char, string> escapes)
{
    public string Render(ImmutableArray<TemplateNode> nodes, Scope scope)
    {
        var text = new StringBuilder();
        Render(nodes, new Frame(scope, Outer: null), text);
        return text.ToString();
    }

    private void Render(ImmutableArray<TemplateNode> nodes, Frame frame, StringBuilder text)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TextNode plain:
                    text.Append(plain.Text);
                    break;
                case ValueNode value:
                    text.Append(Filtered((string)frame.Get(value.Name), value.Filter));
                    break;
                case EachNode each:
                    foreach (var inner in (Scope[])frame.Get(each.Name))
                    {
                        Render(each.Body, new(inner, frame), text);
                    }

                    break;
                case ChoiceNode choice:
                    Render(Holds(frame.Get(choice.Name)) == choice.Wanted ? choice.Then : choice.Else, frame, text);
                    break;
                default:
                    throw new InvalidOperationException($"A template has no {node.GetType().Name}.");
            }
        }
    }

    private string Filtered(string value, string? filter) => filter switch
    {
        null => value,
        "hex" => "0x" + Convert.ToHexString(Encoding.UTF8.GetBytes(value)),
        "escape" => string.Concat(value.Select(c => escapes.TryGetValue(c, out var written) ? written : c.ToString())),
        _ => throw new InvalidOperationException($"There is no filter {filter}."),
    };

    private static bool Holds(object value) => value switch
    {
        bool flag => flag,
        string text => text.Length > 0,
        Scope[] list => list.Length > 0,
        _ => throw new InvalidOperationException($"{value} is no condition."),
    };
}
