using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// A value in a plan file that knows where it stands, so that every fault is told with its line and its path. The whole
/// text is known to be JSON when values are made of it.
/// </summary>
internal sealed record PlanValue(string File, ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Json, string Path)
{
    /// <summary>How deep documents inside a plan may nest: those of Azure nest about ten deep.</summary>
    public const int DeepestDocument = 32;

    private const int LongestText = 32_768;

    /// <summary>The members of an object, each once.</summary>
    public Dictionary<string, PlanValue> Members()
    {
        var members = new Dictionary<string, PlanValue>(StringComparer.Ordinal);
        var reader = Open(JsonTokenType.StartObject, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader);
            reader.Read();
            var value = this with { Json = Slice(ref reader), Path = $"{Path}.{name}" };
            if (!members.TryAdd(name, value))
            {
                throw value.Fault("stands there twice.");
            }
        }

        return members;
    }

    /// <summary>The elements of a list.</summary>
    public List<PlanValue> Elements()
    {
        var elements = new List<PlanValue>();
        var reader = Open(JsonTokenType.StartArray, "a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(this with
            {
                Json = Slice(ref reader),
                Path = string.Create(CultureInfo.InvariantCulture, $"{Path}[{elements.Count}]"),
            });
        }

        return elements;
    }

    /// <summary>A text for people: it is shown on consoles, so it holds nothing that a terminal would obey.</summary>
    public string AsText()
    {
        var reader = Open(JsonTokenType.String, "a text");
        var text = TextOf(ref reader);
        return text.Length > LongestText ? throw Fault($"is longer than {LongestText} characters.")
            : text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? throw Fault("holds control characters.")
            : text;
    }

    public string AsName() => AsText() is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Fault("is empty.");

    /// <summary>A value of an enumeration, by its name.</summary>
    public T As<T>()
        where T : struct, Enum => Enum.GetNames<T>().Contains(AsText(), StringComparer.Ordinal)
            ? Enum.Parse<T>(AsText())
            : throw Fault($"'{AsText()}' is none of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>The id of a resource whose parts are names as Azure has them: they become parts of an address.</summary>
    public ResourceId AsId()
    {
        var text = AsText();
        return !ResourceId.TryParse(text, out var id) ? throw Fault($"'{text}' is no resource id.")
            : id.Names.Append(id.ResourceGroup ?? "-").Append(id.SubscriptionId).All(IsName) ? id
            : throw Fault($"'{text}' holds a name that Azure does not take.");
    }

    /// <summary>A document: an object that can be laid over others without surprises.</summary>
    public string AsDocument()
    {
        _ = Open(JsonTokenType.StartObject, "an object");
        CheckDocument(DeepestDocument);
        return JsonBody.Write(JsonBody.Parse(Json)!);
    }

    public TopologyFileException Fault(string what) => Invalid(File, string.Create(CultureInfo.InvariantCulture,
        $"line {Line()}: {string.Concat(Path.Select(c => char.IsControl(c) ? '?' : c))} {what}"));

    public static TopologyFileException Invalid(string file, string what, Exception? inner = null) =>
        new(file, "InvalidPlan", FailureKind.InvalidData, $"{file}: {what}", inner);

    private void CheckDocument(int depth)
    {
        if (depth == 0)
        {
            throw Fault($"nests deeper than {DeepestDocument} levels.");
        }

        switch (JsonSlices.Kind(Json))
        {
            case JsonTokenType.StartObject:
                foreach (var (name, value) in Members())
                {
                    value.CheckDocument(depth - 1);
                    using var json = CanonicalJson.Parse(value.Json);
                    if (SecretSlots.IsSecret(name, json.RootElement))
                    {
                        throw value.Fault("holds a secret. A plan holds a slot there, 'secret:<resource id>#<member>', and -Secret fills it.");
                    }
                }

                break;
            case JsonTokenType.StartArray:
                Elements().ForEach(e => e.CheckDocument(depth - 1));
                break;
            case JsonTokenType.String:
                var reader = Open(JsonTokenType.String, "a text");
                _ = TextOf(ref reader);
                break;
        }
    }

    private Utf8JsonReader Open(JsonTokenType wanted, string what)
    {
        var reader = new Utf8JsonReader(Json.Span, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        reader.Read();
        return reader.TokenType == wanted ? reader : throw Fault($"is not {what}.");
    }

    private string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("holds half a surrogate pair, which is no text.");
        }
    }

    private ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Json[start..(int)reader.BytesConsumed];
    }

    private static bool IsName(string name) => name.Trim('.').Length > 0
        && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '(' or ')');

    private int Line()
    {
        _ = MemoryMarshal.TryGetArray(Text, out var whole);
        _ = MemoryMarshal.TryGetArray(Json, out var part);
        return Text.Span[..(part.Offset - whole.Offset)].Count((byte)'\n') + 1;
    }
}
